"""Invented items for property tests: every field filled, texts as a reader of markup would give them back."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from newswire.formats.xhtml.inline import MarkKind
from newswire.item.body import Block, Crosshead, Embed, ListBlock, Mark, Paragraph, Quote, Table
from newswire.item.item import (
    AltId,
    Correction,
    Dateline,
    Entity,
    Item,
    Link,
    Media,
    Place,
    Rendition,
    Subject,
)
from newswire.item.rights import OUTLETS, Restriction

_MARKS: tuple[MarkKind, ...] = ("link", "emphasis", "strong")
_ALPHABET = st.sampled_from("abcxyzABCİığş éßñ жизнь سلام 漢 “”‘’–[]()<>&\"'/\\%.,;:!?0123456789 \u00a0")
_moments = st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_codes = st.from_regex(r"[a-z][a-z0-9]{0,7}", fullmatch=True)
_hex = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)


def _tidy(text: str) -> str:
    return " ".join(part for part in text.split(" ") if part)


texts = (
    st.text(_ALPHABET, min_size=1, max_size=40)
    .map(_tidy)
    .filter(lambda text: bool(text.strip()) and text == text.strip())
)
lines = st.text(_ALPHABET, max_size=40).map(_tidy).filter(lambda text: text == text.strip())


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, tuple[Mark, ...]]:
    """A text with up to one mark that begins and ends on a character, as HTML keeps it."""
    text = draw(texts)
    if draw(st.booleans()):
        return text, ()
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    kind: MarkKind = draw(st.sampled_from(_MARKS))
    href = "https://a.example/?a=1&b=\u201c" if kind == "link" else ""
    return text, (Mark(start, end, kind, href),)


blocks: SearchStrategy[Block] = st.one_of(
    marked().map(lambda pair: Paragraph(*pair)),
    texts.map(Crosshead),
    st.builds(lambda pair, said_by: Quote(pair[0], said_by, pair[1]), marked(), lines),
    st.builds(ListBlock, st.lists(texts, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(
        lambda rows, head, caption: Table(tuple(tuple(row) for row in rows), head, caption),
        st.lists(st.lists(lines, min_size=2, max_size=2), min_size=1, max_size=3),
        st.booleans(),
        lines,
    ),
    st.just(Embed("urn:newsml:agency.example:20260310:pic1")),
)
bodies: SearchStrategy[tuple[Block, ...]] = st.lists(blocks, max_size=5).map(tuple)

_countries = st.lists(st.sampled_from(("JP", "TR", "GR")), max_size=2, unique=True).map(tuple)
_outlets = st.lists(st.sampled_from(OUTLETS), max_size=2, unique=True).map(tuple)
restrictions = st.none() | st.builds(
    Restriction,
    countries_only=_countries,
    countries_out=_countries,
    outlets_only=_outlets,
    outlets_out=_outlets,
    no_web=st.booleans(),
    no_archive=st.booleans(),
).filter(lambda one: one != Restriction())
"""Without named clients, whose names no format carries."""

_media = st.builds(
    Media,
    id=st.sampled_from(("pic1", "a b/ç", "urn:newsml:agency.example:20260310:pic2")),
    type=st.sampled_from(("picture", "video", "graphic")),
    caption=texts,
    credit=lines,
    alt=st.dictionaries(st.sampled_from(("en", "tr", "ar")), texts, max_size=2),
    renditions=st.lists(
        st.builds(
            Rendition,
            name=_codes,
            sha256=_hex,
            mime=st.just("image/jpeg"),
            width=st.integers(1, 9000),
            height=st.integers(1, 9000),
            size=st.integers(1, 10**8),
        ),
        max_size=2,
    ).map(tuple),
    rights=restrictions,
    expires=st.none() | _moments,
)

items: SearchStrategy[Item] = st.builds(
    Item,
    guid=_codes.map(lambda code: f"urn:newsml:agency.example:20260310:{code}"),
    type=st.sampled_from(("text", "picture", "video", "graphic", "alert", "advisory")),
    language=st.sampled_from(("en", "tr", "ar")),
    headline=texts,
    first_created=_moments,
    standfirst=lines,
    slugline=lines,
    byline=lines,
    dateline=st.none()
    | st.builds(Dateline, place=texts, date=st.none() | st.dates(date(1987, 1, 1), date(2030, 1, 1)), text=lines),
    urgency=st.integers(1, 9),
    genre=st.sampled_from(("", "genre:Current", "Interview")),
    sections=st.lists(st.sampled_from(("world", "economy", "sports")), max_size=2, unique=True).map(tuple),
    subjects=st.lists(
        st.builds(Subject, qcode=st.sampled_from(("medtop:04000000", "reuters:tea", "desk:a b")), name=texts),
        max_size=2,
    ).map(tuple),
    places=st.lists(st.builds(Place, name=texts, code=st.sampled_from(("", "TR", "TR/istanbul"))), max_size=2).map(
        tuple
    ),
    people=st.lists(
        st.builds(Entity, name=texts, uri=st.sampled_from(("", "https://a.example/p/1", "no uri"))), max_size=2
    ).map(tuple),
    organisations=st.lists(st.builds(Entity, name=texts, uri=st.just("")), max_size=2).map(tuple),
    keywords=st.lists(texts, max_size=2).map(tuple),
    bylines=st.just(()) | st.lists(texts, min_size=2, max_size=3).map(tuple),
    dossiers=st.lists(st.builds(Subject, qcode=_codes, name=texts), max_size=2).map(tuple),
    is_test=st.sampled_from((False, True)),
    body=bodies,
    media=st.lists(_media, max_size=2, unique_by=lambda media: media.id).map(tuple),
    summary=st.lists(
        st.one_of(texts.map(Paragraph), texts.map(Crosshead), st.builds(Quote, texts, st.just("") | texts)), max_size=3
    ).map(tuple),
    summary_origin=st.sampled_from(("", "editor", "model")),
    editor_note=lines,
    public_note=lines,
    update_line=lines,
    correction=st.none() | st.builds(Correction, wrong=texts, right=texts, note=lines),
    provider=lines,
    copyright_holder=lines,
    copyright_notice=lines,
    usage_terms=lines,
    expires=st.none() | _moments,
    rights=restrictions,
    links=st.lists(
        st.builds(
            Link,
            rel=st.sampled_from(("follows", "translation-of", "related", "derived-from")),
            guid=_codes.map(lambda code: f"urn:newsml:agency.example:20260309:{code}"),
        ),
        max_size=2,
    ).map(tuple),
    alt_ids=st.lists(st.builds(AltId, role=st.sampled_from(("source", "url")), value=texts), max_size=2).map(tuple),
)
"""Everything ninjs carries; `public` and `extra` stay inside and are left at their defaults."""
