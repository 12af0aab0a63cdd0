"""The website follows its own subscription: one entry after the other becomes the edition."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from newswire.delivery.website.project import do_project
from newswire.edition.shape import Picture, key_of
from newswire.item.item import Item, Media, Rendition
from newswire.item.kinds import Kind, Use
from newswire.item.release import Entry
from newswire.media.public import folder_of
from newswire.media.renditions import do_make_renditions
from tests.media.pictures import draw, encode
from tests.stories import make_guid, make_item

Connection = psycopg.Connection[tuple[Any, ...]]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def _entry(
    kind: Kind, item: Item | None, *, use: Use = "publish", after: int = 0, until: datetime | None = None
) -> Entry:
    moment = NOW + timedelta(minutes=after)
    guid = make_guid("a")
    return Entry(n=1, kind=kind, use=use, until=until, guid=guid, version=1, released_at=moment, item=item)


def _with_picture(home: Path, width: int = 400, **changes: Any) -> Item:
    renditions = do_make_renditions(home, encode(draw(width, 300)))
    media = Media("p1", "picture", caption="Ships", credit="Ada Lind", alt={"en": "A port"}, renditions=renditions)
    return make_item("a", NOW, media=(media,), **changes)


def _state(connection: Connection) -> str | None:
    row = connection.execute("SELECT state FROM edition.story WHERE key = %s", (key_of(make_guid("a")),)).fetchone()
    return str(row[0]) if row else None


def _snapshot(connection: Connection, home: Path) -> tuple[str, list[str]]:
    rows = connection.execute("SELECT s::text FROM edition.story s ORDER BY key").fetchall()
    return str(rows), _files(home)


def _files(home: Path) -> list[str]:
    folder = folder_of(home)
    return sorted(path.name for kind in ("jpg", "webp") for path in folder.glob(f"*.{kind}"))


@pytest.mark.parametrize("kind", ["new", "update", "correction", "refile", "lift"])
def test_every_kind_that_carries_a_story_publishes_it(connection: Connection, home: Path, kind: Kind) -> None:
    do_project(connection, _entry(kind, make_item("a", NOW)), home)
    assert _state(connection) == "live"


@pytest.mark.parametrize(
    "entries",
    [
        ["new"],
        ["new", "update"],
        ["new", "hold"],
        ["new", "hold", "lift"],
        ["new", "kill"],
    ],
)
def test_the_same_entry_twice_gives_the_same_edition(connection: Connection, home: Path, entries: list[Kind]) -> None:
    item = _with_picture(home)
    uses: dict[Kind, Use] = {"hold": "hold", "kill": "recall"}
    for place, kind in enumerate(entries):
        entry = _entry(kind, None if kind in uses else item, use=uses.get(kind, "publish"), after=place)
        do_project(connection, entry, home)
        before = _snapshot(connection, home)
        do_project(connection, entry, home)
        assert _snapshot(connection, home) == before


def test_a_described_picture_is_published_as_a_copy_of_its_own(connection: Connection, home: Path) -> None:
    item = _with_picture(home)
    do_project(connection, _entry("new", item), home)
    row = connection.execute("SELECT picture FROM edition.story").fetchone()
    assert row is not None
    picture = msgspec.convert(row[0], Picture)
    assert (picture.alt, picture.caption, picture.credit) == ("A port", "Ships", "Ada Lind")
    assert (picture.width, picture.height) == (400, 300)
    assert _files(home) == sorted(picture.names)
    assert [(one.width, one.height, one.mime) for one in picture.sources] == [
        (320, 240, "image/jpeg"),
        (400, 300, "image/jpeg"),
        (320, 240, "image/webp"),
        (400, 300, "image/webp"),
    ]
    assert (picture.thumb, picture.src) == (picture.sources[0].src, picture.sources[1].src)
    hashes = [one.sha256 for one in item.media[0].renditions]
    assert not any(sha256[:12] in name for sha256 in hashes for name in _files(home))


def test_a_picture_without_description_stays_away(connection: Connection, home: Path) -> None:
    item = _with_picture(home, language="fr")
    do_project(connection, _entry("new", item), home)
    assert _state(connection) == "live"
    assert _files(home) == []


def test_a_picture_that_cannot_be_found_does_not_hold_up_the_story(connection: Connection, home: Path) -> None:
    lost = Media("p", "picture", alt={"en": "A port"}, renditions=(Rendition("web", "0" * 64, "image/jpeg"),))
    do_project(connection, _entry("new", make_item("a", NOW, media=(lost,))), home)
    none = Media("p", "picture", alt={"en": "A port"})
    do_project(connection, _entry("update", make_item("a", NOW, media=(none,))), home)
    assert _state(connection) == "live"
    assert _files(home) == []


def test_a_new_picture_takes_the_place_of_the_old_file(connection: Connection, home: Path) -> None:
    do_project(connection, _entry("new", _with_picture(home, 400)), home)
    before = _files(home)
    do_project(connection, _entry("update", _with_picture(home, 500), after=1), home)
    after = _files(home)
    assert len(before) == len(after) == 4
    assert not set(before) & set(after)
    do_project(connection, _entry("update", make_item("a", NOW), after=2), home)
    assert _files(home) == []


def test_a_kill_empties_the_page_and_removes_the_pictures(connection: Connection, home: Path) -> None:
    item = _with_picture(home)
    do_project(connection, _entry("new", item), home)
    do_project(connection, _entry("kill", None, use="recall", after=5), home)
    assert _state(connection) == "gone"
    rows, files = _snapshot(connection, home)
    assert files == []
    assert "arbour" not in rows


def test_a_killed_story_and_its_picture_do_not_come_back_with_an_older_entry(
    connection: Connection, home: Path
) -> None:
    item = _with_picture(home)
    do_project(connection, _entry("kill", None, use="recall"), home)
    do_project(connection, _entry("new", item), home)
    assert _state(connection) == "gone"
    assert _files(home) == []


def test_an_older_entry_of_a_story_killed_since_is_never_shown(connection: Connection, home: Path) -> None:
    do_project(connection, _entry("new", _with_picture(home), use="recall"), home)
    assert _state(connection) == "gone"
    assert _files(home) == []


def test_a_held_story_disappears_and_comes_back_on_lift(connection: Connection, home: Path) -> None:
    item = _with_picture(home)
    do_project(connection, _entry("new", item), home)
    files = _files(home)
    do_project(connection, _entry("hold", None, use="hold", after=1), home)
    assert (_state(connection), _files(home)) == ("held", [])
    do_project(connection, _entry("lift", item, after=2), home)
    assert (_state(connection), _files(home)) == ("live", files)


def _gone(home: Path) -> list[str]:
    return sorted(path.name.removesuffix(".ended") for path in folder_of(home).glob("*.ended"))


def test_the_addresses_of_a_killed_storys_pictures_are_gone_also_when_it_was_held_before(
    connection: Connection, home: Path
) -> None:
    do_project(connection, _entry("new", _with_picture(home)), home)
    files = _files(home)
    do_project(connection, _entry("hold", None, use="hold", after=1), home)
    assert (_files(home), _gone(home)) == ([], [])
    do_project(connection, _entry("kill", None, use="recall", after=2), home)
    assert (_files(home), _gone(home)) == ([], files)
    do_project(connection, _entry("kill", None, use="recall", after=2), home)
    assert _gone(home) == files


def test_the_address_of_a_picture_that_left_its_story_is_gone_until_it_comes_back(
    connection: Connection, home: Path
) -> None:
    with_picture = _with_picture(home)
    do_project(connection, _entry("new", with_picture), home)
    files = _files(home)
    do_project(connection, _entry("refile", make_item("a", NOW), after=1), home)
    assert (_files(home), _gone(home)) == ([], files)
    do_project(connection, _entry("refile", with_picture, after=2), home)
    assert (_files(home), _gone(home)) == (files, [])


def test_a_story_under_embargo_leaves_no_trace(connection: Connection, home: Path) -> None:
    entry = _entry("new", _with_picture(home), use="hold", until=NOW + timedelta(hours=2))
    do_project(connection, entry, home)
    assert _state(connection) is None
    assert _files(home) == []


def test_an_update_under_embargo_leaves_what_is_out_as_it_is(connection: Connection, home: Path) -> None:
    do_project(connection, _entry("new", make_item("a", NOW)), home)
    before = _snapshot(connection, home)
    update = make_item("a", NOW, headline="Secret until noon")
    do_project(connection, _entry("update", update, use="hold", until=NOW + timedelta(hours=2)), home)
    assert _snapshot(connection, home) == before


def test_a_story_kept_back_by_the_desk_is_not_shown_and_may_come_back(connection: Connection, home: Path) -> None:
    do_project(connection, _entry("new", make_item("a", NOW, public="no")), home)
    assert _state(connection) is None
    do_project(connection, _entry("update", make_item("a", NOW), after=1), home)
    do_project(connection, _entry("update", _with_picture(home, public="no"), after=2), home)
    assert (_state(connection), _files(home)) == ("held", [])
    do_project(connection, _entry("update", make_item("a", NOW, public="yes"), after=3), home)
    assert _state(connection) == "live"


@pytest.mark.parametrize("changes", [{"type": "advisory"}, {"language": "de"}, {"type": "picture"}])
def test_what_has_no_place_on_the_website_is_not_shown(
    connection: Connection, home: Path, changes: dict[str, str]
) -> None:
    do_project(connection, _entry("new", make_item("a", NOW, **changes)), home)
    assert _state(connection) is None


def test_an_advisory_touches_nothing(connection: Connection, home: Path) -> None:
    do_project(connection, _entry("new", make_item("a", NOW)), home)
    before = _snapshot(connection, home)
    do_project(connection, _entry("advisory", make_item("a", NOW, headline="Coming at noon"), after=1), home)
    assert _snapshot(connection, home) == before


def test_an_entry_without_its_item_shows_nothing(connection: Connection, home: Path) -> None:
    do_project(connection, _entry("new", None), home)
    assert _state(connection) is None


def test_it_takes_part_in_the_callers_transaction(connection: Connection, home: Path) -> None:
    with connection.transaction(force_rollback=True):
        do_project(connection, _entry("new", make_item("a", NOW)), home)
    assert _state(connection) is None
