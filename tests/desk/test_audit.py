"""The audit page: who reads it, what it finds, its pages and its file; what is noticed without being ordered."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.accounts.audit import do_record
from newswire.accounts.deeds import DeedFilters, follow_deeds, read_deeds
from newswire.accounts.models import Act, Role, User
from newswire.editing import workflow
from tests.desk.conftest import Enter
from tests.editing.people import PASSWORD, make_story, make_user


def _fill(now: datetime, count: int) -> None:
    for number in range(count):
        do_record("release", "story", f"guid-{number}", actor=f"p{number % 3}", now=now + timedelta(minutes=number))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUBSCRIBER])
def test_only_seniors_read_the_log(enter: Enter, role: Role) -> None:
    client = enter(role)
    expected = 200 if role in (Role.DUTY_CHIEF, Role.ADMINISTRATOR) else 403
    for address in ("/desk/audit/", "/desk/audit.csv"):
        assert client.get(address).status_code == expected
        assert client.post(address).status_code == 405


def test_a_deed_at_the_desk_is_shown_with_its_address(enter: Enter, now: datetime) -> None:
    client = enter(Role.DUTY_CHIEF)
    story = make_story(User.objects.get(), now, headline="Ferry line opens")
    assert client.post(f"/desk/stories/{story.pk}/submit/", REMOTE_ADDR="198.51.100.7").status_code == 302
    act = Act.objects.get(action="submit")
    assert (act.actor, act.address) == ("a-duty-chief", "198.51.100.7")
    page = client.get("/desk/audit/?address=198.51.100.7").content.decode()
    assert "Ferry line opens" in page
    assert f"/desk/stories/edit/{story.pk}/" in page
    assert "No deed matches" in client.get("/desk/audit/?address=203.0.113.1").content.decode()


def test_the_log_is_filtered_by_who_what_about_and_days(dsn: str, now: datetime) -> None:
    assert dsn
    _fill(now, 6)
    do_record("kill", "picture", "hash", actor="q", now=now)
    assert [one.name for one in read_deeds(DeedFilters(who="P1")).acts] == ["guid-4", "guid-1"]
    assert [one.name for one in read_deeds(DeedFilters(what="kill")).acts] == ["hash"]
    assert [one.name for one in read_deeds(DeedFilters(about="picture")).acts] == ["hash"]
    assert [one.name for one in read_deeds(DeedFilters(name="guid-5")).acts] == ["guid-5"]
    since, until = now + timedelta(minutes=2), now + timedelta(minutes=4)
    assert [one.name for one in read_deeds(DeedFilters(since=since, until=until)).acts] == ["guid-3", "guid-2"]


def test_pages_follow_one_another_without_gap_or_repeat(dsn: str, now: datetime) -> None:
    assert dsn
    _fill(now, 7)
    first = read_deeds(DeedFilters(), limit=3)
    second = read_deeds(DeedFilters(), before=first.before, limit=3)
    third = read_deeds(DeedFilters(), before=second.before, limit=3)
    names = [one.name for page in (first, second, third) for one in page.acts]
    assert names == [f"guid-{number}" for number in range(6, -1, -1)]
    assert third.before is None
    assert [one.name for one in follow_deeds(DeedFilters())] == names


def test_the_page_asks_the_same_number_of_questions_whatever_it_shows(enter: Enter, now: datetime) -> None:
    client = enter(Role.ADMINISTRATOR)
    _fill(now, 1)
    client.get("/desk/audit/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/audit/")
    admin = User.objects.get()
    for _number in range(5):
        workflow.do_submit(make_story(admin, now).pk, actor=admin, now=now)
    _fill(now, 110)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/desk/audit/").content.decode()
    assert len(many) == len(few)
    assert "Older deeds" in page


def test_filters_that_cannot_be_read_are_shown_as_wrong(enter: Enter) -> None:
    client = enter(Role.ADMINISTRATOR)
    page = client.get("/desk/audit/?since=yesterday&before=x&what=nonsense")
    assert page.status_code == 200
    assert "desk-audit-wrong" in page.content.decode()


def test_the_file_has_every_deed_and_no_formula(enter: Enter, now: datetime) -> None:
    client = enter(Role.ADMINISTRATOR)
    _fill(now, 120)
    do_record("hold", "story", "g", actor="p", now=now, reason="=HYPERLINK(1)", detail={"from": "jan"})
    response = client.get("/desk/audit.csv?about=story")
    assert response.streaming
    assert "attachment" in response["Content-Disposition"]
    text = response.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 121
    assert (rows[0]["reason"], rows[0]["detail"]) == ("'=HYPERLINK(1)", "from: jan")
    assert {row["about"] for row in rows} == {"story"}


def test_signing_in_out_and_failing_to_are_written_down(stranger: Client) -> None:
    make_user(Role.EDITOR, "jan")
    stranger.post("/desk/login/", {"username": "jan", "password": "wrong"}, REMOTE_ADDR="198.51.100.9")
    stranger.post("/desk/login/", {"username": "jan", "password": PASSWORD})
    stranger.post("/desk/logout/")
    acts = list(Act.objects.filter(about="person", name="jan").order_by("pk"))
    assert [one.action for one in acts] == ["person-made", "sign-in-failed", "sign-in", "sign-out"]
    assert [one.address for one in acts] == ["", "198.51.100.9", "127.0.0.1", "127.0.0.1"]
    assert "wrong" not in str(list(Act.objects.values_list()))


def test_a_change_of_role_or_standing_is_written_down_and_a_password_is_not(dsn: str) -> None:
    assert dsn
    jan = make_user(Role.REPORTER, "jan")
    jan.role = Role.EDITOR
    jan.save()
    jan.set_password("another long sentence")
    jan.save()
    jan.save()
    jan.delete()
    acts = list(Act.objects.filter(about="person").order_by("pk").values_list("action", "detail"))
    assert acts == [
        ("person-made", {"role": "reporter"}),
        ("role-changed", {"role": "reporter → editor"}),
        ("person-changed", {"password": ""}),
        ("person-removed", {"role": "editor"}),
    ]


def test_locks_and_their_takeover_are_written_down(enter: Enter, now: datetime) -> None:
    reporter, chief = enter(Role.REPORTER), enter(Role.DUTY_CHIEF)
    story = make_story(User.objects.get(username="a-reporter"), now)
    reporter.post(f"/desk/stories/lock/{story.pk}/")
    chief.post(f"/desk/stories/unlock/{story.pk}/")
    chief.post(f"/desk/stories/lock/{story.pk}/")
    chief.post(f"/desk/stories/unlock/{story.pk}/")
    acts = Act.objects.filter(about="story", name=story.guid).order_by("pk")
    assert list(acts.values_list("action", "actor", "detail")) == [
        ("lock", "a-reporter", {}),
        ("lock-taken", "a-duty-chief", {"from": "a-reporter"}),
        ("lock", "a-duty-chief", {}),
        ("unlock", "a-duty-chief", {}),
    ]
    assert chief.get(f"/desk/stories/edit/{story.pk}/").status_code == 200


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_act SET actor = 'x'", "DELETE FROM accounts_act", "TRUNCATE accounts_act"]
)
def test_the_database_refuses_to_change_or_delete_a_deed(dsn: str, now: datetime, statement: str) -> None:
    assert dsn
    _fill(now, 1)
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Act.objects.get().actor == "p0"
