"""A story mailed to colleagues: only to them, in their language, counted, and overtaken by a kill."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core import mail as letterbox
from django.test import Client, override_settings
from django.utils import translation

from newswire.accounts.mail import do_send_due
from newswire.accounts.models import Mail, Role, User
from newswire.item.body import read_texts
from newswire.portal.taking import mail
from newswire.project.workers import find_stopped
from newswire.subscribers.models import Seat, Subscriber, Usage
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, send_notice
from tests.portal.taking.test_doors import path
from tests.portal.test_usage import allow
from tests.portal.test_wire import text
from tests.stories import BODY, make_guid

Hire = Callable[..., Seat]


@pytest.fixture(autouse=True)
def post_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A mail server that keeps what it is given."""
    monkeypatch.setattr(letterbox, "outbox", [], raising=False)
    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(EMAIL_HOST="mail.example", EMAIL_BACKEND=backend):
        yield


@pytest.fixture
def hire(reader: Reader) -> Hire:
    """Gives somebody a seat in the reader's organisation."""
    house = Seat.objects.get(user=reader.user).subscriber

    def add(name: str, email: str = "", subscriber: Subscriber = house) -> Seat:
        user = User.objects.create_user(
            name, email=email or f"{name}@harbour.example", first_name=name.title(), role=Role.SUBSCRIBER
        )
        return Seat.objects.create(user=user, subscriber=subscriber)

    return add


def send(browser: Client, reader: Reader, *seats: Seat, note: str = "") -> int:
    answer = browser.post(path("mail", reader.number), {"to": [str(one.pk) for one in seats], "note": note})
    return answer.status_code


def test_the_text_and_a_link_really_leave(
    newsroom: Newsroom, reader: Reader, browser: Client, hire: Hire, now: datetime
) -> None:
    newsroom.release("a", headline="Köprü\naçıldı", usage_terms="No resale.")
    ada = hire("ada")
    answer = browser.post(path("mail", reader.number), {"to": [str(ada.pk)], "note": "For page three?"})
    assert answer.status_code == 302
    assert "The story is on its way" in text(read(browser, answer.headers["Location"]))
    assert do_send_due(now, find_stopped) == 1
    (sent,) = letterbox.outbox
    assert sent.to == ["ada@harbour.example"]
    assert sent.subject == "harbour sends you: Köprü açıldı"
    for part in (*read_texts(BODY), "For page three?", "No resale.", "harbour sends you this story from “harbour”."):
        assert part in sent.body, part
    assert f"/portal/story/{reader.number}/urn:newsml:test.example:20261124:a" in sent.body


def test_every_mail_is_counted_and_noted_by_story(
    newsroom: Newsroom, reader: Reader, browser: Client, hire: Hire
) -> None:
    newsroom.release("a")
    assert send(browser, reader, hire("ada"), hire("bo")) == 302
    usage = Usage.objects.get(action="mail")
    assert (usage.guid, usage.file, usage.count) == (make_guid("a"), "", 2)
    assert usage.seat == Seat.objects.get(user=reader.user).pk
    assert set(Mail.objects.values_list("to", "story")) == {
        ("ada@harbour.example", make_guid("a")),
        ("bo@harbour.example", make_guid("a")),
    }


def test_a_kill_overtakes_the_mail(
    newsroom: Newsroom, reader: Reader, browser: Client, hire: Hire, now: datetime
) -> None:
    newsroom.release("a")
    newsroom.release("b")
    ada = hire("ada")
    send(browser, reader, ada)
    browser.post(path("mail", reader.number, "b"), {"to": [str(ada.pk)]})
    send_notice(newsroom, "a", "kill", "Wrong.")
    assert do_send_due(now, find_stopped) == 1
    assert [one.subject for one in letterbox.outbox] == ["harbour sends you: Northaven harbour opens again (b)"]
    assert Mail.objects.get(story=make_guid("a")).text == ""


def test_only_colleagues_who_can_be_written_to_are_offered(
    newsroom: Newsroom, reader: Reader, browser: Client, stranger: Reader, hire: Hire
) -> None:
    newsroom.release("a")
    elsewhere = Seat.objects.get(user=stranger.user)
    stranger.user.email = "spy@inland.example"
    stranger.user.save()
    gone = hire("gone")
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    mute = hire("mute")
    User.objects.filter(pk=mute.user_id).update(email="")
    me = Seat.objects.get(user=reader.user)
    User.objects.filter(pk=me.user_id).update(email="me@harbour.example")
    hire("ada")
    page = text(read(browser, path("mail", reader.number)))
    assert "Ada" in page
    for name in ("Gone", "Mute", "inland"):
        assert name not in page
    for seat in (elsewhere, gone, mute, me):
        assert send(browser, reader, seat) == 422
    assert send(browser, reader) == 422
    assert not Mail.objects.exists()
    assert not Usage.objects.filter(action="mail").exists()


def test_who_is_alone_is_told_so(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("a")
    assert "Nobody else of your organisation has a seat" in text(read(browser, path("mail", reader.number)))


def test_a_mail_is_in_the_language_of_its_reader(
    newsroom: Newsroom, reader: Reader, browser: Client, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str | None] = []

    def translate(said: str) -> str:
        spoken.append(translation.get_language())
        return said

    monkeypatch.setattr(mail, "gettext", translate)
    Subscriber.objects.filter(name="harbour").update(language="tr")
    newsroom.release("a")
    send(browser, reader, hire("ada"))
    assert set(spoken) == {"tr"}
    Subscriber.objects.filter(name="harbour").update(language="xx")
    assert mail.language_of(Seat.objects.select_related("subscriber").get(user__username="ada")) == "en"


def test_nobody_mails_without_end(
    newsroom: Newsroom, reader: Reader, browser: Client, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.release("a")
    monkeypatch.setattr(mail, "MOST_A_DAY", 3)
    monkeypatch.setattr(mail, "MOST_AT_ONCE", 2)
    seats = [hire(name) for name in ("ada", "bo", "cy")]
    assert send(browser, reader, *seats) == 422
    assert send(browser, reader, *seats[:2]) == 302
    answer = browser.post(path("mail", reader.number), {"to": [str(one.pk) for one in seats[:2]]})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 14.5 * 3600 + 1
    assert "You have mailed as many stories today" in answer.content.decode()
    assert Mail.objects.count() == 2
    assert send(browser, reader, seats[2]) == 302


def test_a_used_up_quota_sends_nothing(newsroom: Newsroom, reader: Reader, browser: Client, hire: Hire) -> None:
    newsroom.release("a")
    newsroom.release("b")
    ada = hire("ada")
    allow(reader, 1)
    assert browser.post(path("mail", reader.number, "b"), {"to": [str(ada.pk)]}).status_code == 302
    assert send(browser, reader, ada) == 429
    assert Mail.objects.count() == 1


def test_a_stranger_can_mail_nothing_of_it(newsroom: Newsroom, reader: Reader, stranger: Reader, hire: Hire) -> None:
    newsroom.release("a")
    outside = open_browser(stranger.user)
    for number in (reader.number, stranger.number):
        assert outside.post(path("mail", number), {"to": [str(hire(f"x{number}").pk)]}).status_code == 404
    assert not Mail.objects.exists()
