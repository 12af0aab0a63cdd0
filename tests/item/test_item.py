"""Items keep everything through storage, say nothing twice, and refuse what they do not know."""

from datetime import UTC, datetime
from typing import Any, Literal, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from newswire.item.body import (
    Block,
    Crosshead,
    Embed,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Table,
    read_texts,
)
from newswire.item.item import Item, Media, Rendition
from newswire.item.kinds import FOLLOW_UPS, KINDS, NOTICES, Kind, Use
from newswire.item.measure import count_words
from newswire.kit.canonical import digest, encode_canonical
from tests.stories import BODY, make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
text = st.text(st.characters(codec="utf-8"), max_size=30)


@st.composite
def marks(draw: st.DrawFn, of: str) -> tuple[Mark, ...]:
    """Up to three marks inside the text, which may lie over one another."""
    places = st.integers(0, len(of))
    kinds: SearchStrategy[Literal["link", "emphasis", "strong"]] = st.sampled_from(("link", "emphasis", "strong"))
    ends = [sorted((draw(places), draw(places))) for _ in range(draw(st.integers(0, 3)))]
    return tuple(Mark(start, end, draw(kinds), draw(text)) for start, end in ends)


paragraphs = text.flatmap(lambda said: marks(said).map(lambda many: Paragraph(said, many)))
quotes = text.flatmap(lambda said: st.builds(Quote, st.just(said), text, marks(said)))
rows = st.lists(st.lists(text, max_size=3).map(tuple), max_size=3).map(tuple)
blocks: SearchStrategy[Block] = st.one_of(
    paragraphs,
    quotes,
    st.builds(Crosshead, text),
    st.builds(ListBlock, st.lists(text, max_size=3).map(tuple), st.booleans()),
    st.builds(Table, rows, st.booleans(), text),
    st.builds(Embed, text),
)
bodies = st.lists(blocks, max_size=6).map(tuple)


@given(bodies, st.dictionaries(text, text, max_size=2), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_an_item_comes_back_from_canonical_json_as_it_was(
    body: tuple[Block, ...], extra: dict[str, str], expires: datetime | None
) -> None:
    item = make_item("a", NOW, body=body, extra=extra, expires=expires)
    stored = encode_canonical(item)
    back = msgspec.json.decode(stored, type=Item)
    assert back == item
    assert encode_canonical(back) == stored


@given(st.permutations(sorted({"a": "1", "b": "2", "ç": "3"}.items())))
def test_the_order_in_which_things_were_said_does_not_change_the_digest(pairs: list[tuple[str, str]]) -> None:
    first = make_item("a", NOW, extra={"a": "1", "b": "2", "ç": "3"})
    assert digest(encode_canonical(make_item("a", NOW, extra=dict(pairs)))) == digest(encode_canonical(first))


def test_what_stands_at_its_default_is_not_written() -> None:
    bare = Item(guid="urn:a", type="text", language="en", headline="Harbour opens", first_created=NOW)
    assert set(msgspec.json.decode(encode_canonical(bare))) == {
        "guid", "type", "language", "headline", "first_created"
    }  # fmt: skip
    assert msgspec.json.decode(encode_canonical(Paragraph("a"))) == {"block": "paragraph", "text": "a"}
    assert msgspec.json.decode(encode_canonical(Mark(0, 1, "strong"))) == {"start": 0, "end": 1, "kind": "strong"}


def with_changes(**changes: Any) -> bytes:
    return msgspec.json.encode(msgspec.to_builtins(make_item("a", NOW)) | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"body": [{"block": "script", "text": "alert(1)"}]},
        {"body": [{"text": "a block without its kind"}]},
        {"body": [{"block": "paragraph"}]},
        {"body": [{"block": "paragraph", "text": "a", "marks": [{"start": 0, "end": 1, "kind": "blink"}]}]},
        {"type": "podcast"},
        {"public": "perhaps"},
        {"links": [{"rel": "contradicts", "guid": "urn:b"}]},
        {"urgency": "high"},
        {"headline": None},
        {"first_created": "yesterday"},
    ],
)
def test_what_the_model_does_not_know_is_refused(changes: dict[str, Any]) -> None:
    assert msgspec.json.decode(with_changes(), type=Item) == make_item("a", NOW)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(with_changes(**changes), type=Item)


def test_an_item_is_never_changed_in_place() -> None:
    item = make_item("a", NOW)
    with pytest.raises(AttributeError):
        item.headline = "Another"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        item.body[0].text = "Another"  # type: ignore[misc, union-attr]


def test_texts_come_in_reading_order_with_every_kind_of_block() -> None:
    body: tuple[Block, ...] = (
        Paragraph("One two"),
        Embed("pic1"),
        Crosshead("Three"),
        Quote("four", "Ida Brandt"),
        ListBlock(("five", "six")),
        Table((("seven", "eight"), ("nine", "ten")), caption="Not read"),
    )
    assert read_texts(body) == ["One two", "Three", "four", "five", "six", "seven eight", "nine ten"]
    assert count_words(body) == 14
    assert count_words(()) == count_words((Paragraph(" \n\u00a0"),)) == 0


@given(bodies, bodies)
def test_words_of_two_bodies_add_up(one: tuple[Block, ...], other: tuple[Block, ...]) -> None:
    assert read_texts(one + other) == read_texts(one) + read_texts(other)
    assert count_words(one + other) == count_words(one) + count_words(other)


def test_a_rendition_is_found_by_name_or_not_at_all() -> None:
    web, full = (Rendition(name, name[0] * 64, "image/jpeg") for name in ("web", "full"))
    media = Media("pic1", "picture", renditions=(web, full))
    assert [media.rendition(name) for name in ("full", "web", "thumbnail", "")] == [full, web, None, None]
    assert make_item("a", NOW, media=(media,)).media[0].rendition("web") == web


def test_the_lists_of_kinds_are_closed_and_agree() -> None:
    assert get_args(Kind) == KINDS
    assert len(set(KINDS)) == len(KINDS) == 8
    assert set(get_args(Use)) == {"publish", "hold", "recall"}
    assert NOTICES < FOLLOW_UPS < set(KINDS)
    assert set(KINDS) - FOLLOW_UPS == {"new", "advisory"}


def test_the_sample_story_reads_as_printed() -> None:
    assert read_texts(BODY)[2] == "Cranes stood still"
    assert count_words(BODY) == sum(len(one.split()) for one in read_texts(BODY)) > 60
