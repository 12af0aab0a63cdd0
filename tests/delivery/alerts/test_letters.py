"""Mails about alerts through a real SMTP server: what they say, when they leave, what a kill does to them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core import signing
from django.test import override_settings

from newswire.accounts.models import User
from newswire.delivery.alerts.letters import make_off_token, read_off_token
from newswire.delivery.alerts.post import CLAIM, STALE, do_claim, do_send_letters
from newswire.delivery.alerts.rows import do_forget
from newswire.delivery.alerts.tables import AlertLetter, AlertStory
from newswire.item.item import Correction
from newswire.subscribers.models import Subscriber
from newswire.subscribers.view_models import AlertMail
from newswire.subscribers.views import AlertDraft, Person, do_end_mail, do_set_alert
from tests.accounts.test_mail import SMTP, Letterbox, free_port
from tests.delivery.alerts.people import Room, hire, keep, letters_of
from tests.portal.newsroom import send_notice
from tests.stories import make_guid
from tests.waiting import wait_until

AT_ONCE = AlertDraft(mail=AlertMail.AT_ONCE)
DIGEST = AlertDraft(mail=AlertMail.DIGEST)


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    """A running SMTP server that Django is told about."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=controller.port):
        yield box
    controller.stop()


@pytest.fixture
def ada(room: Room) -> Person:
    """Somebody of an organisation that gets every story."""
    return hire(room.newsroom.subscribe("harbour", embargo_right=True), "ada", zone="Europe/Istanbul")


def post(room: Room, now: datetime | None = None) -> int:
    """Sends what is due."""
    return do_send_letters(room.newsroom.connection, now or room.newsroom.now)


def part(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    content: str = body.get_content()
    return content.replace("\r\n", "\n")


def test_a_mail_has_headline_standfirst_urgency_and_link_and_no_text(
    room: Room, ada: Person, letterbox: Letterbox
) -> None:
    keep(ada, "Floods", "", AT_ONCE, now=room.newsroom.now)
    room.release("a", urgency=2)
    assert post(room) == 1
    [mail] = letterbox.mails
    assert (mail["To"], mail["Subject"]) == ("ada@client.example", "Northaven harbour opens again (a)")
    assert [one.get_content_type() for one in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    address = f"{settings.NEWSWIRE_BASE_URL}/portal/story/0/{make_guid('a')}"
    for subtype in ("plain", "html"):
        text = part(mail, subtype)
        assert "Northaven harbour opens again (a)" in text
        assert "Forty ships waited three days outside the breakwater" in text
        assert "Urgency 2 · 24 November 2026, 12:30 +03" in text
        assert address in text
        assert "Floods" in text
        assert "Ida Brandt" not in text, "no word of the body"
        assert "its master said" not in text
    assert '<html lang="en" dir="ltr">' in part(mail, "html")


def test_it_ends_in_one_click(room: Room, ada: Person, letterbox: Letterbox) -> None:
    view = keep(ada, "Floods", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    post(room)
    [mail] = letterbox.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<(.+)/portal/alerts/off/(.+)/>", re.sub(r"\s", "", mail["List-Unsubscribe"]))
    assert found is not None
    assert read_off_token(found[2]) == (ada.seat, view.pk)
    assert found[0][1:-1] in part(mail, "plain")


def test_a_token_that_is_not_ours_opens_nothing() -> None:
    token = make_off_token(3, None)
    assert read_off_token(token) == (3, None)
    for wrong in ("", "nothing", token[:-1], token.replace(":", "-"), signing.dumps([3, 0], salt="other")):
        with pytest.raises(signing.BadSignature):
            read_off_token(wrong)


def test_it_is_written_in_the_persons_language_and_the_storys_own(room: Room, letterbox: Letterbox) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada", language="ar", zone="Asia/Beirut")
    keep(person, "Floods", "", AT_ONCE, now=room.newsroom.now)
    room.release("a", language="tr", headline="Liman açıldı")
    post(room)
    html = part(letterbox.mails[0], "html")
    assert '<html lang="ar" dir="rtl">' in html
    assert '<h2 lang="tr" dir="ltr">' in html


def test_who_never_said_gets_the_language_of_the_organisation(room: Room, letterbox: Letterbox) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada")
    Subscriber.objects.update(language="fr")
    keep(person, "Floods", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    post(room)
    assert '<html lang="fr"' in part(letterbox.mails[0], "html")


def test_a_headlines_product_mails_a_headline_and_nothing_more(room: Room, letterbox: Letterbox) -> None:
    person = hire(room.newsroom.subscribe("short", form="headlines"), "ada")
    keep(person, "Floods", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    post(room)
    assert "Northaven harbour opens again (a)" in part(letterbox.mails[0], "plain")
    assert "Forty ships" not in str(letterbox.mails[0])


def test_an_embargo_and_a_flash_and_a_correction_are_said_in_the_subject(
    room: Room, ada: Person, letterbox: Letterbox
) -> None:
    keep(ada, "Floods", "", AT_ONCE, now=room.newsroom.now)
    room.release("a", embargo_until=room.newsroom.now + timedelta(hours=2))
    room.release("b", urgency=1)
    room.release("c")
    post(room)
    room.release("c", kind="correction", correction=Correction("forty", "fifty"))
    post(room)
    assert [mail["Subject"].partition("Northaven")[0] for mail in letterbox.mails] == [
        "Embargo until 24 November 2026, 14:30 +03: ",
        "Flash: ",
        "",
        "Correction: ",
    ]


def test_a_storm_is_one_mail_that_names_them_all_and_each_story_leaves_once(
    room: Room, ada: Person, letterbox: Letterbox
) -> None:
    keep(ada, "Floods", "", AT_ONCE, now=room.newsroom.now)
    room.release("first")
    post(room)
    room.release(*"abcd")
    post(room)
    assert letterbox.mails[1]["Subject"] == "Stories in “Floods”: 4"
    assert re.findall(r"^Northaven harbour opens again \((\w+)\)", part(letterbox.mails[1], "plain"), re.M) == [*"dcba"]
    room.release("e")
    assert post(room) == 0, "a storm says something every ten minutes"
    assert post(room, room.newsroom.now + timedelta(minutes=10)) == 1
    assert letterbox.mails[2]["Subject"] == "Northaven harbour opens again (e)"


def test_a_digest_leaves_at_its_hour_with_all_views_in_one(room: Room, letterbox: Letterbox) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada", zone="Europe/Istanbul", digest_hours=(13,))
    keep(person, "Everything", "", DIGEST, now=room.newsroom.now)
    keep(person, "Ferries", "headline:ferry", DIGEST, now=room.newsroom.now)
    room.release("a", "b")
    room.release("c", headline="Ferry runs aground")
    due = room.newsroom.now.replace(hour=10, minute=0)  # 13:00 in Istanbul
    assert letters_of(person) == [("digest", due)]
    assert post(room, due - timedelta(seconds=1)) == 0
    assert post(room, due) == 1
    [mail] = letterbox.mails
    assert mail["Subject"] == "Digest, stories: 3"
    assert part(mail, "plain").count("Ferry runs aground") == 1, "two views found it, it is told once"
    room.newsroom.now = due
    room.release("d", now=due)
    assert letters_of(person) == [("digest", due + timedelta(days=1))]
    post(room, due + timedelta(days=1))
    assert letterbox.mails[1]["Subject"] == "Digest, stories: 1"


def test_two_views_that_find_the_same_story_send_one_mail(room: Room, ada: Person, letterbox: Letterbox) -> None:
    keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    keep(ada, "Harbours", "headline:harbour", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    assert post(room) == 2
    assert len(letterbox.mails) == 1


def test_what_was_killed_before_the_mail_left_is_not_in_it(room: Room, ada: Person, letterbox: Letterbox) -> None:
    keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a", "b")
    room.newsroom.append("a", "kill")  # the router has not even seen it
    post(room)
    room.newsroom.route()
    room.follow()
    post(room)
    assert [mail["Subject"] for mail in letterbox.mails] == ["Northaven harbour opens again (b)"]
    assert letters_of(ada) == []


def test_what_was_killed_after_it_left_is_taken_back_by_a_mail_below_it(
    room: Room, ada: Person, letterbox: Letterbox
) -> None:
    keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    keep(ada, "Harbours", "headline:harbour", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    post(room)
    send_notice(room.newsroom, "a", "kill", "The ministry denies it.")
    room.follow()
    post(room)
    told, notice = letterbox.mails
    assert notice["Subject"] == "Withdrawn: do not use a story we told you of"
    assert notice["In-Reply-To"] == told["Message-ID"]
    text = part(notice, "plain")
    assert "The ministry denies it." in text
    assert make_guid("a") in text
    assert "Northaven" not in str(notice), "nothing of its content"


def test_a_hold_is_mailed_unless_it_is_over_before_the_mail_leaves(
    room: Room, ada: Person, letterbox: Letterbox
) -> None:
    keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a", "b")
    post(room)
    for name in "ab":
        send_notice(room.newsroom, name, "hold", "Being checked.")
    room.follow()
    room.release("b", kind="lift")
    post(room)
    subjects = [mail["Subject"] for mail in letterbox.mails[2:]]
    assert subjects == [
        "On hold: do not use a story we told you of",
        "Free to publish: Northaven harbour opens again (b)",
    ]


def test_a_kill_reaches_who_has_had_the_mail_and_wants_no_more_and_is_in_their_quiet_hours(
    room: Room, letterbox: Letterbox
) -> None:
    person = hire(room.newsroom.subscribe("harbour"), "ada", quiet_from=10, quiet_until=20)
    view = keep(person, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    post(room)
    do_set_alert(person, view.pk, AlertDraft())
    room.newsroom.now += timedelta(hours=1)
    send_notice(room.newsroom, "a", "kill", "Wrong.")
    room.follow()
    post(room)
    assert [mail["Subject"] for mail in letterbox.mails][1:] == ["Withdrawn: do not use a story we told you of"]


def test_a_kill_after_a_correction_still_takes_the_first_mail_back(
    room: Room, ada: Person, letterbox: Letterbox
) -> None:
    keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    post(room)
    room.release("a", kind="correction", correction=Correction("forty", "fifty"))
    room.release("a", kind="kill")
    post(room)
    assert [mail["Subject"][:9] for mail in letterbox.mails] == ["Northaven", "Withdrawn"]
    assert letterbox.mails[1]["In-Reply-To"] == letterbox.mails[0]["Message-ID"]


def test_who_switched_the_mail_off_or_left_gets_none(room: Room, ada: Person, letterbox: Letterbox) -> None:
    view = keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    assert do_end_mail(ada.seat, view.pk) == 1
    post(room)
    do_set_alert(ada, view.pk, AT_ONCE)
    room.release("b")
    User.objects.update(is_active=False)
    post(room)
    assert letterbox.mails == []
    assert letters_of(ada) == []


def test_mails_end_of_one_view_or_of_all(room: Room, ada: Person) -> None:
    first = keep(ada, "One", "", AT_ONCE, now=room.newsroom.now)
    keep(ada, "Two", "", DIGEST, now=room.newsroom.now)
    keep(ada, "Three", "", AlertDraft(in_app=True), now=room.newsroom.now)
    assert (do_end_mail(ada.seat, first.pk), do_end_mail(ada.seat), do_end_mail(ada.seat)) == (1, 1, 0)


def test_a_letter_that_another_process_has_claimed_is_left_to_it_until_the_claim_is_over(
    room: Room, ada: Person, letterbox: Letterbox
) -> None:
    keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    assert len(do_claim(room.newsroom.connection, room.newsroom.now)) == 1
    assert post(room) == 0
    assert post(room, room.newsroom.now + CLAIM) == 1
    assert len(letterbox.mails) == 1


def test_a_server_that_refuses_for_now_is_tried_again_with_the_same_message_id_and_for_good_is_given_up(
    room: Room, ada: Person, letterbox: Letterbox
) -> None:
    keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    letterbox.refused["ada@client.example"] = "451 try later"
    post(room)
    letter = AlertLetter.objects.get()
    assert (letter.tries, letter.sent_at) == (1, None)
    assert letter.due_at is not None
    letterbox.refused.clear()
    post(room, letter.due_at)
    written = f"{letter.written_at:%Y%m%d%H%M%S%f}"
    assert [mail["Message-ID"] for mail in letterbox.mails] == [f"<alert.{letter.pk}.{written}@newswire.example>"]
    room.release("b")
    letterbox.refused["ada@client.example"] = "550 no such user"
    post(room)
    assert AlertLetter.objects.get(due_at=None, sent_at=None).error.startswith("{'ada@client.example'")


def test_without_a_server_nothing_is_lost_for_two_days_and_then_it_is_too_late(room: Room, ada: Person) -> None:
    keep(ada, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    with override_settings(EMAIL_HOST=""):
        assert post(room) == 0
        assert len(letters_of(ada)) == 1
        post(room, room.newsroom.now + STALE + timedelta(seconds=1))
    assert letters_of(ada) == []
    assert do_forget(room.newsroom.connection, room.newsroom.now + timedelta(days=40)) == 1


POSTMAN = """
import sys, threading
from datetime import datetime
from pathlib import Path
import django
django.setup()
import psycopg
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from newswire.delivery.alerts import post
dsn, host, now, count, reached = sys.argv[1:]
settings.EMAIL_HOST, settings.EMAIL_PORT = host.split(":")[0], int(host.split(":")[1])
sent = 0
original = EmailMultiAlternatives.send
def send(self, *given):
    global sent
    if sent == int(count):
        Path(reached).touch()
        threading.Event().wait()
    sent += 1
    return original(self, *given)
EmailMultiAlternatives.send = send
with psycopg.connect(dsn, autocommit=True) as connection:
    post.do_send_letters(connection, datetime.fromisoformat(now))
"""


def test_kill_9_in_the_middle_of_a_batch_sends_every_mail_exactly_once(
    room: Room, dsn: str, letterbox: Letterbox, tmp_path: Path
) -> None:
    """The process is killed with two of five mails gone and the third in its hands; another goes on."""
    subscription = room.newsroom.subscribe("harbour")
    for number in range(5):
        person = hire(subscription, f"person-{number}")
        keep(person, "Everything", "", AT_ONCE, now=room.newsroom.now)
    room.release("a")
    reached = tmp_path / "reached"
    server = f"127.0.0.1:{settings.EMAIL_PORT}"
    child = subprocess.Popen(
        [sys.executable, "-c", POSTMAN, dsn, server, room.newsroom.now.isoformat(), "2", str(reached)]
    )
    try:
        wait_until(reached.exists, "the third mail")
    finally:
        child.kill()
        child.wait()
    assert len(letterbox.mails) == 2
    assert post(room) == 0
    assert post(room, room.newsroom.now + CLAIM) == 3
    assert sorted(mail["To"] for mail in letterbox.mails) == [f"person-{number}@client.example" for number in range(5)]
    assert len({mail["Message-ID"] for mail in letterbox.mails}) == 5
    assert post(room, room.newsroom.now + 2 * CLAIM) == 0
    assert not AlertStory.objects.filter(letter=None).exists()
