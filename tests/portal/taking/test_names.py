"""Names of files: every computer takes them, and a person still reads what they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.item.item import Media, Rendition
from newswire.portal.taking.names import ending_of, name_file, write_stem


@pytest.mark.parametrize(
    ("headline", "stem"),
    [
        ("Northaven harbour opens again", "northaven-harbour-opens-again-v2"),
        ("İstanbul’da köprü açıldı", "istanbulda-kopru-acildi-v2"),
        ("Сорок кораблей ждут", "sorok-korabley-zhdut-v2"),
        ("Ѓорѓи и Љубица", "gjorgji-i-ljubitsa-v2"),
        ("أربعون سفينة", "arbawn-sfyna-v2"),
        ("۱۲ کشتی", "12-kshty-v2"),
        ("../../etc/passwd", "etc-passwd-v2"),
        ("漢字", "story-v2"),
        ("", "story-v2"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word-v2"),
    ],
)
def test_a_headline_becomes_a_name_in_latin_letters(headline: str, stem: str) -> None:
    assert write_stem(headline, 2) == stem


@given(st.text(max_size=200))
def test_no_headline_makes_a_name_that_a_computer_refuses(headline: str) -> None:
    stem = write_stem(headline, 12)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*-v12", stem)
    assert len(stem) <= 64


def test_a_file_says_what_it_is() -> None:
    full = Rendition("full", "a" * 64, "image/jpeg")
    assert name_file("harbour-v1", Media("p", "picture"), 2, full) == "harbour-v1-picture-2-full.jpg"
    assert ending_of("application/vnd.iptc.g2.newsitem+xml") == "xml"
    assert ending_of("application/xml") == "xml"
    assert ending_of("application/x-unknown") == "bin"
