"""The organisation's people: invited by a link that opens once, given roles, taken away; the last owner stays."""

import re

import pytest
from django.db import connection as django_connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Act, Mail, User
from newswire.subscribers.models import Seat
from tests.portal.newsroom import PASSWORD, Reader, open_browser, read
from tests.portal.organisation.conftest import join
from tests.portal.test_second import enrol, enter
from tests.portal.test_signin import sign_in
from tests.portal.test_wire import text

PATH = "/portal/organisation/seats/"
GOOD = "three ships at the quay"


def invite(owner: Client, **said: str) -> int:
    whole = {"do": "invite", "name": "Bo Quay", "email": "bo@harbour.example", "role": "editor", **said}
    return owner.post(PATH, whole).status_code


def change(owner: Client, do: str, seat: Seat, **said: str) -> tuple[int, str]:
    answer = owner.post(PATH, {"do": do, "seat": str(seat.pk), **said})
    return answer.status_code, answer.content.decode()


def test_an_invited_person_sets_a_password_by_the_link_of_the_mail_and_comes_in(owner: Client, reader: Reader) -> None:
    assert invite(owner) == 303
    mail = Mail.objects.get()
    assert mail.to == "bo@harbour.example"
    link = re.search(r"https://wire\.example(/portal/welcome/\S+)", mail.text)
    assert link is not None
    browser = open_browser()
    assert browser.post(link[1], {"password": GOOD, "again": GOOD}).status_code == 303
    assert sign_in(browser, "bo@harbour.example", GOOD)[0] == 303
    read(browser, f"/portal/wire/{reader.number}/")
    deed = Act.objects.get(action="seat-added")
    assert (deed.actor, deed.role, deed.detail["role"]) == (reader.user.username, "subscriber", "editor")


@pytest.mark.parametrize("said", [{"email": "no address"}, {"role": "king"}, {"name": ""}])
def test_an_invitation_that_cannot_work_is_refused_and_what_was_typed_stays(
    owner: Client, said: dict[str, str]
) -> None:
    whole = {"do": "invite", "name": "Bo Quay", "email": "bo@harbour.example", "role": "editor", **said}
    answer = owner.post(PATH, whole)
    assert answer.status_code == 422
    assert all(f'value="{one}"' in answer.content.decode() for one in (whole["name"], whole["email"]) if one)
    assert not Mail.objects.exists()


def test_nobody_is_invited_twice(owner: Client) -> None:
    assert [invite(owner), invite(owner, email="BO@harbour.example")] == [303, 409]
    assert Mail.objects.count() == 1


def test_a_role_is_changed(owner: Client, reader: Reader) -> None:
    join(reader, "editor")
    seat = Seat.objects.get(role="editor")
    assert change(owner, "role", seat, role="developer")[0] == 303
    seat.refresh_from_db()
    assert seat.role == "developer"
    assert change(owner, "role", seat, role="king")[0] == 404


def test_the_last_owner_stays_and_one_of_two_may_go(owner: Client, reader: Reader) -> None:
    own = Seat.objects.get(user=reader.user)
    for status, shown in (change(owner, "remove", own), change(owner, "role", own, role="editor")):
        assert status == 409
        assert "This is the only owner." in shown
    join(reader, "owner")
    assert change(owner, "role", own, role="editor")[0] == 303
    assert owner.get(PATH).status_code == 404


def test_a_person_who_is_removed_is_out_at_once(owner: Client, reader: Reader) -> None:
    theirs = join(reader, "editor")
    read(theirs, f"/portal/wire/{reader.number}/")
    seat = Seat.objects.get(role="editor")
    assert change(owner, "remove", seat)[0] == 303
    read(theirs, f"/portal/wire/{reader.number}/", 302)
    assert sign_in(open_browser(), seat.user.username, PASSWORD)[0] == 200
    assert seat.user.username not in read(owner, PATH)
    assert Act.objects.get(action="sessions-ended").actor == reader.user.username


def test_a_person_who_forgot_the_password_gets_another_link(owner: Client, reader: Reader) -> None:
    join(reader, "editor")
    assert change(owner, "link", Seat.objects.get(role="editor"))[0] == 303
    assert "/portal/welcome/" in Mail.objects.get().text


def test_a_person_who_lost_the_second_factor_gets_in_by_password_and_is_told(owner: Client, reader: Reader) -> None:
    join(reader, "editor")
    seat = Seat.objects.get(role="editor")
    theirs = enter(Reader(seat.user, reader.number))
    enrol(theirs)
    assert text(read(owner, PATH)).count("Take the second factor away") == 1
    assert change(owner, "reset", seat)[0] == 303
    assert sign_in(open_browser(), seat.user.username)[:2] == (303, "/portal/")
    read(theirs, f"/portal/wire/{reader.number}/", 302)
    assert Mail.objects.get().subject == "Your second factor was taken away"
    assert {one.actor for one in Act.objects.filter(action__startswith="second-factor-re")} == {reader.user.username}


def test_another_organisations_people_are_not_there(owner: Client, stranger: Reader) -> None:
    theirs = Seat.objects.get(user=stranger.user)
    assert stranger.user.username not in read(owner, PATH)
    for do in ("remove", "link", "reset", "role"):
        assert change(owner, do, theirs, role="owner")[0] == 404
    theirs.refresh_from_db()
    assert (theirs.role, User.objects.get(pk=stranger.user.pk).is_active) == ("editor", True)


def test_the_page_takes_as_many_queries_for_twelve_people_as_for_three(owner: Client, reader: Reader) -> None:
    def count(people: int) -> int:
        while Seat.objects.count() < people:
            join(reader, "editor")
        with CaptureQueriesContext(django_connection) as queries:
            read(owner, PATH)
        return len(queries)

    assert count(3) == count(12)
