"""Sitemaps: all live pages of all languages and nothing else, in files that are valid and never too long."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import psycopg
import pytest
from lxml import etree

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_hold, do_publish, do_withdraw
from newswire.formats.sitemap.shape import MOST_BYTES, MOST_NEWS, Address
from newswire.formats.sitemap.writer import NAMESPACE, NEWS, encode
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS
from newswire.public import sitemaps
from tests.edition.contents import make_content
from tests.public.door import BASE, Door
from tests.shared_data import require_shared_data

Connection = psycopg.Connection[tuple[object, ...]]
NAMES = {"s": NAMESPACE, "n": NEWS}


def _validate(name: str, content: bytes) -> etree._Element:
    root = etree.fromstring(content)
    etree.XMLSchema(etree.parse(str(require_shared_data("standards", "sitemap", name)))).assertValid(root)
    return root


def _read(door: Door, path: str) -> etree._Element:
    answer = door.get(path)
    assert answer.status == 200, path
    return etree.fromstring(answer.body)


def _locs(root: etree._Element) -> list[str]:
    return [one.text or "" for one in root.iterfind("*/s:loc", NAMES)]


def _walk(door: Door) -> list[str]:
    return [loc for part in _locs(_read(door, "/sitemap.xml")) for loc in _locs(_read(door, part.removeprefix(BASE)))]


def _address(name: str, language: str = "en") -> str:
    return f"{BASE}/{language}/economy/northaven-harbour-opens-again/{public_id_of(name)}"


def _fill(connection: Connection) -> list[str]:
    """Stories of three months and two languages, with one held and one killed; the addresses of those that are live."""
    moments = [datetime(2026, month, 10, tzinfo=UTC) for month in (9, 10, 11)]
    for number, moment in enumerate(moments):
        for language in ("en", "ar"):
            do_publish(connection, f"{language} {number}", make_content(language=language), moment)
    for name in ("held", "killed"):
        do_publish(connection, name, make_content(), moments[0])
    do_hold(connection, "held")
    do_withdraw(connection, "killed", moments[1])
    return [_address(f"{language} {number}", language) for number in range(3) for language in ("en", "ar")]


def test_the_index_leads_to_every_live_page_of_every_language_once(door: Door, connection: Connection) -> None:
    live = _fill(connection)
    found = _walk(door)
    assert len(found) == len(set(found))
    pages = {f"{BASE}/{language}/" for language in EDITIONS}
    pages |= {f"{BASE}/{language}/{section}/" for language in EDITIONS for section in SECTIONS}
    pages |= {f"{BASE}/{language}/corrections" for language in EDITIONS}
    lists = {
        "author/ada-lind",
        "dossier/northaven-storm",
        "archive/2026/09",
        "archive/2026/09/10",
        "archive/2026/11/10",
    }
    pages |= {f"{BASE}/{language}/{path}" for language in ("en", "ar") for path in lists}
    assert set(found) >= pages | set(live)
    assert any(loc.startswith(f"{BASE}/en/topic/20000337/") for loc in found)
    assert not any(loc.endswith("/search") for loc in found)
    for loc in found:
        assert door.get(unquote(loc.removeprefix(BASE))).status == 200, loc


def test_parts_are_bounded_and_leave_nothing_out(
    door: Door, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = _fill(connection)
    monkeypatch.setattr(sitemaps, "PART", 1)
    parts = [part for part in _locs(_read(door, "/sitemap.xml")) if "/sitemap-2026-" in part]
    assert parts == [f"{BASE}/sitemap-2026-{month:02}-{part}.xml" for month in (9, 10, 11) for part in (1, 2)]
    found = [_locs(_read(door, part.removeprefix(BASE))) for part in parts]
    assert all(len(one) == 1 for one in found)
    assert sorted(loc for (loc,) in found) == sorted(live)


def test_all_files_are_valid_by_the_protocols_schemas(door: Door, connection: Connection, now: datetime) -> None:
    _fill(connection)
    do_publish(connection, "today", make_content(headline="Ships & <men>"), now)
    _validate("siteindex.xsd", door.get("/sitemap.xml").body)
    for part in ("/sitemap-pages-1.xml", "/sitemap-2026-09-1.xml"):
        _validate("sitemap.xsd", door.get(part).body)
    _validate("combined.local.xsd", door.get("/sitemap-news.xml").body)


def test_pages_say_when_they_changed_and_parts_when_any_of_theirs_did(door: Door, connection: Connection) -> None:
    first, later = datetime(2026, 9, 10, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
    do_publish(connection, "a", make_content(), first)
    do_publish(connection, "b", make_content(), first)
    do_publish(connection, "b", make_content(), later)
    part = _read(door, "/sitemap-2026-09-1.xml")
    assert {one.text for one in part.iterfind("*/s:lastmod", NAMES)} == {"2026-09-10T00:00:00Z", "2026-11-20T00:00:00Z"}
    index = _read(door, "/sitemap.xml")
    assert [one.text for one in index.iterfind("*/s:lastmod", NAMES)] == ["2026-11-20T00:00:00Z"]


def test_news_are_of_two_days_with_name_language_date_and_title(
    door: Door, connection: Connection, now: datetime
) -> None:
    do_publish(connection, "old", make_content(), now - timedelta(days=2))
    do_publish(connection, "en", make_content(headline="Ships & <men>"), now - timedelta(hours=47))
    do_publish(connection, "ar", make_content(language="ar"), now)
    do_publish(connection, "ahead", make_content(), now + timedelta(seconds=1))
    do_publish(connection, "held", make_content(), now)
    do_hold(connection, "held")
    root = _read(door, "/sitemap-news.xml")
    assert _locs(root) == [_address("ar", "ar"), _address("en")]
    news = root.findall("s:url/n:news", NAMES)
    texts = [
        [one.findtext(f"n:{name}", namespaces=NAMES) for name in ("publication/n:name", "publication/n:language")]
        for one in news
    ]
    assert texts == [["Newswire", "ar"], ["Newswire", "en"]]
    assert news[1].findtext("n:title", namespaces=NAMES) == "Ships & <men>"
    assert news[1].findtext("n:publication_date", namespaces=NAMES) == "2026-11-22T10:30:00Z"
    door.wait(days=2)
    assert _locs(_read(door, "/sitemap-news.xml")) == [_address("ahead")]


def test_of_more_news_than_a_thousand_the_newest_are_named(door: Door, connection: Connection, now: datetime) -> None:
    do_publish(connection, "newest", make_content(), now)
    connection.execute(
        """
        INSERT INTO edition.story (key, public_id, state, language, headline, slug, published_at, updated_at)
        SELECT sha256(n::text::bytea), 'filler' || n, 'live', 'en', 'Filler', 'filler', %s - n * interval '1 second',
          %s FROM generate_series(1, 1100) AS n
        """,
        [now, now],
    )
    locs = _locs(_read(door, "/sitemap-news.xml"))
    assert len(locs) == MOST_NEWS
    assert locs[0] == _address("newest")
    assert locs[-1].endswith("/filler999")


def test_a_full_part_of_the_longest_addresses_is_far_from_the_limit() -> None:
    longest = f"{BASE}/ckb/environment/{'%D8%A7' * 80}/abcdefghjkmn"
    size = len(encode([Address(longest, datetime(2026, 11, 24, tzinfo=UTC))] * sitemaps.PART))
    assert size < MOST_BYTES / 4
