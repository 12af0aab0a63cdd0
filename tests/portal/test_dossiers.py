"""Dossiers in the portal: as the stories that came name them, with a timeline of what came and of nothing else."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Role, User
from newswire.editing import service as desk
from newswire.editing.dossiers import do_change_dossier, do_open_dossier, read_stories_in_dossiers
from newswire.editing.models import Dossier, Story
from newswire.item.forms import shorten
from newswire.subscribers.models import Seat
from tests.editing.people import edit, make_story, make_user
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read
from tests.stories import make_item

HOUR = timedelta(hours=1)
CANARY = "zeppelinquartz"


class House:
    """The desk: opens dossiers, releases stories into them."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.chief: User = make_user(Role.DUTY_CHIEF)

    def open(self, code: str, name: str, about: str = "") -> Dossier:
        return do_open_dossier(code=code, name=name, about=about, actor=self.chief, now=self.newsroom.now)

    def write(self, headline: str, *dossiers: Dossier, now: datetime | None = None, **changes: Any) -> Story:
        """A story in those dossiers, released."""
        at = now or self.newsroom.now
        story = make_story(self.chief, at, headline=headline, **changes)
        edit(story, self.chief, at, dossiers=list(dossiers))
        desk.do_release(story.pk, actor=self.chief, now=at)
        self.newsroom.route()
        return Story.objects.get(pk=story.pk)

    def update(self, story: Story, now: datetime) -> None:
        """The next version of the story."""
        edit(story, self.chief, now, standfirst=f"{story.standfirst}, once more")
        desk.do_release(story.pk, actor=self.chief, now=now)
        self.newsroom.route()


@pytest.fixture
def house(newsroom: Newsroom) -> House:
    return House(newsroom)


def list_of(reader: Reader) -> str:
    return read(open_browser(reader.user), f"/portal/dossiers/{reader.number}/")


def timeline(reader: Reader, code: str, status: int = 200) -> str:
    return read(open_browser(reader.user), f"/portal/dossier/{reader.number}/{code}/", status)


def headlines(page: str) -> list[str]:
    return re.findall(r"<h[23][^>]*><a [^>]*>([^<]+)</a></h[23]>", page)


def test_dossiers_are_listed_by_their_newest_story(house: House, reader: Reader, now: datetime) -> None:
    assert "None of your stories belongs to a dossier yet." in list_of(reader)
    storm, ferry = house.open("storm", "The storm"), house.open("ferry", "The ferry")
    house.open("empty", "Nothing in it")
    house.write("Storm begins", storm, now=now - 3 * HOUR)
    house.write("Ferry aground", ferry, now=now - 2 * HOUR)
    house.write("Storm sinks ferry", storm, ferry, now=now - HOUR)
    house.write("Storm ends", storm)
    page = list_of(reader)
    assert headlines(page) == ["The storm", "The ferry"]
    assert page.count("Stories: 3") == 1
    assert page.count("Stories: 2") == 1
    assert "Storm sinks ferry" in page, "the newest of the ferry's"
    assert f'href="/portal/dossier/{reader.number}/storm/"' in page


def test_the_timeline_stands_by_day_with_versions_folded(house: House, reader: Reader, now: datetime) -> None:
    storm = house.open("storm", "The storm")
    house.write("Storm warning", storm, now=now - timedelta(days=1))
    first = house.write("Storm begins", storm, now=now - 2 * HOUR, standfirst="Harbour closed")
    house.write("Ships wait", storm, now=now - HOUR)
    house.update(first, now)
    page = timeline(reader, "storm")
    assert headlines(page) == ["Storm begins", "Ships wait", "Storm warning"]
    days = [re.sub("<[^>]+>", "", one) for one in re.findall(r'id="day-[\d-]+">(.*?)</h2>', page)]
    assert days == ["Tuesday 24 November 2026", "Monday 23 November 2026"]
    assert page.count("Version 2") == 1
    assert "Harbour closed" in page
    assert ">09:30</time>" in page
    assert "Stories: 3" in page


def test_a_day_is_the_visitors(house: House, reader: Reader, now: datetime) -> None:
    house.write("Night", house.open("storm", "The storm"), now=now.replace(hour=0))
    browser = open_browser(reader.user)
    browser.cookies["zone"] = "America%2FNew_York"
    page = read(browser, f"/portal/dossier/{reader.number}/storm/")
    assert "Monday" in page
    assert ">19:30</time>" in page
    assert "America/New York" in page


def test_people_and_places_are_named_by_how_often_they_come(house: House, reader: Reader) -> None:
    storm = house.open("storm", "The storm")
    nowhere: dict[str, Any] = {"dateline_place": "", "dateline_country": ""}
    house.write("One", storm, people="Ida Brandt, Ada Lind", places="Northaven", **nowhere)
    house.write("Two", storm, people="Ida Brandt", places="Northaven, Halden", **nowhere)
    names = timeline(reader, "storm").partition('class="dossier-names"')[2]
    assert re.findall(r"<bdi>([^<]+)</bdi>", names.partition("</aside>")[0]) == [
        "Ida Brandt", "Ada Lind", "Northaven", "Halden",
    ]  # fmt: skip


def test_who_got_nothing_of_it_finds_nothing_and_who_got_a_part_finds_that_part(
    house: House, reader: Reader, stranger: Reader
) -> None:
    storm = house.open("storm", "The storm", about=CANARY)
    house.write(f"English {CANARY}", storm, people=CANARY, places=CANARY)
    never = timeline(stranger, "never", 404)
    assert timeline(stranger, "storm", 404) == never
    assert "The storm" not in list_of(stranger)
    house.write("Fırtına", storm, language="tr")
    page = timeline(stranger, "storm")
    assert headlines(page) == ["Fırtına"]
    assert "Stories: 1" in page
    assert CANARY not in page + list_of(stranger)
    assert len(headlines(timeline(reader, "storm"))) == 2
    other = open_browser(stranger.user)
    assert read(other, f"/portal/dossier/{reader.number}/storm/", 404) == never
    assert read(other, f"/portal/dossiers/{reader.number}/", 404) == never


def test_what_the_desk_says_of_a_dossier_without_a_release_stays_at_the_desk(house: House, reader: Reader) -> None:
    storm = house.open("storm", "The storm", about=CANARY)
    story = house.write("Storm begins", storm)
    quiet = house.write("Elsewhere")
    edit(quiet, house.chief, house.newsroom.now, dossiers=[storm])
    do_change_dossier(storm.pk, name=CANARY, about=CANARY, actor=house.chief, now=house.newsroom.now)
    page = timeline(reader, "storm")
    assert CANARY not in page + list_of(reader)
    assert headlines(page) == ["Storm begins"], "what counts is how the story left"
    house.update(story, house.newsroom.now)
    assert CANARY in list_of(reader), "a new version carries the new name"


def test_what_was_killed_or_held_is_not_in_it(house: House, reader: Reader, now: datetime) -> None:
    storm = house.open("storm", "The storm")
    wrong, doubtful = house.write("Wrong", storm), house.write("Doubtful", storm)
    desk.do_kill(wrong.pk, actor=house.chief, now=now, reason="r", wording="Kill this.")
    desk.do_hold(doubtful.pk, actor=house.chief, now=now, reason="r")
    assert timeline(reader, "storm", 404)
    assert headlines(list_of(reader)) == []
    house.newsroom.route()
    desk.do_lift(doubtful.pk, actor=house.chief, now=now, reason="r")
    house.newsroom.route()
    assert headlines(timeline(reader, "storm")) == ["Doubtful"]


def test_an_embargoed_story_is_marked_for_who_has_it_and_unknown_to_the_others(
    house: House, reader: Reader, newsroom: Newsroom, now: datetime
) -> None:
    without = newsroom.subscribe("without")
    assert without.contract.subscriber is not None
    user = User.objects.create_user("without", role=Role.SUBSCRIBER)
    Seat.objects.create(user=user, subscriber=without.contract.subscriber)
    house.write("Study", house.open("study", "A study"), embargo_until=now + HOUR)
    assert "Embargo" in timeline(reader, "study")
    assert timeline(Reader(user, without.number), "study", 404)


def test_three_stories_and_twelve_take_the_same_queries(house: House, reader: Reader) -> None:
    browser, counted = open_browser(reader.user), []
    storm = house.open("storm", "The storm")
    for count in (3, 9):
        for number in range(count):
            house.write(f"Story {count}-{number}", storm)
        taken = []
        for path in (f"/portal/dossiers/{reader.number}/", f"/portal/dossier/{reader.number}/storm/"):
            with CaptureQueriesContext(connection) as queries:
                assert read(browser, path)
            taken.append(len(queries))
        counted.append(taken)
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 25


def test_where_to_look_is_one_query_and_bounded(house: House, now: datetime) -> None:
    storm, other = house.open("storm", "The storm"), house.open("other", "Another")
    written = [house.write(f"Story {number}", storm, other, now=now + number * HOUR) for number in range(3)]
    edit(make_story(house.chief, now), house.chief, now, dossiers=[storm])
    with CaptureQueriesContext(connection) as queries:
        assert read_stories_in_dossiers(2) == [written[2].guid, written[1].guid]
    assert len(queries) == 1
    assert read_stories_in_dossiers(9, "other") == [one.guid for one in written[::-1]]
    assert read_stories_in_dossiers(9, "nothing") == []


def test_short_forms_say_what_their_stories_say(now: datetime) -> None:
    """A client of headlines sees a dossier only where its short items name one."""
    item = make_item("a", now)
    assert shorten(item, "headlines").dossiers == item.dossiers
