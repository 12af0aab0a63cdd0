"""The gazetteer: its facts hold together, and a place is found by any of its names."""

import re
import zoneinfo

import pytest

from newswire.item.vocabulary.genres import genre_name, read_genres
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.item.vocabulary.places import find_places, fold, is_name_of, place_name, read_places

SIX = ("en", "tr", "ru", "ar", "fr", "es")


def test_there_are_places_enough_and_each_is_whole() -> None:
    zones = zoneinfo.available_timezones()
    places = read_places()
    assert len(places) >= 250
    assert len({one.country for one in places.values()}) >= 193
    for code, place in places.items():
        assert re.fullmatch(r"[A-Z]{2}/[a-z-]+", code), code
        assert len(code) <= 40
        assert place.country == code[:2]
        assert place.zone in zones, code
        assert set(SIX) <= set(place.names) <= set(LANGUAGES), code
        assert all(name.strip() == name and name for name in (*place.names.values(), *place.aliases)), code
        assert re.search(r"[\u0400-\u04ff]", place.names["ru"]), code
        assert re.search(r"[\u0600-\u06ff]", place.names["ar"]), code


def test_no_two_places_of_a_country_share_a_name_in_a_language() -> None:
    for language in SIX:
        names = [(one.country, fold(one.name(language))) for one in read_places().values()]
        assert len(names) == len(set(names)), language


@pytest.mark.parametrize(
    ("query", "language", "code"),
    [
        ("istanbul", "tr", "TR/istanbul"),
        ("İSTANBUL", "en", "TR/istanbul"),
        ("ISPARTA", "tr", None),
        ("diyarbakır", "tr", "TR/diyarbakir"),
        ("Diyarb", "en", "TR/diyarbakir"),
        ("القاهرة", "ar", "EG/cairo"),
        ("Londres", "en", "GB/london"),
        ("Bombay", "en", "IN/mumbai"),
        ("york", "en", "US/new-york"),
        ("München", "de", "DE/munich"),
        ("munchen", "en", "DE/munich"),
        ("هەولێر", "ckb", "IQ/erbil"),
        ("", "en", None),
        ("zzz", "en", None),
    ],
)
def test_a_place_is_found_by_any_of_its_names(query: str, language: str, code: str | None) -> None:
    found = find_places(query, language)
    assert (found[0].code if found else None) == code


def test_what_begins_with_the_words_comes_before_what_has_them_inside() -> None:
    codes = [one.code for one in find_places("san", "en", 30)]
    assert codes.index("CR/san-jose") < len(codes)
    assert len(find_places("a", "en", 5)) == 5
    assert find_places("paris", "en")[0].code == "FR/paris"


def test_the_name_follows_the_language_and_falls_back_to_english() -> None:
    assert place_name("GB/london", "tr") == "Londra"
    assert place_name("GB/london", "id") == "London"
    assert place_name("XX/nowhere", "tr") == "XX/nowhere"
    assert is_name_of("GB/london", "londra")
    assert not is_name_of("GB/london", "Paris")
    assert not is_name_of("", "Paris")


def test_genres_have_names_in_three_languages() -> None:
    assert len(read_genres()) == 51
    assert all(set(names) == {"en", "tr", "ar"} and all(names.values()) for names in read_genres().values())
    assert max(map(len, read_genres())) <= 40
    assert genre_name("Fact_Check", "tr") == "Doğrulama"
    assert genre_name("Fact_Check", "fr") == "Fact Check"
    assert genre_name("Other", "fr") == "Other"
