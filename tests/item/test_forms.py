"""What each form of a product carries: nothing that is cut is left in any field."""

from datetime import UTC, datetime

import msgspec
import pytest

from newswire.item.body import Paragraph
from newswire.item.forms import FORMS, shorten
from newswire.item.item import Correction, Item, Media
from tests.stories import make_item

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FULL = make_item(
    "a",
    NOW,
    body=(Paragraph("Body words."),),
    media=(Media("p1", "picture", caption="Caption words"),),
    summary=("Summary words.",),
    editor_note="Note words",
    public_note="Public words",
    update_line="adds words",
    correction=Correction("wrong words", "right words"),
    extra={"a": "extra words"},
)


def test_a_full_product_carries_the_item_as_it_is() -> None:
    assert shorten(FULL, "full") is FULL


def test_a_summary_carries_everything_but_the_body() -> None:
    assert shorten(FULL, "summary") == msgspec.structs.replace(FULL, body=())


def test_headlines_carry_the_headline_and_how_it_is_filed_and_not_a_word_more() -> None:
    short = shorten(FULL, "headlines")
    assert (short.headline, short.urgency, short.subjects) == (FULL.headline, FULL.urgency, FULL.subjects)
    assert b"words" not in msgspec.json.encode(short)
    assert FULL.standfirst.encode() not in msgspec.json.encode(short)


@pytest.mark.parametrize("form", FORMS)
def test_no_field_is_made_up(form: str) -> None:
    short = shorten(FULL, form)  # type: ignore[arg-type]
    for field in Item.__struct_fields__:
        default = getattr(make_item("a", NOW, body=()), field)
        assert getattr(short, field) in (getattr(FULL, field), default, "", (), None)
