"""The roster, the handover and the outbox over HTTP: who reads, who writes, what is shown again."""

from datetime import datetime

import pytest
from django.test import override_settings
from django.urls import reverse

from newswire.accounts.mail import do_write_mail
from newswire.accounts.models import Mail, Role, User
from newswire.editing import service
from newswire.editing.shifts.models import Duty, Handover
from newswire.editing.shifts.notice import ADDRESSES
from tests.desk.conftest import Enter, client_of
from tests.editing.people import make_story, make_user

SHIFT = {"starts_at": "2099-01-01 22:00", "ends_at": "2099-01-02 06:00"}


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF, "chief")


def test_the_addresses_in_mails_are_the_desks() -> None:
    assert ADDRESSES["story"].format(pk=7) == reverse("stories:edit", args=[7])
    assert ADDRESSES["look"].format(pk=7) == reverse("desk:second-look", args=[7])


def test_a_senior_adds_changes_and_drops_a_shift(chief: User) -> None:
    client = client_of(chief)
    client.post("/desk/duty/", {**SHIFT, "person": chief.pk})
    duty = Duty.objects.get()
    page = client.get("/desk/duty/").content.decode()
    assert "22:00" in page
    assert "06:00 UTC" in page
    assert 'value="2099-01-01 22:00"' in client.get(f"/desk/duty/?duty={duty.pk}").content.decode()
    client.post("/desk/duty/", {**SHIFT, "ends_at": "2099-01-02 07:00", "person": chief.pk, "duty": duty.pk})
    assert Duty.objects.get().ends_at.hour == 7
    client.post("/desk/duty/", {"drop": duty.pk})
    assert not Duty.objects.exists()


def test_a_shift_that_cannot_be_is_shown_again(chief: User) -> None:
    client = client_of(chief)
    refused = client.post("/desk/duty/", {**SHIFT, "ends_at": "2099-01-01 21:00", "person": chief.pk})
    assert refused.status_code == 409
    assert b"A shift ends after it begins." in refused.content
    assert b"2099-01-01 21:00" in refused.content
    assert client.post("/desk/duty/", {"person": chief.pk}).status_code == 200
    assert not Duty.objects.exists()


def test_everyone_reads_the_roster_and_the_handover_and_only_seniors_write(enter: Enter, chief: User) -> None:
    client_of(chief).post("/desk/duty/", {**SHIFT, "person": chief.pk})
    reporter = enter(Role.REPORTER)
    page = reporter.get("/desk/duty/").content.decode()
    assert "chief" in page
    assert "Add the shift" not in page
    assert b"Hand over</button>" not in reporter.get("/desk/handover/").content
    reporter.post("/desk/duty/", {"drop": Duty.objects.get().pk})
    reporter.post("/desk/handover/", {"note": "x"})
    assert Duty.objects.count() == 1
    assert not Handover.objects.exists()


def test_a_shift_is_handed_over_and_signed(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    service.do_hold(story.pk, actor=chief, now=now, reason="r")
    client, following = client_of(chief), client_of(make_user(Role.DUTY_CHIEF, "next"))
    client.post("/desk/handover/", {"note": "Watch the court"})
    handover = Handover.objects.get()
    assert client.post("/desk/handover/", {"sign": handover.pk}).status_code == 409
    page = following.get("/desk/handover/").content.decode()
    assert "Watch the court" in page
    assert page.count(story.headline) == 2
    signed = following.post("/desk/handover/", {"sign": handover.pk}, follow=True)
    assert b"Signed by" in signed.content
    handover.refresh_from_db()
    assert handover.signed_by is not None
    assert handover.signed_by.username == "next"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUBSCRIBER])
def test_the_outbox_is_for_those_who_answer_for_it(enter: Enter, role: Role, now: datetime) -> None:
    do_write_mail("a@example.org", "Second look: Kill", "secret words", now=now)
    page = enter(role).get("/desk/outbox/")
    readers = (Role.ADMINISTRATOR, Role.DUTY_CHIEF, Role.SALES)
    assert (page.status_code == 200) == (role in readers)
    assert (b"secret words" in page.content) == (role in readers)


def test_the_outbox_says_why_a_mail_waits_and_tries_it_again(chief: User, now: datetime) -> None:
    mail = do_write_mail("a@example.org", "Second look", "text", now=now)
    Mail.objects.filter(pk=mail.pk).update(tries=3, next_try_at=None, error="550 no such user")
    client = client_of(chief)
    assert b"mails stay here" in client.get("/desk/outbox/").content
    with override_settings(EMAIL_HOST="mail.example.org"):
        page = client.get("/desk/outbox/").content.decode()
        assert "550 no such user" in page
        assert "given up" in page
        assert "mail.example.org" in page
        client.post("/desk/outbox/", {"again": mail.pk})
    mail.refresh_from_db()
    assert (mail.tries, mail.next_try_at is not None) == (0, True)
    Mail.objects.update(sent_at=now)
    again = client.post("/desk/outbox/", {"again": mail.pk}, follow=True)
    assert b"has left already" in again.content
