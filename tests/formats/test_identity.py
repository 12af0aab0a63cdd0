"""Addresses and guids: what passes for a URI, and guids that stay the same."""

from datetime import date

import pytest

from newswire.formats.filing import sections_of, subjects_of
from newswire.formats.identity import as_uri, is_uri, stable_guid, stable_key
from newswire.item.item import Subject
from newswire.item.vocabulary.sections import SECTIONS


@pytest.mark.parametrize(
    "text",
    ["urn:newsml:a.example:20260310:x", "https://a.example/?q=1#f", "tag:a.example,2008:1", "mailto:a@b.example"],
)
def test_uris(text: str) -> None:
    assert is_uri(text)
    assert as_uri(text, "urn:guid:") == text


@pytest.mark.parametrize(
    "text", ["", "N1", "no scheme", "urn:", "1a:b", "https://a.example/ğ", "urn:a b", "urn:a%zz", "urn:a\n"]
)
def test_other_texts_are_no_uris_and_become_one(text: str) -> None:
    assert not is_uri(text)
    assert text == "" or is_uri(as_uri(text, "urn:guid:"))


def test_a_key_depends_on_the_words_and_not_on_their_dress() -> None:
    key = stable_key("agency.example", "Lake  states agree", "2026-02-03")
    assert key == stable_key("agency.example", " LAKE states\u00a0agree ", "2026-02-03")
    assert stable_key("é") == stable_key("e\u0301")
    assert key != stable_key("other.example", "Lake states agree", "2026-02-03")
    assert stable_key("a", "b") != stable_key("ab", "")
    assert len(key) == 32


def test_a_guid_carries_its_day_and_an_undated_one_always_the_same() -> None:
    assert stable_guid("agency.example", date(2026, 2, 3), "k") == "urn:newsml:agency.example:20260203:k"
    assert stable_guid("agency.example", None, "k") == "urn:newsml:agency.example:19700101:k"


def test_every_section_is_found_again_from_its_subject() -> None:
    assert subjects_of(("world",), "tr") == ()
    for code in SECTIONS.keys() - {"world"}:
        (subject,) = subjects_of((code,), "tr")
        assert subject.name
        assert code in sections_of((subject,))


def test_sections_follow_from_narrower_subjects_once() -> None:
    assert sections_of((Subject("medtop:20000337"), Subject("medtop:04000000"))) == ("economy",)
    assert sections_of((Subject("reuters:tea"),)) == ()
