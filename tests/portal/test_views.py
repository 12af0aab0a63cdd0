"""Saved views in the portal: their pages, the preview before saving, and nothing of them for anybody else."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from newswire.portal import views_find
from newswire.portal.access import find_organisation
from newswire.portal.views_read import read_shown_views
from newswire.subscribers.models import Seat, Subscription
from newswire.subscribers.service import do_subscribe
from newswire.subscribers.view_models import AlertMail, SavedView
from newswire.subscribers.views import AlertDraft, Person, ViewDraft, do_save_view, read_alert
from tests.delivery.alerts.people import IN_APP, Room, keep
from tests.newsroom import Newsroom
from tests.portal.library import index_all
from tests.portal.newsroom import Reader, open_browser, read, seat_reader, send_notice
from tests.portal.test_wire import counting, text
from tests.stories import make_guid

pytestmark = pytest.mark.usefixtures("reader", "settings_home")


@pytest.fixture(autouse=True)
def no_archive_left() -> Iterator[None]:
    """An index that a test opened is not the next one's."""
    yield
    views_find.open_archive.cache_clear()


def person_of(reader: Reader) -> Person:
    seat = Seat.objects.get(user=reader.user)
    return Person(seat.subscriber_id, seat.pk, seat.role)


def form(**said: Any) -> dict[str, Any]:
    """What a browser sends of the form."""
    return {
        "name": "Storms", "query": "headline:storm", "subscription": "", "sort": "newest", "in_app": "on",
        "mail": "none", "urgency": "9",
    } | said  # fmt: skip


def headlines(page: str) -> list[str]:
    """The names of the test stories whose rows stand in the page, in order."""
    return [part.partition('"')[0] for part in page.split(f'data-guid="{make_guid("")}')[1:]]


def day_counts(fragment: str) -> list[int]:
    """The count of each day of a preview, oldest first."""
    return [int(part.partition("<")[0]) for part in fragment.split('class="day-count">')[1:]]


def test_a_view_is_made_shown_changed_copied_and_deleted(reader: Reader, browser: Client) -> None:
    answer = browser.post("/portal/views/new", form())
    view = SavedView.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/portal/views/{view.pk}/")
    assert (view.name, view.query, view.is_shared, view.subscription_id) == ("Storms", "headline:storm", False, None)
    assert read_alert(person_of(reader), view.pk) == AlertDraft(in_app=True)
    page = text(read(browser, "/portal/views/"))
    assert "Storms headline:storm All subscriptions Private harbour You are told in the portal" in page
    changed = form(name="Rates", query="headline:rate", subscription="0", is_shared="on", in_app="", mail="digest")
    browser.post(f"/portal/views/{view.pk}/edit/", changed)
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.subscription_id) == ("Rates", True, 0)
    assert read_alert(person_of(reader), view.pk) == AlertDraft(mail=AlertMail.DIGEST)
    copied = browser.post(f"/portal/views/{view.pk}/duplicate/")
    copy = SavedView.objects.exclude(pk=view.pk).get()
    assert copied.headers["Location"] == f"/portal/views/{copy.pk}/edit/"
    assert (copy.name, copy.is_shared) == ("Rates (copy)", False)
    assert browser.post(f"/portal/views/{view.pk}/delete/").status_code == 303
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Rates (copy)"]


def test_the_form_is_filled_from_a_search(reader: Reader, browser: Client) -> None:
    page = read(browser, f"{reverse('portal:view-new')}?q=headline%3Astorm&subscription={reader.number}")
    assert ">\nheadline:storm</textarea>" in page
    assert f'<option value="{reader.number}" selected>' in page
    read(browser, "/portal/views/new?subscription=abc", 404)


def test_a_query_that_cannot_be_read_is_shown_with_its_place_and_nothing_is_saved(browser: Client) -> None:
    answer = browser.post("/portal/views/new", form(query="storm AND kind:kill"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a view is told of what follows its stories" in page
    assert "<code>storm AND <mark>k</mark>ind:kill</code>" in page
    assert not SavedView.objects.exists()
    fragment = read(browser, "/portal/views/preview/?query=storm+AND+(")
    assert "<code>storm AND (<mark>␣</mark></code>" in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize("wrong", [{"name": ""}, {"subscription": "999"}, {"urgency": "0"}, {"mail": "pigeon"}])
def test_what_is_wrong_in_the_form_is_refused(browser: Client, wrong: dict[str, str]) -> None:
    assert browser.post("/portal/views/new", form(**wrong)).status_code == 422
    assert not SavedView.objects.exists()


def test_a_views_page_shows_what_matches_of_what_the_subscription_got_newest_first(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    view = do_save_view(person_of(reader), ViewDraft(name="Storms", query="headline:storm"), now=newsroom.now)
    for name in "abc":
        newsroom.now += timedelta(minutes=1)
        newsroom.release(name, headline=f"Storm {name}" if name != "b" else "Calm")
    newsroom.release("e", headline="Storm e", embargo_until=newsroom.now + timedelta(hours=1))
    page = read(browser, f"/portal/views/{view.pk}/")
    assert headlines(page) == ["e", "c", "a"]
    assert "The archive is being indexed." in page
    index_all(newsroom.connection, settings_home)
    page = read(browser, f"/portal/views/{view.pk}/")
    assert headlines(page) == ["e", "c", "a"]
    assert "The archive is being indexed." not in page


def test_what_is_killed_is_not_in_a_view_and_an_update_stands_for_its_story(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    view = do_save_view(person_of(reader), ViewDraft(name="Storms", query="headline:storm"), now=newsroom.now)
    for name in "ab":
        newsroom.release(name, headline=f"Storm {name}")
    newsroom.release("a", "update", headline="Storm a, now worse")
    index_all(newsroom.connection, settings_home)
    send_notice(newsroom, "b", "kill", "Wrong.")
    page = read(browser, f"/portal/views/{view.pk}/")
    assert headlines(page) == ["a"]
    assert "now worse" in page


def test_older_stories_come_from_the_archive_page_by_page_and_none_twice(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    view = do_save_view(person_of(reader), ViewDraft(name="All", query="*"), now=newsroom.now)
    for number in range(130):
        newsroom.now += timedelta(minutes=1)
        newsroom.append(f"s{number}")
    newsroom.route()
    index_all(newsroom.connection, settings_home)
    seen: list[str] = []
    path = f"/portal/views/{view.pk}/"
    for _ in range(9):
        page = read(browser, path)
        seen += headlines(page)
        _, found, rest = page.partition('rel="next" href="')
        if not found:
            break
        path = f"/portal/views/{view.pk}/{rest.partition(chr(34))[0]}"
    assert seen == [f"s{number}" for number in range(129, -1, -1)]


def test_an_address_of_older_stories_tells_nothing_of_the_wires_own_numbers(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    view = do_save_view(person_of(reader), ViewDraft(name="All", query="*"), now=newsroom.now)
    for number in range(160):
        newsroom.append(f"s{number}")
    newsroom.route()
    index_all(newsroom.connection, settings_home)
    path = f"/portal/views/{view.pk}/"
    tokens = [read(browser, path).partition("?before=")[2].partition(chr(34))[0] for _ in range(2)]
    assert all(token.startswith("gAAAA") for token in tokens), "sealed"
    assert tokens[0] != tokens[1]
    for wrong in ("17", tokens[0][:-4], "ü"):
        read(browser, f"{path}?before={wrong}", 404)


def test_the_most_urgent_stand_first_where_that_is_wanted(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    draft = ViewDraft(name="All", sort="urgency")  # type: ignore[arg-type]
    view = do_save_view(person_of(reader), draft, now=newsroom.now)
    for name, urgency in (("a", 5), ("b", 2), ("c", 4), ("d", 2)):
        newsroom.release(name, urgency=urgency)
    assert headlines(read(browser, f"/portal/views/{view.pk}/")) == ["d", "b", "c", "a"]


def test_a_view_of_all_shows_a_story_that_came_twice_once(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    contract = Subscription.objects.get(pk=reader.number).contract
    do_subscribe("more", contract=contract, product_codes=["harbour"])
    view = do_save_view(person_of(reader), ViewDraft(name="All"), now=newsroom.now)
    newsroom.release("a")
    index_all(newsroom.connection, settings_home)
    assert headlines(read(browser, f"/portal/views/{view.pk}/")) == ["a"]


def test_the_archive_shows_nothing_that_only_others_got(
    newsroom: Newsroom, stranger: Reader, settings_home: Path
) -> None:
    """The stranger gets Turkish stories alone; the index knows all of them."""
    newsroom.release("a")
    newsroom.release("b", language="tr")
    index_all(newsroom.connection, settings_home)
    browser = open_browser(stranger.user)
    view = do_save_view(person_of(stranger), ViewDraft(name="All"), now=newsroom.now)
    assert headlines(read(browser, f"/portal/views/{view.pk}/")) == ["b"]
    fragment = read(browser, "/portal/views/preview/?query=harbour")
    assert headlines(fragment) == ["b"]
    assert "Stories that match: 1" in fragment
    assert "(a)" not in fragment


def test_a_client_of_headlines_finds_by_headlines(newsroom: Newsroom, settings_home: Path) -> None:
    short = seat_reader(newsroom, "short")
    newsroom.subscribe("heads", form="headlines")
    number = Subscription.objects.get(name="heads").pk
    Subscription.objects.filter(pk=number).update(contract=Subscription.objects.get(pk=short.number).contract)
    newsroom.release("a")
    index_all(newsroom.connection, settings_home)
    browser = open_browser(short.user)
    for query, expected in (("cranes", []), ("headline:harbour", ["a"])):
        fragment = read(browser, f"/portal/views/preview/?query={query}&subscription={number}")
        assert headlines(fragment) == expected, query


def test_the_preview_counts_the_last_seven_days_by_day_and_shows_ten_and_near_misses(
    newsroom: Newsroom, browser: Client, settings_home: Path
) -> None:
    today = newsroom.now
    for ago in (8, 6, 3, 0):
        newsroom.now = today - timedelta(days=ago)
        newsroom.release(f"day-{ago}", headline="Storm")
    newsroom.now = today - timedelta(hours=1)
    for number in range(11):
        newsroom.release(f"many-{number}", headline="Storm", language="tr")
    index_all(newsroom.connection, settings_home)
    fragment = read(browser, "/portal/views/preview/?query=headline:storm")
    assert "Stories that match: 14" in fragment
    assert day_counts(fragment) == [1, 0, 0, 1, 0, 0, 12]
    assert len(headlines(fragment)) == 10
    page = read(browser, "/portal/views/preview/?query=headline:storm+AND+lang:tr")
    assert "Would match too, but for" in page
    assert "<code>lang:tr</code>" in page
    assert "Stories that match: 11" in page


def test_days_are_those_of_the_persons_own_zone(newsroom: Newsroom, browser: Client, settings_home: Path) -> None:
    newsroom.now = newsroom.now.replace(hour=0, minute=30)  # still the 23rd in New York
    newsroom.release("a")
    index_all(newsroom.connection, settings_home)

    def counts(zone: str) -> list[int]:
        return day_counts(read(browser, f"/portal/views/preview/?query=*&zone={zone}"))

    assert counts("UTC") == [0, 0, 0, 0, 0, 0, 1]
    assert counts("America/New_York") == [0, 0, 0, 0, 0, 1, 0]
    assert counts("../../etc/passwd") == counts("UTC")


def test_without_an_index_the_preview_says_so_and_the_view_can_be_saved(browser: Client) -> None:
    assert "The archive is being indexed." in read(browser, "/portal/views/preview/?query=storm")
    assert browser.post("/portal/views/new", form()).status_code == 303


def test_what_came_since_is_asked_for_by_number(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    view = do_save_view(person_of(reader), ViewDraft(name="Storms", query="headline:storm"), now=newsroom.now)
    newsroom.release("a", headline="Storm")
    page = read(browser, f"/portal/views/{view.pk}/")
    assert 'data-cursor="0:1"' in page
    newsroom.release("b", headline="Calm")
    newsroom.release("c", headline="Storm")
    send_notice(newsroom, "a", "kill", "Wrong.")
    answer = browser.get(f"/portal/views/{view.pk}/newer/?after=0:1")
    assert answer.headers["X-Cursor"] == "0:4"
    assert headlines(answer.content.decode()) == ["c", "a"]
    for wrong in ("", "0", "0:x", "1:1", "0:1,", "-1:4"):
        read(browser, f"/portal/views/{view.pk}/newer/?after={wrong}", 404)


PAGES = ("/portal/views/{}/", "/portal/views/{}/edit/", "/portal/views/{}/newer/?after=0:0")
DEEDS = ("/portal/views/{}/edit/", "/portal/views/{}/delete/", "/portal/views/{}/duplicate/")


def test_two_organisations_never_see_each_others_views(newsroom: Newsroom, stranger: Reader, browser: Client) -> None:
    theirs = do_save_view(person_of(stranger), ViewDraft(name="Secret name", is_shared=True), now=newsroom.now)
    assert "Secret name" not in read(browser, "/portal/views/")
    for path in PAGES:
        assert read(browser, path.format(theirs.pk), 404) == read(browser, path.format(999), 404)
    for path in DEEDS:
        assert browser.post(path.format(theirs.pk), form()).status_code == 404
    answer = browser.post("/portal/views/new", form(subscription=str(stranger.number)))
    assert answer.status_code == 422
    read(browser, f"/portal/views/preview/?query=*&subscription={stranger.number}", 404)
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Secret name"]


def test_who_has_no_seat_is_led_to_the_door(newsroom: Newsroom, reader: Reader) -> None:
    view = do_save_view(person_of(reader), ViewDraft(name="Mine", is_shared=True), now=newsroom.now)
    for path in ("/portal/views/", "/portal/views/new", "/portal/views/preview/?query=*", *PAGES):
        answer = open_browser().get(path.format(view.pk))
        assert answer.headers["Location"].startswith("/portal/login/"), path
    for path in DEEDS:
        assert open_browser().post(path.format(view.pk)).status_code == 302


def test_a_colleague_may_be_told_of_a_shared_view_and_not_change_it(newsroom: Newsroom, reader: Reader) -> None:
    other = seat_reader(newsroom, "colleague")
    Seat.objects.filter(user=other.user).update(subscriber=person_of(reader).subscriber)
    view = do_save_view(person_of(reader), ViewDraft(name="Ours", query="storm", is_shared=True), now=newsroom.now)
    browser = open_browser(other.user)
    page = read(browser, f"/portal/views/{view.pk}/edit/")
    assert 'name="query"' not in page
    assert "Delete view" not in page
    assert browser.post(f"/portal/views/{view.pk}/edit/", form(name="Stolen")).status_code == 303
    view.refresh_from_db()
    assert view.name == "Ours"
    assert read_alert(person_of(other), view.pk) == AlertDraft(in_app=True)
    refused = browser.post(f"/portal/views/{view.pk}/delete/")
    assert refused.status_code == 409
    assert "Make a copy" in refused.content.decode()


def test_the_live_screen_is_given_the_views_with_what_is_unread(
    newsroom: Newsroom, reader: Reader, stranger: Reader
) -> None:
    room = Room(newsroom)
    mine, theirs = person_of(reader), person_of(stranger)
    view = keep(mine, "B", "", now=newsroom.now)
    keep(mine, "A", "headline:nothing", now=newsroom.now)
    keep(theirs, "Theirs", "", is_shared=True, now=newsroom.now)
    room.release("a", "b")
    shown = read_shown_views(find_organisation(reader.user))
    assert [(one.name, one.unread) for one in shown] == [("A", 0), ("B", 2)]
    assert shown[1].address == f"/portal/views/{view.pk}/"
    assert shown[1].id == view.pk


def test_the_pages_take_as_many_queries_for_many_as_for_few(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(newsroom)
    person = person_of(reader)
    view = do_save_view(person, ViewDraft(name="Everything"), now=newsroom.now)
    paths = ("/portal/views/", f"/portal/views/{view.pk}/", "/portal/views/preview/?query=*", "/portal/alerts/")
    counts: list[list[int]] = []
    for many in (3, 12):
        for number in range(many):
            keep(person, f"View {many} {number}", f"slug:never{number}", IN_APP, now=newsroom.now)
            room.release(f"s{many}-{number}")
        index_all(newsroom.connection, settings_home)
        taken = []
        for path in paths:
            read(browser, path)
            with counting(monkeypatch) as statements:
                read(browser, path)
            taken.append(len(statements))
        counts.append(taken)
    assert counts[0] == counts[1]
