"""Alerts in the portal: the list, reading, the pulse of open pages, the end of mails in one click, a person's hours."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from newswire.delivery.alerts.bell import Bell
from newswire.delivery.alerts.letters import ADDRESSES, link, make_off_token
from newswire.delivery.alerts.tables import Alert
from newswire.portal import alerts as alerts_module
from newswire.subscribers.models import Seat
from newswire.subscribers.view_models import AlertMail
from newswire.subscribers.views import AlertDraft, HabitsDraft, Person, read_alert, read_habits
from tests.delivery.alerts.people import Room, keep
from tests.newsroom import Newsroom
from tests.portal.events import Application, cookies_of
from tests.portal.newsroom import Reader, open_browser, read, send_notice
from tests.portal.test_views import person_of
from tests.portal.test_wire import text
from tests.serving import serve
from tests.stories import make_guid
from tests.waiting import wait_until


@pytest.fixture
def room(newsroom: Newsroom) -> Room:
    """A newsroom whose releases people are told of."""
    return Room(newsroom)


@pytest.fixture
def person(reader: Reader) -> Person:
    """The reader, as the verbs on views know them."""
    return person_of(reader)


def pulse(browser: Client, query: str = "") -> Any:
    answer = browser.get(f"/portal/alerts/pulse{query}")
    assert answer.status_code == 200
    return answer.json()


def test_the_list_shows_what_one_was_told_of_newest_first(room: Room, person: Person, browser: Client) -> None:
    keep(person, "Harbours", "headline:harbour", now=room.newsroom.now)
    assert "Nothing yet." in read(browser, "/portal/alerts/")
    room.release("a")
    room.release("b")
    page = read(browser, "/portal/alerts/")
    assert page.index(make_guid("b")) < page.index(make_guid("a"))
    assert "2 unread" in text(page)
    assert "Harbours" in page
    assert f'href="/portal/story/0/{make_guid("a")}"' in page


def test_a_storm_is_one_entry_that_names_how_many(room: Room, person: Person, browser: Client) -> None:
    keep(person, "Floods", now=room.newsroom.now)
    room.release(*(f"s{number}" for number in range(25)))
    page = read(browser, "/portal/alerts/")
    assert "Stories: 25" in page
    assert page.count('<li class="row') == 20
    assert "And 5 more, in the view." in page
    assert "1 unread" in text(page)


def test_a_story_is_shown_as_it_stands_now_and_a_killed_one_without_its_words(
    room: Room, person: Person, browser: Client
) -> None:
    keep(person, "Everything", now=room.newsroom.now)
    room.release("a", headline="Minister to resign on Thursday")
    room.release("b", headline="Rate stays")
    room.release("b", kind="update", headline="Rate stays at 3.25 percent")
    room.newsroom.append("a", "kill")  # nobody has routed it yet
    page = read(browser, "/portal/alerts/")
    assert "Minister" not in page
    assert '<strong class="tag tag-kill">Killed</strong>' in page
    assert "Rate stays at 3.25 percent" in page


def test_a_story_on_hold_and_one_under_embargo_say_so(room: Room, person: Person, browser: Client) -> None:
    keep(person, "Everything", now=room.newsroom.now)
    room.release("a", headline="To be checked")
    room.release("b", embargo_until=room.newsroom.now + timedelta(hours=1), headline="Under embargo")
    send_notice(room.newsroom, "a", "hold", "Being checked.")
    page = read(browser, "/portal/alerts/")
    assert "To be checked" not in page
    assert '<strong class="tag tag-hold">Hold</strong>' in page
    assert '<strong class="tag tag-hold">Embargo</strong>' in page
    assert "Under embargo" in page


def test_reading_notes_what_was_shown_and_not_what_came_meanwhile(room: Room, person: Person, browser: Client) -> None:
    keep(person, "Everything", now=room.newsroom.now)
    room.release("a")
    room.release("b")
    first, second = Alert.objects.order_by("pk")
    room.release("c")
    assert browser.post("/portal/alerts/read/", {"until": second.change}).status_code == 303
    assert [one.read_at is not None for one in Alert.objects.order_by("pk")] == [True, True, False]
    third = Alert.objects.get(read_at=None)
    browser.post("/portal/alerts/read/", {"until": third.change, "alert": first.pk})
    assert Alert.objects.filter(read_at=None).count() == 1
    browser.post("/portal/alerts/read/", {"until": third.change, "alert": third.pk})
    assert not Alert.objects.filter(read_at=None).exists()
    assert browser.post("/portal/alerts/read/", {}).status_code == 404


def test_nobody_reads_or_marks_what_others_were_told(
    room: Room, person: Person, stranger: Reader, browser: Client
) -> None:
    keep(person_of(stranger), "Theirs", is_shared=True, now=room.newsroom.now)
    room.release("a", language="tr")
    page = read(browser, "/portal/alerts/")
    assert "Theirs" not in page
    assert pulse(browser)["unread"] == 0
    theirs = Alert.objects.get()
    browser.post("/portal/alerts/read/", {"until": theirs.change + 99})
    browser.post("/portal/alerts/read/", {"until": theirs.change, "alert": theirs.pk})
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert theirs.seat_id != person.seat


def test_who_has_no_seat_is_told_nothing(person: Person) -> None:
    assert person.seat
    stranger = open_browser()
    assert stranger.get("/portal/alerts/").headers["Location"].startswith("/portal/login/")
    assert stranger.get("/portal/alerts/habits/").headers["Location"].startswith("/portal/login/")
    assert stranger.get("/portal/alerts/pulse").status_code == 204
    assert stranger.post("/portal/alerts/read/", {"until": 1}).status_code == 302


def test_older_alerts_are_one_page_away(room: Room, person: Person, browser: Client) -> None:
    keep(person, "Flashes", now=room.newsroom.now)
    room.release(*(f"s{number}" for number in range(35)), urgency=1)
    page = read(browser, "/portal/alerts/")
    assert page.count('<article class="alert') == 30
    path = page.partition('rel="next" href="')[2].partition('"')[0]
    older = read(browser, f"/portal/alerts/{path}")
    assert older.count('<article class="alert') == 5
    assert not set(page.split('data-guid="')[1:]) & set(older.split('data-guid="')[1:])
    assert "To be" not in older


def test_the_pulse_counts_and_rings_for_what_came_since_where_the_desktop_is_wanted(
    room: Room, person: Person, browser: Client
) -> None:
    keep(person, "Floods", "", AlertDraft(in_app=True, desktop=True), now=room.newsroom.now)
    keep(person, "Silent", "", AlertDraft(in_app=True), now=room.newsroom.now)
    assert pulse(browser) == {"unread": 0, "newest": 0, "rings": []}
    room.release("a", urgency=1, headline="Ferry runs aground")
    said = pulse(browser, "?after=0")
    assert (said["unread"], len(said["rings"])) == (2, 1)
    (ring,) = said["rings"]
    assert (ring["title"], ring["body"], ring["flash"]) == ("Floods", "Ferry runs aground", True)
    assert ring["address"] == f"/portal/story/0/{make_guid('a')}"
    assert pulse(browser, f"?after={said['newest']}")["rings"] == []
    assert pulse(browser)["rings"] == [], "whoever has just come is not rung for what is in the list"
    room.release(*"bcdef")
    (storm,) = pulse(browser, f"?after={said['newest']}")["rings"]
    assert (storm["body"], storm["address"]) == ("Stories: 5", "/portal/alerts/")
    for wrong in ("?after=x", "?after=-1", "?wait=y", "?after=9999999999999999"):
        assert browser.get(f"/portal/alerts/pulse{wrong}").status_code == 400


def test_what_was_killed_does_not_ring(room: Room, person: Person, browser: Client) -> None:
    keep(person, "Floods", "", AlertDraft(in_app=True, desktop=True), now=room.newsroom.now)
    room.release("a", headline="Minister to resign")
    room.newsroom.append("a", "kill")
    assert "Minister" not in str(pulse(browser, "?after=0"))
    room.newsroom.route()
    room.follow()
    assert pulse(browser, "?after=0")["rings"] == []


@pytest.fixture
def client(dsn: str, browser: Client) -> Iterator[httpx.Client]:
    """An HTTP client, signed in as the reader, of a server with a bell."""
    with (
        serve(Application(dsn)) as address,
        httpx.Client(base_url=address, cookies=cookies_of(browser), timeout=40) as opened,
    ):
        yield opened


def test_a_page_that_waits_is_answered_when_something_comes(room: Room, person: Person, client: httpx.Client) -> None:
    keep(person, "Everything", "", AlertDraft(in_app=True, desktop=True), now=room.newsroom.now)
    answers: list[Any] = []
    waiting = threading.Thread(target=lambda: answers.append(client.get("/portal/alerts/pulse?after=0&wait=25").json()))
    waiting.start()
    bell = alerts_module._bell
    assert bell is not None
    wait_until(lambda: bell.waiting == 1, "the page waits")
    room.release("a")
    waiting.join(20)
    assert not waiting.is_alive()
    assert [ring["title"] for ring in answers[0]["rings"]] == ["Everything"]
    assert bell.waiting == 0


def test_signing_out_while_a_page_waits_gives_it_nothing(room: Room, person: Person, client: httpx.Client) -> None:
    keep(person, "Everything", now=room.newsroom.now)
    codes: list[int] = []
    waiting = threading.Thread(
        target=lambda: codes.append(client.get("/portal/alerts/pulse?after=0&wait=25").status_code)
    )
    waiting.start()
    bell = alerts_module._bell
    assert bell is not None
    wait_until(lambda: bell.waiting == 1, "the page waits")
    room.newsroom.connection.execute("DELETE FROM django_session")
    room.release("a")
    waiting.join(20)
    assert codes == [204]


def test_the_bell_wakes_everybody_when_it_stops(dsn: str) -> None:
    async def ring() -> bool:
        bell = Bell(dsn)
        bell.start()
        with bell.expect(7) as rung:
            await bell.stop()
            return rung.is_set()

    assert asyncio.run(ring())


def test_mails_end_in_one_click_without_signing_in_and_opening_the_link_ends_nothing(
    room: Room, person: Person
) -> None:
    view = keep(person, "Floods", "", AlertDraft(mail=AlertMail.AT_ONCE), now=room.newsroom.now)
    other = keep(person, "Other", "", AlertDraft(mail=AlertMail.DIGEST), now=room.newsroom.now)
    path = link("off", make_off_token(person.seat, view.pk)).removeprefix(settings.NEWSWIRE_BASE_URL)
    mail_program = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    page = read(mail_program, path)
    assert "End the mails about the view “Floods”?" in page
    assert read_alert(person, view.pk).mail == AlertMail.AT_ONCE
    answer = mail_program.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "No more mails about the view “Floods”." in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert (read_alert(person, view.pk).mail, read_alert(person, other.pk).mail) == (AlertMail.NONE, AlertMail.DIGEST)
    everything = link("off", make_off_token(person.seat, None)).removeprefix(settings.NEWSWIRE_BASE_URL)
    assert "about all of your views" in read(mail_program, everything)
    mail_program.post(everything)
    assert read_alert(person, other.pk).mail == AlertMail.NONE


@pytest.mark.parametrize("token", ["nothing", "WzEsMF0:1abc:xyz"])
def test_a_link_that_is_not_ours_ends_nothing(reader: Reader, token: str) -> None:
    assert reader.user
    read(open_browser(), f"/portal/alerts/off/{token}/", 404)


def test_mails_lead_to_pages_that_are_there() -> None:
    names: dict[str, list[Any]] = {"story": [0, "urn:a"], "off": ["token"], "view": [3], "habits": []}
    assert set(names) == set(ADDRESSES)
    routes = {"story": "story", "off": "alerts-off", "view": "view", "habits": "alert-habits"}
    for what, parts in names.items():
        assert link(what, *parts) == settings.NEWSWIRE_BASE_URL + reverse(f"portal:{routes[what]}", args=parts)


def test_a_person_says_when_they_are_told(person: Person, browser: Client) -> None:
    page = read(browser, "/portal/alerts/habits/")
    assert "data-never-said" in page
    said = {
        "zone": "Europe/Istanbul",
        "language": "tr",
        "digest_hours": ["7", "18"],
        "quiet_from": "22",
        "quiet_until": "6",
    }
    answer = browser.post("/portal/alerts/habits/", said)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/portal/alerts/habits/?kept=1")
    assert read_habits(person.seat) == HabitsDraft(
        zone="Europe/Istanbul", language="tr", digest_hours=(7, 18), quiet_from=22, quiet_until=6
    )
    page = read(browser, answer.headers["Location"])
    assert "Kept." in page
    assert "data-never-said" not in page
    assert '<option value="Europe/Istanbul" selected>' in page


@pytest.mark.parametrize(
    "wrong",
    [{"zone": "Atlantis/Capital"}, {"language": "la"}, {"quiet_from": "24"}, {"digest_hours": [*map(str, range(7))]}],
)
def test_hours_and_zones_that_there_are_none_of_are_refused(
    person: Person, browser: Client, wrong: dict[str, Any]
) -> None:
    said = {"zone": "UTC", "language": "en", "digest_hours": ["8"], "quiet_from": "0", "quiet_until": "0"}
    assert browser.post("/portal/alerts/habits/", said | wrong).status_code == 422
    assert read_habits(person.seat) is None


def test_every_page_of_the_portal_carries_the_pulse(reader: Reader, browser: Client) -> None:
    assert Seat.objects.filter(user=reader.user).exists()
    page = read(browser, f"/portal/wire/{reader.number}/")
    assert 'data-pulse="/portal/alerts/pulse"' in page
    assert Path(alerts_module.__file__).with_name("static").joinpath("portal", "alerts.js").exists()
