"""Addresses one can read, in every script."""

import pytest

from newswire.edition.slug import MAX_LENGTH, make_slug


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Northaven’s harbour: open again!", "northavens-harbour-open-again"),
        ("İzmir'de ığdır çöpü şüpheli ÜĞÜ", "izmirde-igdir-copu-supheli-ugu"),
        ("L’Élysée, œuvre d’été", "lelysee-oeuvre-dete"),
        ("Año nuevo – ¡ya!", "ano-nuevo-ya"),
        ("Порт Мурманский открыт", "порт-мурманский-открыт"),
        ("إعادة فتح الميناءِ", "إعادة-فتح-الميناء"),
        ("4.25 percent", "4-25-percent"),
        ("../../etc/passwd?x=#", "etc-passwd-x"),
        ("“!”", "story"),
        ("", "story"),
    ],
)
def test_a_slug_keeps_letters_and_digits_only(headline: str, slug: str) -> None:
    assert make_slug(headline) == slug


def test_a_long_headline_is_cut_between_words() -> None:
    slug = make_slug("harbour " * 30)
    assert len(slug) <= MAX_LENGTH
    assert set(slug.split("-")) == {"harbour"}
    assert len(make_slug("x" * 200)) == MAX_LENGTH
