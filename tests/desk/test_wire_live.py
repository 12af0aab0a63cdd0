"""The wire monitor stays true while it is open: what is new, the filters, and how long each desk has been silent."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.editing import monitor, service, workflow
from newswire.editing.models import Desk, Story
from newswire.editing.monitor import Filters, is_silent, read_monitor, read_newer, read_silences
from newswire.wire.append import do_append
from tests.desk.conftest import Enter, client_of
from tests.editing.people import make_story, make_user
from tests.stories import make_draft

pytestmark = pytest.mark.usefixtures("dsn")
HOUR = timedelta(hours=1)


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


def put(connection: Connection[Any], name: str, now: datetime, **changes: Any) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        do_append(cursor, make_draft(name, now, **changes))


def released(chief: User, desk: Desk | None, now: datetime, **changes: Any) -> Story:
    story = make_story(chief, now, **changes)
    workflow.do_assign(story.pk, actor=chief, now=now, desk=desk, assignee=None)
    service.do_release(story.pk, actor=chief, now=now)
    return story


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(type="alert"), ["b"]),
        (Filters(section="sports"), ["c"]),
        (Filters(section="economy"), ["b", "a"]),
        (Filters(urgency=3), ["b"]),
        (Filters(urgency=6), ["c", "b"]),
        (Filters(type="text", urgency=8, section="economy"), ["a"]),
        (Filters(desk="politics"), []),
    ],
)
def test_the_monitor_is_filtered_by_type_urgency_and_section(
    connection: Connection[Any], now: datetime, filters: Filters, names: list[str]
) -> None:
    put(connection, "a", now, headline="a", urgency=7)
    put(connection, "b", now, headline="b", urgency=1, type="alert")
    put(connection, "c", now, headline="c", urgency=5, sections=("sports",))
    assert [line.headline for line in read_monitor(filters).lines] == names


def test_the_monitor_is_filtered_by_the_desk_whose_story_it_is(chief: User, now: datetime) -> None:
    politics, sports = (Desk.objects.create(code=code, name=code.title()) for code in ("politics", "sports"))
    released(chief, politics, now, headline="Vote")
    released(chief, sports, now, headline="Match")
    page = client_of(chief).get("/desk/wire/?desk=sports").content.decode()
    assert "Match" in page
    assert "Vote" not in page
    assert "Politics</option>" in page


def test_a_hold_after_two_versions_shows_the_newest_before_it(chief: User, now: datetime) -> None:
    story = released(chief, None, now, headline="First", urgency=2)
    Story.objects.filter(pk=story.pk).update(headline="Second")
    fresh = Story.objects.get(pk=story.pk)
    fresh.save_revision(user=chief)
    service.do_release(story.pk, actor=chief, now=now)
    service.do_hold(story.pk, actor=chief, now=now, reason="r")
    service.do_lift(story.pk, actor=chief, now=now)
    service.do_kill(story.pk, actor=chief, now=now, reason="r", wording="w")
    assert [(line.release.kind, line.headline) for line in read_monitor(Filters()).lines] == [
        ("kill", "Second"), ("lift", "Second"), ("hold", "Second"), ("update", "Second"), ("new", "First"),
    ]  # fmt: skip


def test_what_is_new_since_a_page_was_opened_matches_its_filters(connection: Connection[Any], now: datetime) -> None:
    put(connection, "a", now)
    for number in range(3):
        put(connection, f"n{number}", now, headline=f"New {number}", language=("tr" if number else "en"))
    assert [line.headline for line in read_newer(Filters(), 1).lines] == ["New 2", "New 1", "New 0"]
    assert [line.headline for line in read_newer(Filters(language="tr"), 2).lines] == ["New 2", "New 1"]
    assert read_newer(Filters(), 4).lines == ()


def test_too_much_to_list_is_said(
    connection: Connection[Any], now: datetime, monkeypatch: pytest.MonkeyPatch, chief: User
) -> None:
    for number in range(4):
        put(connection, f"n{number}", now)
    monkeypatch.setattr(monitor, "_BATCH", 3)
    newer = read_newer(Filters(), 0)
    assert (len(newer.lines), newer.is_more) == (3, True)
    answer = client_of(chief).get("/desk/wire/newer/?after=0").json()
    assert answer["label"] == "More than 3 new releases"


def test_the_page_asks_from_where_it_stands(connection: Connection[Any], chief: User, now: datetime) -> None:
    put(connection, "a", now, headline="First")
    client = client_of(chief)
    page = client.get("/desk/wire/?words=nothing").content.decode()
    assert 'data-after="1"' in page, "also where the filters match nothing yet"
    put(connection, "b", now, headline="Second")
    answer = client.get("/desk/wire/newer/?after=1")
    assert "no-store" in answer["Cache-Control"]
    said = answer.json()
    assert (said["count"], said["label"], said["is_more"]) == (1, "1 new release", False)
    assert "Second" in said["rows"]
    assert "First" not in said["rows"]
    assert client.get("/desk/wire/newer/?after=x&kind=nonsense").json()["count"] == 2
    assert "wire.js" not in client.get("/desk/wire/?before=2").content.decode(), "an older page stands still"


def test_a_stranger_and_a_subscriber_learn_nothing(stranger: Client, enter: Enter) -> None:
    assert stranger.get("/desk/wire/newer/?after=0").status_code == 302
    assert enter(Role.SUBSCRIBER).get("/desk/wire/newer/?after=0").status_code == 403


def test_an_embargo_on_the_wire_counts_down_and_one_that_ended_does_not(chief: User, now: datetime) -> None:
    story = make_story(chief, now, embargo_until=datetime.fromisoformat("2099-01-01T12:00+00:00"))
    service.do_release(story.pk, actor=chief, now=now)
    page = client_of(chief).get("/desk/wire/").content.decode()
    assert 'data-until="2099-01-01T12:00:00Z"' in page.split('id="wire-rows"')[1]


@pytest.mark.parametrize(
    ("ago", "limit", "expected"),
    [(31, 30, True), (30, 30, False), (500, 0, False), (None, 30, True), (None, 0, False)],
)
def test_a_desk_is_silent_after_its_minutes(ago: int | None, limit: int, expected: bool, now: datetime) -> None:
    last = None if ago is None else now - timedelta(minutes=ago)
    assert is_silent(last, limit, now) is expected


def test_the_strip_says_in_words_which_desk_is_silent(chief: User, now: datetime) -> None:
    busy = Desk.objects.create(code="busy", name="Busy", silence_minutes=90)
    quiet = Desk.objects.create(code="quiet", name="Quiet", silence_minutes=30)
    Desk.objects.create(code="idle", name="Idle")
    released(chief, busy, now - HOUR)
    released(chief, quiet, now - 3 * HOUR)
    released(chief, quiet, now - HOUR)
    found = {one.name: (one.last_at, one.is_over) for one in read_silences(now)}
    assert found == {"Busy": (now - HOUR, False), "Quiet": (now - HOUR, True), "Idle": (None, False)}
    page = client_of(chief).get("/desk/wire/").content.decode()
    assert "silent for more than 30 minutes" in page
    assert "no release yet" in page


@pytest.mark.parametrize("address", ["/desk/wire/", "/desk/wire/newer/?after=0", "/desk/"])
def test_the_number_of_queries_does_not_grow_with_the_wire(
    address: str, chief: User, now: datetime, django_count: Any
) -> None:
    desk = Desk.objects.create(code="d", name="D", silence_minutes=5)
    client = client_of(chief)

    def more(count: int) -> None:
        for number in range(count):
            story = released(chief, desk, now)
            if number % 2:
                service.do_hold(story.pk, actor=chief, now=now, reason="r")

    more(5)
    client.get(address)
    few = django_count(lambda: client.get(address))
    more(20)
    assert django_count(lambda: client.get(address)) == few
