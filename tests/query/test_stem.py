"""Stems: the forms of a word find each other in the story's language, and quotation marks ask for the form itself."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.item.vocabulary.languages import LANGUAGES as DESK_LANGUAGES
from newswire.query.document import Document, make_document
from newswire.query.evaluate import matches
from newswire.query.fold import fold
from newswire.query.parse import parse_query
from newswire.query.stem import LANGUAGES, STEMMERS, find_forms, stem_language
from tests.stories import make_item

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def tell(language: str, headline: str) -> Document:
    return make_document(make_item("a", NOW, language=language, headline=headline, standfirst="", body=()))


@pytest.mark.parametrize(
    ("language", "asked", "written"),
    [
        ("en", "election", "Elections called"), ("en", "harbours", "Harbour opens"), ("tr", "seçim", "Seçimler bitti"),
        ("tr", "secimler", "SEÇİM BİTTİ"), ("tr", "ışık", "IŞIKLARI söndü"), ("tr", "liman", "LİMANLAR açıldı"),
        ("tr", "limanları", "Limanlar açıldı"), ("ru", "выборы", "После выборов"), ("ru", "новый", "новые мосты"),
        ("fr", "élections", "une election"), ("fr", "annonce", "il a annoncé"), ("es", "elección", "las elecciones"),
        ("ar", "ميناء", "الميناء"), ("ar", "مدرسه", "المدرسة"), ("fa", "کتاب", "كتابها"),
        ("id", "memilih", "pemilihan"), ("bs", "izbori", "poslije izbora"), ("en-GB", "ports", "port"), ("sq",
        "ligji", "Ligji i ri"),
    ],
)  # fmt: skip
def test_a_word_finds_its_forms(language: str, asked: str, written: str) -> None:
    assert matches(parse_query(f"headline:{asked}"), tell(language, written))


def test_a_word_in_quotation_marks_finds_that_form_only() -> None:
    story = tell("en", "Harbours open")
    assert matches(parse_query("harbour open"), story)
    assert matches(parse_query('"HARBOURS"'), story)
    assert not matches(parse_query('"harbour"'), story)
    assert not matches(parse_query('"harbour open"'), story)


def test_the_language_of_the_story_decides() -> None:
    assert matches(parse_query("elections"), tell("en", "election"))
    assert not matches(parse_query("elections"), tell("mk", "election"))
    assert matches(parse_query("elections"), tell("mk", "elections"))


def test_names_are_found_as_they_are_written() -> None:
    story = make_document(make_item("a", NOW, slugline="PORTS", provider="Northern Ports"))
    assert not matches(parse_query("slug:port OR source:port"), story)
    assert matches(parse_query("slug:ports source:ports"), story)


@given(st.text(min_size=1, max_size=12), st.sampled_from(LANGUAGES))
def test_a_word_is_always_a_form_of_itself_however_it_is_spelt(word: str, language: str) -> None:
    if fold(word):
        assert fold(word) in find_forms(word, language)
        assert not find_forms(word, language).isdisjoint(find_forms(fold(word), language))


def test_every_language_with_rules_is_one_of_the_desk() -> None:
    assert set(STEMMERS) < set(DESK_LANGUAGES)
    assert {tag for tag in DESK_LANGUAGES if not stem_language(tag)} == {"kmr", "ckb", "sq", "mk"}
    assert stem_language("tr-TR") == "tr"
