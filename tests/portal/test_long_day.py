"""A day in one tab: stories come, some are opened, flashes are heard, and the tab is as large as in the morning."""

import os
from typing import Any

import msgspec
import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.newsroom import Newsroom
from tests.portal.screens import Open
from tests.portal.test_wire_screens import EARS
from tests.stories import BODY

BATCH = 20
"""Stories released before somebody looks again."""
MOST_GROWTH = 1.5


class Day(msgspec.Struct, frozen=True):
    """How many stories come, and how many of them are flashes."""

    stories: int
    flashes: int


SHORT = Day(300, 6)
"""Enough to fill the list and to go round it."""
TWELVE_HOURS = Day(2000, 40)


class Size(msgspec.Struct, frozen=True):
    """What a tab holds after a collection of garbage: bytes of scripts and of the document, nodes, listeners."""

    bytes: int
    nodes: int
    listeners: int


def weigh(session: CDPSession) -> Size:
    """The tab's size now."""
    for _ in range(3):  # what is freed in one round lets go of more in the next
        session.send("HeapProfiler.collectGarbage")
    heap: dict[str, Any] = session.send("Runtime.getHeapUsage")
    counters: dict[str, Any] = session.send("Memory.getDOMCounters")
    size = heap["usedSize"] + heap.get("embedderHeapUsedSize", 0) + heap.get("backingStorageSize", 0)
    return Size(int(size), counters["nodes"], counters["jsEventListeners"])


def live_through(page: Page, newsroom: Newsroom, first: int, last: int, day: Day) -> None:
    """Stories `first` to `last` (excluded) come in batches; after each somebody reads, looks at versions, goes on."""
    every = day.stories // day.flashes
    for start in range(first, last, BATCH):
        for number in range(start, start + BATCH):
            if number % 10 == 9:
                newsroom.append(f"s{number - 3}", "update", headline=f"Story {number - 3} again")
            else:
                urgency = 1 if number % every == 5 else 5
                newsroom.append(f"s{number}", headline=f"Story {number}", urgency=urgency, body=BODY * 4)
        newsroom.route()
        expect(page.locator(".row").first).to_contain_text(f"Story {start + BATCH - 4} again")
        page.locator(".row-link").first.click()
        expect(page.locator(".pane .story-body")).to_be_visible()
        page.keyboard.press("v")
        expect(page.locator(".pane .compared-counts")).to_be_visible()
        if start // BATCH % 2:  # away from the top: what comes waits
            page.locator(".list").evaluate("list => list.scrollTo(0, 900)")
            newsroom.release(f"w{start}", headline=f"Waits {start}")
            expect(page.locator(".waiting")).to_have_text("1 new")
            page.keyboard.press(".")


def live_day(open_page: Open, newsroom: Newsroom, day: Day) -> tuple[Size, Size]:
    """Lives through the day and says how large the tab was after a hundred stories and at the end."""
    page = open_page(script=EARS)
    page.context.grant_permissions(["notifications"])
    page.evaluate("asked = 'granted'")
    page.keyboard.press("b")
    page.keyboard.press("n")
    session = page.context.new_cdp_session(page)
    live_through(page, newsroom, 0, 100, day)
    page.evaluate("heard.notices.length = 0")
    morning = weigh(session)
    live_through(page, newsroom, 100, day.stories, day)
    assert page.evaluate("heard.notices.length") == day.flashes - 100 // (day.stories // day.flashes)
    page.evaluate("heard.notices.length = 0")
    evening = weigh(session)
    print(f"{day}: {morning} -> {evening}, {evening.bytes / morning.bytes:.2f}")
    return morning, evening


def check_growth(morning: Size, evening: Size) -> None:
    assert evening.bytes <= MOST_GROWTH * morning.bytes
    assert evening.nodes <= MOST_GROWTH * morning.nodes
    assert evening.listeners <= MOST_GROWTH * morning.listeners


def test_a_tab_does_not_grow_with_the_stories_that_come(open_page: Open, newsroom: Newsroom) -> None:
    check_growth(*live_day(open_page, newsroom, SHORT))


@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("NEWSWIRE_SOAK"), reason="takes five minutes: NEWSWIRE_SOAK=1")
def test_a_twelve_hour_day_leaves_the_tab_as_large_as_in_the_morning(open_page: Open, newsroom: Newsroom) -> None:
    check_growth(*live_day(open_page, newsroom, TWELVE_HOURS))
