"""The planning as clients see it: what was announced and will reach them, by their own days, and nothing else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Role, User
from newswire.editing import service as desk
from newswire.editing.models import Desk, Story
from newswire.editing.planning import service
from newswire.editing.planning.models import CalendarAddress, Coverage, Event, Watch
from newswire.portal import page as portal_page
from newswire.portal.plans import make_ref, read_shown
from newswire.subscribers.models import Contract
from newswire.subscribers.service import do_end_contract
from tests.editing.people import make_story, make_user
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CANARY = "zeppelinquartz"
Plan = Callable[..., Coverage]


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.DUTY_CHIEF)


@pytest.fixture
def plan(chief: User, now: datetime) -> Plan:
    """Plans something that is announced, in English, for the section politics, in an hour."""

    def make(slugline: str = "VOTE", **changes: Any) -> Coverage:
        fields: dict[str, Any] = {"about": f"About {slugline}", "due_at": now + HOUR, "sections": ["politics"]}
        coverage = Coverage(slugline=slugline, **({"is_announced": True} | fields | changes))
        return service.do_save_coverage(coverage, actor=chief, now=now)

    return make


def page_of(reader: Reader) -> str:
    return read(open_browser(reader.user), f"/portal/planning/{reader.number}/")


def sluglines(page: str) -> list[str]:
    return re.findall(r'class="plan-slugline" dir="ltr">([^<]+)<', page)


def link(coverage: Coverage, story: Story, chief: User, now: datetime) -> None:
    service.do_link_story(coverage.pk, actor=chief, now=now, guid=story.guid)


def test_the_week_stands_by_day_and_time(plan: Plan, reader: Reader, now: datetime) -> None:
    plan("LATER", due_at=now + 3 * HOUR)
    plan("SOON", words=400, pictures=3)
    plan("SUNDAY", due_at=now + 5 * DAY)
    plan("NEXT-WEEK", due_at=now + 7 * DAY)
    plan("YESTERDAY", due_at=now - DAY)
    plan("MORNING", due_at=now - HOUR)
    page = page_of(reader)
    assert sluglines(page) == ["MORNING", "SOON", "LATER", "SUNDAY"]
    headings = [re.sub("<[^>]+>", "", one) for one in re.findall(r'id="day-[\d-]+">(.*?)</h2>', page)]
    assert headings == ["Today · Tuesday 24 November 2026", "Sunday 29 November 2026"]
    for words in ("About SOON", "Words: 400", "Pictures: 3", ">10:30</time>", "Politics", "English", "UTC"):
        assert words in page


def test_days_and_times_are_those_of_the_visitor(plan: Plan, reader: Reader, now: datetime) -> None:
    plan("NIGHT", due_at=now.replace(hour=22, minute=30))
    browser = open_browser(reader.user)
    browser.cookies["zone"] = "Europe%2FIstanbul"
    page = read(browser, f"/portal/planning/{reader.number}/")
    assert ">01:30</time>" in page
    assert "Wednesday" in page
    assert "Europe/Istanbul" in page


def test_what_was_not_announced_is_seen_by_nobody(plan: Plan, reader: Reader) -> None:
    plan(CANARY, is_announced=False)
    page = page_of(reader)
    assert CANARY not in page
    assert "Nothing is announced for these days." in page


def test_two_subscriptions_are_told_of_what_each_will_get(plan: Plan, reader: Reader, stranger: Reader) -> None:
    plan("ENGLISH")
    plan("TURKISH", language="tr")
    assert sluglines(page_of(reader)) == ["ENGLISH", "TURKISH"]
    assert sluglines(page_of(stranger)) == ["TURKISH"]
    other = open_browser(stranger.user)
    missing = read(other, "/portal/planning/4711/", 404)
    assert read(other, f"/portal/planning/{reader.number}/", 404) == missing


def test_what_the_newsroom_keeps_to_itself_is_on_no_page(
    plan: Plan, chief: User, reader: Reader, now: datetime
) -> None:
    who = User.objects.create_user(CANARY, role=Role.REPORTER, first_name=CANARY)
    event = service.do_save_event(Event(title="Vote", starts_at=now, details=CANARY), actor=chief, now=now)
    plan("VOTE", note=CANARY, assignee=who, desk=Desk.objects.create(code=CANARY, name=CANARY), event=event)
    plan(CANARY, is_announced=False)
    browser = open_browser(reader.user)
    browser.post(f"/portal/planning/{reader.number}/", {"calendar": "make"})
    page = read(browser, f"/portal/planning/{reader.number}/")
    assert sluglines(page) == ["VOTE"]
    assert CANARY not in page
    assert not re.search(r'value="\d+"', page), "no number of the planning's tables"


@pytest.mark.parametrize("state", ["embargoed", "killed", "held", "test", "prepared", "released to others"])
def test_a_plan_whose_story_must_leave_no_trace_leaves_none(
    state: str, plan: Plan, chief: User, stranger: Reader, newsroom: Newsroom, now: datetime
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "embargoed": {"embargo_until": now + HOUR}, "test": {"is_test": True}, "prepared": {"is_prepared": True},
    }  # fmt: skip
    said = changes.get(state, {})
    coverage, story = plan(CANARY, language="tr"), make_story(chief, now, headline=CANARY, **said)
    assert sluglines(page_of(stranger)) == [CANARY]
    link(coverage, story, chief, now)
    if state in ("killed", "held", "released to others"):
        desk.do_release(story.pk, actor=chief, now=now)
    if state == "killed":
        desk.do_kill(story.pk, actor=chief, now=now, reason="r", wording="Kill this.")
    if state == "held":
        desk.do_hold(story.pk, actor=chief, now=now, reason="r")
    newsroom.route()
    assert CANARY not in page_of(stranger)


def test_a_released_story_is_linked_for_whoever_got_it(
    plan: Plan, chief: User, reader: Reader, stranger: Reader, newsroom: Newsroom, now: datetime
) -> None:
    coverage, story = plan("VOTE"), make_story(chief, now, headline="Parliament says yes")
    link(coverage, story, chief, now)
    assert "Parliament says yes" not in page_of(reader), "a draft's headline is nobody's"
    desk.do_release(story.pk, actor=chief, now=now)
    newsroom.route()
    page = page_of(reader)
    assert "Released" in page
    assert f'href="/portal/story/{reader.number}/{story.guid}"' in page
    assert "Parliament says yes" in page
    assert "VOTE" not in page_of(stranger)
    desk.do_kill(story.pk, actor=chief, now=now, reason="r", wording="Kill this.")
    assert "VOTE" not in page_of(reader), "also before the kill is routed"


def test_who_has_the_embargo_right_sees_the_story_others_see_nothing(
    plan: Plan, chief: User, reader: Reader, newsroom: Newsroom, now: datetime
) -> None:
    without = newsroom.subscribe("without")
    assert without.number
    coverage, story = plan("SECRET"), make_story(chief, now, embargo_until=now + HOUR)
    link(coverage, story, chief, now)
    desk.do_release(story.pk, actor=chief, now=now)
    newsroom.route()
    page = page_of(reader)
    assert sluglines(page) == ["SECRET"]
    assert '<strong class="tag tag-hold">Embargo</strong>' in page
    assert read_shown(without.number, now, now + DAY, now) == []
    assert len(read_shown(reader.number, now, now + DAY, now)) == 1


def test_a_cancelled_coverage_says_so(plan: Plan, chief: User, reader: Reader, now: datetime) -> None:
    service.do_cancel_coverage(plan("VOTE").pk, actor=chief, now=now, reason=CANARY)
    page = page_of(reader)
    assert "Cancelled" in page
    assert 'class="plan plan-cancelled"' in page
    assert CANARY not in page


def test_a_coverage_is_watched_stands_on_top_and_is_let_go(plan: Plan, reader: Reader) -> None:
    plan("ONE")
    other = plan("OTHER")
    browser, address = open_browser(reader.user), f"/portal/planning/{reader.number}/"
    answer = browser.post(address, {"watch": make_ref(other.pk)})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    page = read(browser, address)
    assert sluglines(page) == ["OTHER", "ONE", "OTHER"]
    assert page.count('aria-pressed="true"') == 2
    assert 'aria-label="Stop watching OTHER"' in page
    assert 'aria-label="Watch ONE"' in page
    browser.post(address, {"unwatch": make_ref(other.pk)})
    assert not Watch.objects.exists()


def test_the_watcher_sees_that_the_story_is_out(
    plan: Plan, chief: User, reader: Reader, newsroom: Newsroom, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    coverage, story = plan("VOTE"), make_story(chief, now, headline="Parliament says yes")
    browser, address = open_browser(reader.user), f"/portal/planning/{reader.number}/"
    browser.post(address, {"watch": make_ref(coverage.pk)})
    link(coverage, story, chief, now)
    desk.do_release(story.pk, actor=chief, now=now)
    newsroom.route()
    on_top = read(browser, address).partition('id="watched"')[2].partition("</section>")[0]
    assert "Released" in on_top
    assert "Parliament says yes" in on_top
    monkeypatch.setattr(portal_page, "clock", lambda: now + 3 * DAY)
    assert sluglines(read(browser, address)) == ["VOTE"], "still on top, three days after it was due"
    monkeypatch.setattr(portal_page, "clock", lambda: now + 9 * DAY)
    assert sluglines(read(browser, address)) == []


def test_a_watch_is_a_persons_own(plan: Plan, reader: Reader) -> None:
    coverage = plan("VOTE")
    colleague = User.objects.create_user("colleague", role=Role.SUBSCRIBER)
    house = Contract.objects.get(subscriptions__number=reader.number).subscriber
    assert house is not None
    house.seats.create(user=colleague)
    open_browser(reader.user).post(f"/portal/planning/{reader.number}/", {"watch": make_ref(coverage.pk)})
    assert sluglines(page_of(Reader(colleague, reader.number))) == ["VOTE"]


def test_nobody_watches_what_they_are_not_told_of(plan: Plan, stranger: Reader, reader: Reader) -> None:
    english, quiet = plan("ENGLISH"), plan("QUIET", is_announced=False, language="tr")
    browser = open_browser(stranger.user)
    nothing = browser.post(f"/portal/planning/{stranger.number}/", {"watch": "0" * 24}).content
    for key in (english.pk, quiet.pk, 99):
        for deed in ("watch", "unwatch"):
            answer = browser.post(f"/portal/planning/{stranger.number}/", {deed: make_ref(key)})
            assert answer.status_code == 404
            assert answer.content == nothing
    assert browser.post(f"/portal/planning/{stranger.number}/", {}).status_code == 404
    assert browser.post(f"/portal/planning/{reader.number}/", {"calendar": "make"}).status_code == 404
    assert not Watch.objects.exists()
    assert not CalendarAddress.objects.exists()
    guest = open_browser().post(f"/portal/planning/{reader.number}/", {"watch": make_ref(english.pk)})
    assert guest.status_code == 302


def test_after_the_end_of_a_contract_nothing_is_told(
    plan: Plan, reader: Reader, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan("VOTE", due_at=now + 2 * HOUR)
    contract = Contract.objects.get(subscriptions__number=reader.number)
    do_end_contract(contract.pk, now + HOUR)
    assert sluglines(page_of(reader)) == [], "it comes when nothing comes any more"
    monkeypatch.setattr(portal_page, "clock", lambda: now + HOUR)
    assert "This subscription has ended" in page_of(reader)


def test_three_plans_and_twelve_take_the_same_queries(
    plan: Plan, chief: User, reader: Reader, newsroom: Newsroom, now: datetime
) -> None:
    browser, counted = open_browser(reader.user), []
    for count in (3, 9):
        for one in range(count):
            coverage, story = plan(f"{count}-{one}"), make_story(chief, now)
            link(coverage, story, chief, now)
            desk.do_release(story.pk, actor=chief, now=now)
        newsroom.route()
        with CaptureQueriesContext(connection) as queries:
            assert sluglines(read(browser, f"/portal/planning/{reader.number}/"))
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 30


def test_names_outside_are_stable_and_tell_no_number() -> None:
    names = [make_ref(key) for key in range(50)]
    assert len(set(names)) == 50
    assert names == [make_ref(key) for key in range(50)]
    assert all(re.fullmatch("[0-9a-f]{24}", one) for one in names)


def test_other_ways_to_ask_are_refused(reader: Reader) -> None:
    browser: Client = open_browser(reader.user)
    assert browser.delete(f"/portal/planning/{reader.number}/").status_code == 405
    assert browser.head(f"/portal/planning/{reader.number}/").status_code == 200
