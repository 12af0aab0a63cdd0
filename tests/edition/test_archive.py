"""The edition by day, its corrections and the whole of it, on the public login."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from newswire.edition import archive, reader
from newswire.edition.lists import author_key, dossier_key, list_keys, topic_key
from newswire.edition.shape import Corrected, Day, Dossier, Listed, Story, public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.item.item import Correction
from tests.edition.contents import make_content
from tests.edition.reading import ask, collect

Connection = psycopg.Connection[tuple[object, ...]]
MONTH = date(2026, 11, 1)


def _publish(connection: Connection, name: str, moment: datetime, **changes: object) -> None:
    do_publish(connection, name, make_content(**{"headline": name, "correction": None, **changes}), moment)


def _story(dsn: str, name: str) -> Story:
    story = ask(dsn, lambda c: reader.read_story(c, public_id_of(name)))
    assert story is not None
    return story


def test_a_day_holds_what_appeared_on_it_in_utc(public_dsn: str, connection: Connection) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    for name, moment in (
        ("before", midnight - timedelta(microseconds=1)),
        ("first", midnight),
        ("last", midnight + timedelta(days=1, microseconds=-1)),
        ("after", midnight + timedelta(days=1)),
    ):
        _publish(connection, name, moment)
    _publish(connection, "turkish", midnight, language="tr")
    cards = ask(public_dsn, lambda c: archive.read_day(c, "en", midnight.date(), 10))
    assert [card.headline for card in cards] == ["last", "first"]
    older = ask(public_dsn, lambda c: archive.read_day(c, "en", midnight.date(), 10, public_id_of("last")))
    assert [card.headline for card in older] == ["first"]
    days = ask(public_dsn, lambda c: archive.read_days(c, "en", MONTH, 30))
    assert days == (Day(date(2026, 11, 23), 1), Day(date(2026, 11, 24), 2), Day(date(2026, 11, 25), 1))


def test_the_neighbours_of_a_day_are_the_nearest_days_with_stories(public_dsn: str, connection: Connection) -> None:
    for day in (1, 20, 24, 30):
        _publish(connection, f"of the {day}th", datetime(2026, 11, day, 12, tzinfo=UTC))
    do_hold(connection, "of the 20th")
    around = ask(public_dsn, lambda c: archive.read_neighbours(c, "en", date(2026, 11, 24), 1))
    assert around == (date(2026, 11, 1), date(2026, 11, 30))
    assert ask(public_dsn, lambda c: archive.read_neighbours(c, "en", MONTH, 30)) == (None, None)
    assert ask(public_dsn, lambda c: archive.read_neighbours(c, "tr", MONTH, 1)) == (None, None)


def test_lists_go_on_before_a_story_even_where_that_was_taken_back(
    public_dsn: str, connection: Connection, now: datetime
) -> None:
    for number in range(6):
        _publish(connection, f"story {number}", now - timedelta(minutes=number // 2))  # two at the same moment
    key = topic_key("medtop:04000000")
    told = [card.headline for card in ask(public_dsn, lambda c: reader.read_list(c, "en", key, 10))]
    assert len(told) == 6
    before = public_id_of(told[2])
    for take_back in (None, do_hold, lambda c, name: do_withdraw(c, name, now)):
        if take_back:
            take_back(connection, told[2])
        rest = ask(public_dsn, lambda c: reader.read_list(c, "en", key, 10, before))
        assert [card.headline for card in rest] == told[3:]
    assert ask(public_dsn, lambda c: reader.read_list(c, "en", key, 10, "nosuchstory2")) == ()


def test_a_story_is_listed_under_everything_broader_its_dossiers_and_its_authors() -> None:
    keys = list_keys(make_content(related=("abcdefghjkmn",)))
    assert keys == [
        "section:economy", "section:world", "topic:medtop:20000337", "topic:medtop:20000209", "topic:medtop:04000000",
        "dossier:northaven-storm", "author:ada-lind", "about:abcdefghjkmn",
    ]  # fmt: skip


def test_a_dossier_and_an_author_have_their_stories_and_languages(
    public_dsn: str, connection: Connection, now: datetime
) -> None:
    _publish(connection, "in it", now)
    _publish(connection, "turkish", now, language="tr")
    _publish(connection, "elsewhere", now, dossiers=(Dossier("other", "Other"),), authors=())
    stories = ask(public_dsn, lambda c: reader.read_dossier(c, "en", "northaven-storm", 10))
    assert [(type(one), one.headline, one.people) for one in stories] == [(Listed, "in it", ("Ida Brandt",))]
    assert ask(public_dsn, lambda c: reader.read_languages(c, dossier_key("northaven-storm"))) == ("en", "tr")
    signed = ask(public_dsn, lambda c: reader.read_list(c, "en", author_key("ada-lind"), 10))
    assert [card.headline for card in signed] == ["in it"]


def test_translations_are_found_from_the_original_and_from_one_another(
    public_dsn: str, connection: Connection, now: datetime
) -> None:
    _publish(connection, "original", now)
    for language in ("tr", "ar"):
        _publish(connection, language, now, language=language, family=public_id_of("original"))
    _publish(connection, "unrelated", now, language="fr")

    def versions(name: str) -> set[str]:
        story = _story(public_dsn, name)
        return {card.headline for card in ask(public_dsn, lambda c: reader.read_around(c, story, 12)).versions}

    assert versions("original") == {"tr", "ar"}
    assert versions("tr") == {"original", "ar"}
    do_withdraw(connection, "original", now)
    assert versions("tr") == {"ar"}
    assert versions("original") == set()


def test_related_stories_are_found_from_both_ends_while_they_are_live(
    public_dsn: str, connection: Connection, now: datetime
) -> None:
    _publish(connection, "alert", now)
    _publish(connection, "story", now, related=(public_id_of("alert"), public_id_of("never released")))

    def related(name: str) -> list[str]:
        story = _story(public_dsn, name)
        return [card.headline for card in ask(public_dsn, lambda c: reader.read_around(c, story, 5)).named]

    assert related("story") == ["alert"]
    assert related("alert") == ["story"]
    do_hold(connection, "alert")
    assert related("story") == []


def test_a_storys_neighbours_are_of_its_dossiers_subjects_and_first_section(
    public_dsn: str, connection: Connection, now: datetime
) -> None:
    none: dict[str, Any] = {"dossiers": (), "subjects": (), "topics": (), "sections": ("culture",)}
    _publish(connection, "story", now)
    _publish(connection, "same dossier", now, **none | {"dossiers": make_content().dossiers})
    for minute, name in enumerate(("same subject", "later")):
        topics = {"subjects": make_content().subjects, "topics": make_content().topics}
        _publish(connection, name, now + timedelta(minutes=minute), **none | topics)
    _publish(connection, "same section", now, **none | {"sections": ("sports", "economy")})
    _publish(connection, "other", now, **none)
    _publish(connection, "other language", now, language="tr")
    story = _story(public_dsn, "story")

    found = ask(public_dsn, lambda c: reader.read_around(c, story, 5))
    parts = {name: [card.headline for card in getattr(found, name)] for name in found.__struct_fields__}

    assert parts == {
        "versions": [],
        "named": [],
        "dossier": ["same dossier"],
        "alike": ["later", "same subject"],
        "section": ["same section"],
    }
    assert [card.headline for card in ask(public_dsn, lambda c: reader.read_around(c, story, 1)).alike] == ["later"]


def test_corrections_stay_listed_through_later_versions_and_vanish_with_a_kill(
    public_dsn: str, connection: Connection, now: datetime
) -> None:
    _publish(connection, "a", now)
    first, second = Correction("Three", "Forty"), Correction("Monday", "Tuesday", "The port said so.")
    _publish(connection, "a", now + timedelta(hours=1), correction=first)
    _publish(connection, "a", now + timedelta(hours=2))
    _publish(connection, "a", now + timedelta(hours=3), correction=second)
    _publish(connection, "a", now + timedelta(hours=3), correction=second)  # the same entry once more
    _publish(connection, "b", now, correction=first)
    expected = (
        Corrected(now + timedelta(hours=3), "Monday", "Tuesday", "The port said so."),
        Corrected(now + timedelta(hours=1), "Three", "Forty"),
    )
    assert _story(public_dsn, "a").corrections == expected
    until = now + timedelta(days=1)
    notices = ask(public_dsn, lambda c: archive.read_corrections(c, "en", until, 10))
    assert [(one.card.headline, one.corrected.right) for one in notices] == [
        ("a", "Tuesday"), ("a", "Forty"), ("b", "Forty"),
    ]  # fmt: skip
    earlier = ask(public_dsn, lambda c: archive.read_corrections(c, "en", expected[0].at, 1))
    assert [one.corrected for one in earlier] == [expected[1]]
    assert ask(public_dsn, lambda c: archive.read_corrections(c, "tr", until, 10)) == ()
    do_withdraw(connection, "a", until)
    do_hold(connection, "b")
    assert ask(public_dsn, lambda c: archive.read_corrections(c, "en", until, 10)) == ()
    assert connection.execute("SELECT count(*) FROM edition.correction").fetchone() == (0,)


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_held_story_brings_its_corrections_back_unless_it_is_killed_meanwhile(
    public_dsn: str, connection: Connection, now: datetime, is_killed: bool
) -> None:
    _publish(connection, "a", now, correction=Correction("Three", "Forty"))
    do_hold(connection, "a")
    do_hold(connection, "a")
    assert _story(public_dsn, "a").corrections == ()
    assert connection.execute("SELECT count(*) FROM edition.correction").fetchone() == (0,)
    if is_killed:
        do_withdraw(connection, "a", now)
    _publish(connection, "a", now + timedelta(hours=1))
    assert _story(public_dsn, "a").corrections == (() if is_killed else (Corrected(now, "Three", "Forty"),))
    assert connection.execute("SELECT count(*) FROM edition_kept_correction").fetchone() == (0,)


def test_a_killed_story_takes_no_correction(connection: Connection, now: datetime) -> None:
    do_withdraw(connection, "a", now)
    do_publish(connection, "a", make_content(), now)
    assert connection.execute("SELECT count(*) FROM edition.correction").fetchone() == (0,)


def test_an_edition_thrown_away_takes_its_corrections_along(connection: Connection, now: datetime) -> None:
    do_publish(connection, "a", make_content(), now)
    connection.execute("DELETE FROM edition.story")
    assert connection.execute("SELECT count(*) FROM edition.correction").fetchone() == (0,)


def test_everything_is_read_in_batches(public_dsn: str, connection: Connection, now: datetime) -> None:
    for number in range(7):
        _publish(connection, f"story {number}", now - timedelta(days=number), language="tr" if number % 2 else "en")
    do_hold(connection, "story 6")
    batches = collect(public_dsn, lambda c: archive.read_all_cards(c, 2))
    assert [len(batch) for batch in batches] == [2, 2, 2]
    assert {card.headline for batch in batches for card in batch} == {f"story {number}" for number in range(6)}
    lists = ask(public_dsn, archive.read_all_lists)
    assert ("tr", "author:ada-lind") in lists
    assert len(lists) == len(set(lists))
    days = ask(public_dsn, archive.read_all_days)
    assert [day for language, day in days if language == "en"] == [date(2026, 11, day) for day in (20, 22, 24)]


def test_the_front_pages_sections_come_from_an_index(connection: Connection) -> None:
    connection.execute(
        "INSERT INTO edition.story (key, public_id, state, language, sections, published_at, updated_at) "
        "SELECT int4send(n), n, 'live', 'en', '{sports}', to_timestamp(n), to_timestamp(n) "
        "FROM generate_series(1, 3000) n"
    )
    connection.execute("ANALYZE edition.story")
    plan = connection.execute(
        "EXPLAIN SELECT public_id FROM edition.story WHERE state = 'live' AND language = 'en' "
        "AND sections[1] = 'world' ORDER BY published_at DESC, public_id DESC LIMIT 12"
    ).fetchall()
    assert "edition_story_first" in str(plan)
    assert "Sort" not in str(plan)
