"""The wire monitor and the first page: what left, who released it, and the way to open it at the desk."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.editing import monitor, service, timing, workflow
from newswire.editing.models import Story
from newswire.editing.monitor import Filters, read_monitor
from newswire.wire.append import do_append, do_append_many
from tests.desk.conftest import client_of
from tests.editing.people import make_story, make_user
from tests.stories import make_draft, make_guid

pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


@pytest.fixture
def client(chief: User) -> Client:
    return client_of(chief)


def put(connection: Connection[Any], name: str, now: datetime, **changes: Any) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        do_append(cursor, make_draft(name, now, **changes))


def put_many(connection: Connection[Any], count: int, now: datetime) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        do_append_many(cursor, [make_draft(f"s{number}", now, headline=f"Story {number}") for number in range(count)])


def test_the_monitor_shows_the_newest_first_with_number_kind_headline_who_and_when(
    connection: Connection[Any], client: Client, chief: User, now: datetime
) -> None:
    put(connection, "harbour", now)
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    page = client.get("/desk/wire/").content.decode()
    assert page.index(story.headline) < page.index("Northaven harbour opens again")
    for words in ("a-duty-chief", "New", '<td class="desk-seq">2</td>', f"/desk/stories/edit/{story.pk}/"):
        assert words in page
    assert page.count("Open at the desk</button>") == 1


def test_a_hold_and_a_kill_show_the_headline_they_are_about_and_their_words(
    connection: Connection[Any], client: Client, chief: User, now: datetime
) -> None:
    story = make_story(chief, now, headline="Minister resigns")
    service.do_release(story.pk, actor=chief, now=now)
    service.do_hold(story.pk, actor=chief, now=now, reason="Being checked")
    service.do_kill(story.pk, actor=chief, now=now, reason="Libel", wording="Do not use.")
    lines = read_monitor(Filters()).lines
    assert [(line.release.kind, line.headline) for line in lines] == [
        ("kill", "Minister resigns"),
        ("hold", "Minister resigns"),
        ("new", "Minister resigns"),
    ]
    page = client.get("/desk/wire/").content.decode()
    assert "Do not use." in page
    assert "Being checked" in page
    assert "Libel" not in page
    assert read_monitor(Filters(), before=1).lines == ()
    assert connection.execute("SELECT count(*) FROM wire_release").fetchone() == (3,)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(kind="update"), ["b2"]),
        (Filters(language="tr"), ["c1"]),
        (Filters(actor="editor"), ["c1", "b2", "b1", "a1"]),
        (Filters(actor="nobody"), []),
        (Filters(words="HARBOUR b2"), ["b2"]),
        (Filters(words="harbour", kind="new"), ["c1", "b1", "a1"]),
    ],
)
def test_the_monitor_is_filtered(
    connection: Connection[Any], now: datetime, filters: Filters, names: list[str]
) -> None:
    put(connection, "a", now, headline="Harbour a1")
    put(connection, "b", now, headline="Harbour b1")
    put(connection, "b", now, version=2, kind="update", headline="Harbour b2")
    put(connection, "c", now, headline="Harbour c1", language="tr")
    assert [line.headline.split()[-1] for line in read_monitor(filters).lines] == names


def test_pages_follow_each_other_without_a_gap_or_a_repeat(connection: Connection[Any], now: datetime) -> None:
    put_many(connection, 25, now)
    seen: list[int] = []
    before = None
    while True:
        page = read_monitor(Filters(), before=before, limit=10)
        seen += [line.release.seq for line in page.lines]
        if page.before is None:
            break
        before = page.before
    assert seen == list(range(25, 0, -1))


def test_filtered_pages_follow_each_other_too(connection: Connection[Any], now: datetime) -> None:
    put_many(connection, 25, now)
    seen: list[int] = []
    before: int | None = None
    for _page in range(9):
        page = read_monitor(Filters(words="1"), before=before, limit=3)
        seen += [line.release.seq for line in page.lines]
        before = page.before
        if before is None:
            break
    assert seen == [number + 1 for number in range(24, -1, -1) if "1" in str(number)]


def test_a_filter_that_finds_nothing_ends(
    connection: Connection[Any], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_many(connection, 30, now)
    monkeypatch.setattr(monitor, "_BATCH", 5)
    monkeypatch.setattr(monitor, "_FURTHEST", 10)
    page = read_monitor(Filters(words="nothing"))
    assert (page.lines, page.before) == ((), 21)


def test_the_filters_of_the_page_work_and_wrong_ones_do_no_harm(
    connection: Connection[Any], client: Client, now: datetime
) -> None:
    put(connection, "a", now, headline="First headline")
    put(connection, "b", now, headline="Second headline", language="tr")
    page = client.get("/desk/wire/?language=tr").content.decode()
    assert "Second headline" in page
    assert "First headline" not in page
    assert "No release matches" in client.get("/desk/wire/?words=nothing").content.decode()
    assert client.get("/desk/wire/?kind=nonsense&before=x").status_code == 200


def test_a_story_of_the_wire_is_opened_at_the_desk(connection: Connection[Any], client: Client, now: datetime) -> None:
    put(connection, "harbour", now)
    response = client.post("/desk/wire/open/", {"guid": make_guid("harbour")})
    story = Story.objects.get(guid=make_guid("harbour"))
    assert response["Location"] == f"/desk/stories/edit/{story.pk}/"
    page = client.get(response["Location"]).content.decode()
    assert "The harbour of Northaven opened again" in page
    assert "Opened from the wire" in page
    assert client.get("/desk/wire/open/").status_code == 405


def test_a_story_that_cannot_be_opened_says_why(client: Client) -> None:
    response = client.post("/desk/wire/open/", {"guid": "urn:nothing"}, follow=True)
    assert "The wire has no story with content under urn:nothing." in response.content.decode()


def test_the_first_page_shows_my_stories_the_queue_the_wire_the_plans_and_the_holds(
    client: Client, chief: User, now: datetime
) -> None:
    reporter = make_user(Role.REPORTER)
    mine = make_story(chief, now, headline="Mine to write")
    theirs = make_story(reporter, now, headline="Handed in")
    workflow.do_submit(theirs.pk, actor=reporter, now=now)
    quiet = make_story(reporter, now, headline="Somebody else's draft")
    under = make_story(chief, now, headline="Under embargo", embargo_until=now + timedelta(days=2))
    service.do_release(under.pk, actor=chief, now=now)
    later = make_story(chief, now, headline="For later")
    timing.do_schedule(later.pk, actor=chief, now=now, at=now + timedelta(days=1))
    held = make_story(chief, now, headline="Held back")
    service.do_release(held.pk, actor=chief, now=now)
    service.do_hold(held.pk, actor=chief, now=now, reason="r")
    page = client.get("/desk/").content.decode()
    panels = {name: page.split(f'id="panel-{name}"')[1].split("</section>")[0] for name in
              ("mine", "waiting", "wire", "planned", "holds")}  # fmt: skip
    assert mine.headline in panels["mine"]
    assert quiet.headline not in page.replace("&#x27;", "'")
    assert theirs.headline in panels["waiting"]
    assert panels["planned"].index("For later") < panels["planned"].index("Under embargo")
    assert "Held back" in panels["holds"]
    assert panels["wire"].count("<li") == 3


def test_an_empty_newsroom_says_what_to_do(client: Client) -> None:
    page = client.get("/desk/").content.decode()
    for words in ("Your first story starts", "No story is waiting", "Nothing has been released", "No story is on hold"):
        assert words in page
