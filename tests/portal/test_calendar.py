"""The calendar feed, read back by a program that is not the one that wrote it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import vobject
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Role, User
from newswire.editing import service as desk
from newswire.editing.planning import service
from newswire.editing.planning.models import CalendarAddress, Coverage, Event
from newswire.kit.redaction import redact
from newswire.portal.calendar_feed import write_calendar
from newswire.portal.plans import make_ref
from newswire.subscribers.models import Contract, Seat, Subscriber
from newswire.subscribers.service import do_save_product, do_subscribe
from tests.editing.people import make_story, make_user
from tests.newsroom import START, Newsroom
from tests.portal.newsroom import HOST, Reader, open_browser

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CANARY = "zeppelinquartz"


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF)


def plan(chief: User, now: datetime, slugline: str = "VOTE", **changes: Any) -> Coverage:
    fields: dict[str, Any] = {"about": "Parliament votes; a long, long night", "due_at": now + HOUR}
    coverage = Coverage(slugline=slugline, **({"is_announced": True} | fields | changes))
    return service.do_save_coverage(coverage, actor=chief, now=now)


def subscribe_to_calendar(reader: Reader) -> str:
    """Makes an address on the page and gives its path."""
    answer = open_browser(reader.user).post(f"/portal/planning/{reader.number}/", {"calendar": "make"})
    found = re.search(r"<code dir=\"ltr\">https?://[^/]+(/[^<]+)</code>", answer.content.decode())
    assert answer.status_code == 200
    assert found is not None
    return found[1]


def fetch(path: str, status: int = 200, headers: dict[str, str] | None = None) -> Any:
    answer = Client(SERVER_NAME=HOST).get(path, headers=headers or {})
    assert answer.status_code == status
    return answer


def events(path: str) -> Sequence[Any]:
    text = fetch(path).content.decode()
    return list(vobject.readOne(text).contents.get("vevent", []))


def one(path: str) -> Any:
    (found,) = events(path)
    return found


def test_what_is_announced_is_read_by_another_program(chief: User, reader: Reader, now: datetime) -> None:
    event = service.do_save_event(
        Event(title="Budget; vote", place="Eldra, Velmark", starts_at=now, details=CANARY), actor=chief, now=now
    )
    made = plan(chief, now, event=event, words=600, pictures=2, note=CANARY)
    plan(chief, now, CANARY, is_announced=False)
    path = subscribe_to_calendar(reader)
    answer = fetch(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = one(path)
    assert found.uid.value == f"{make_ref(made.pk)}@{settings.NEWSWIRE_AUTHORITY}"
    assert found.summary.value == "VOTE Parliament votes; a long, long night"
    assert found.location.value == "Eldra, Velmark"
    assert found.dtstart.value == now + HOUR
    assert (found.status.value, found.sequence.value, found.transp.value) == ("CONFIRMED", "0", "TRANSPARENT")
    assert found.description.value.splitlines() == ["Budget; vote", "Words: 600", "Pictures: 2"]
    assert CANARY not in answer.content.decode().lower()


def test_the_lines_are_as_the_standard_wants_them(chief: User, reader: Reader, now: datetime) -> None:
    plan(chief, now, "المهرجان", about="ş" * 140)
    content = fetch(subscribe_to_calendar(reader)).content
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines), "RFC 5545, section 3.1"
    assert b"\n" not in content.replace(b"\r\n", b"")
    for needed in (b"VERSION:2.0", b"PRODID:-//Newswire//Planning//EN", b"REFRESH-INTERVAL;VALUE=DURATION:PT15M"):
        assert needed in lines
    stamps = [line for line in lines if line.startswith((b"DTSTAMP", b"DTSTART"))]
    assert len(stamps) == 2
    assert all(line.endswith(b"Z") for line in stamps), "UTC"


def test_updates_and_cancellations_carry_their_sequence(chief: User, reader: Reader, now: datetime) -> None:
    made = plan(chief, now)
    path = subscribe_to_calendar(reader)
    before = one(path)
    made.due_at = now + 2 * HOUR
    service.do_save_coverage(made, actor=chief, now=now + timedelta(minutes=5))
    moved = one(path)
    assert (moved.sequence.value, moved.dtstart.value) == ("1", now + 2 * HOUR)
    assert moved.dtstamp.value == now + timedelta(minutes=5)
    assert moved.uid.value == before.uid.value
    service.do_cancel_coverage(made.pk, actor=chief, now=now + timedelta(minutes=9), reason=CANARY)
    over = one(path)
    assert (over.sequence.value, over.status.value, over.uid.value) == ("2", "CANCELLED", before.uid.value)
    assert CANARY not in fetch(path).content.decode()


def test_what_the_newsroom_changes_for_itself_cannot_be_seen(chief: User, reader: Reader, now: datetime) -> None:
    made, path = plan(chief, now), subscribe_to_calendar(reader)
    before = fetch(path)
    made.note, made.assignee = CANARY, chief
    service.do_save_coverage(made, actor=chief, now=now + HOUR)
    story = make_story(chief, now, headline=CANARY)
    service.do_link_story(made.pk, actor=chief, now=now, guid=story.guid)
    after = fetch(path)
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])


def test_a_released_story_is_linked(chief: User, reader: Reader, newsroom: Newsroom, now: datetime) -> None:
    made, path = plan(chief, now), subscribe_to_calendar(reader)
    story = make_story(chief, now, headline="Parliament says yes")
    service.do_link_story(made.pk, actor=chief, now=now, guid=story.guid)
    desk.do_release(story.pk, actor=chief, now=now)
    newsroom.route()
    found = one(path)
    assert found.url.value.endswith(f"/portal/story/{reader.number}/{story.guid}")
    assert "Released: Parliament says yes" in found.description.value
    desk.do_kill(story.pk, actor=chief, now=now, reason="r", wording="Kill this.")
    assert events(path) == []


def test_the_headline_of_an_embargoed_story_stays_out_of_calendars(
    chief: User, reader: Reader, newsroom: Newsroom, now: datetime
) -> None:
    made, path = plan(chief, now), subscribe_to_calendar(reader)
    story = make_story(chief, now, headline=CANARY, embargo_until=now + 2 * HOUR)
    service.do_link_story(made.pk, actor=chief, now=now, guid=story.guid)
    assert events(path) == []
    desk.do_release(story.pk, actor=chief, now=now)
    newsroom.route()
    assert one(path).url.value.endswith(story.guid)
    assert CANARY not in fetch(path).content.decode()


def test_nothing_that_did_not_change_is_sent_again(chief: User, reader: Reader, now: datetime) -> None:
    made, path = plan(chief, now), subscribe_to_calendar(reader)
    etag = fetch(path).headers["ETag"]
    again = fetch(path, 304, headers={"If-None-Match": etag})
    assert again.content == b""
    assert again.headers["ETag"] == etag
    made.slugline = "VOTE-2"
    service.do_save_coverage(made, actor=chief, now=now)
    assert fetch(path, headers={"If-None-Match": etag}).headers["ETag"] != etag


def test_the_address_needs_no_cookie_sets_none_and_is_found_by_nobody(
    chief: User, reader: Reader, now: datetime
) -> None:
    plan(chief, now)
    answer = fetch(subscribe_to_calendar(reader))
    assert not answer.cookies
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_secret_is_shown_once_replaced_and_ended(chief: User, reader: Reader, now: datetime) -> None:
    plan(chief, now)
    first = subscribe_to_calendar(reader)
    browser, page = open_browser(reader.user), f"/portal/planning/{reader.number}/"
    shown = browser.get(page).content.decode()
    assert "nw_cal_" not in shown
    assert "made on" in shown
    second = subscribe_to_calendar(reader)
    assert fetch(first, 404).content == fetch("/portal/planning/calendar/nothing.ics", 404).content
    assert len(events(second)) == 1
    answer = browser.post(page, {"calendar": "end"})
    assert answer.status_code == 303
    fetch(second, 404)
    assert not CalendarAddress.objects.exists()


def test_the_answer_that_shows_it_is_kept_by_nobody(reader: Reader) -> None:
    answer = open_browser(reader.user).post(f"/portal/planning/{reader.number}/", {"calendar": "make"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_who_was_let_go_reads_nothing_any_more(chief: User, reader: Reader, now: datetime) -> None:
    plan(chief, now)
    path = subscribe_to_calendar(reader)
    reader.user.is_active = False
    reader.user.save()
    fetch(path, 404)
    reader.user.is_active = True
    reader.user.save()
    assert len(events(path)) == 1
    Seat.objects.get(user=reader.user).delete()
    fetch(path, 404)


def test_it_holds_what_all_subscriptions_of_the_organisation_are_told_once(
    chief: User, reader: Reader, stranger: Reader, now: datetime
) -> None:
    plan(chief, now, "ENGLISH")
    plan(chief, now, "TURKISH", language="tr")
    theirs = subscribe_to_calendar(stranger)
    assert [found.summary.value.split()[0] for found in events(theirs)] == ["TURKISH"]
    house = Seat.objects.get(user=stranger.user).subscriber
    do_save_product("english", "English", "lang:en OR lang:tr")
    do_subscribe("second", contract=Contract(subscriber=house, starts_at=START), product_codes=["english"])
    assert [found.summary.value.split()[0] for found in events(theirs)] == ["ENGLISH", "TURKISH"]
    assert len(events(subscribe_to_calendar(reader))) == 2


def test_it_speaks_the_language_of_the_organisations_letters(chief: User, reader: Reader, now: datetime) -> None:
    plan(chief, now, words=5)
    path = subscribe_to_calendar(reader)
    assert "Words: 5" in one(path).description.value
    Subscriber.objects.update(language="xx")
    assert fetch(path, headers={"Accept-Language": "tr"}).content == fetch(path).content


def test_three_plans_and_twelve_take_the_same_queries(
    chief: User, reader: Reader, newsroom: Newsroom, now: datetime
) -> None:
    path, counted = subscribe_to_calendar(reader), []
    for count in (3, 9):
        for number in range(count):
            made, story = plan(chief, now, f"{count}-{number}"), make_story(chief, now)
            service.do_link_story(made.pk, actor=chief, now=now, guid=story.guid)
            desk.do_release(story.pk, actor=chief, now=now)
        newsroom.route()
        with CaptureQueriesContext(connection) as queries:
            assert events(path)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 15


def test_a_log_never_shows_the_address(reader: Reader) -> None:
    path = subscribe_to_calendar(reader)
    assert redact(f"GET {path} 500") == "GET /portal/planning/calendar/nw_cal_….ics 500"


def test_an_empty_calendar_is_one_too() -> None:
    assert vobject.readOne(write_calendar([], "Newswire").decode()).contents.get("vevent") is None
