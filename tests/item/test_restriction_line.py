"""Restrictions as they are typed: countries in any language, houses, flags; what says nothing we know is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.item.restriction_line import Line, join, read_line
from newswire.item.rights import OUTLETS, Restriction, keep_restriction, read_restriction
from newswire.item.vocabulary.countries import country_name, find_country, read_countries
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.item.vocabulary.places import read_places

codes = st.lists(st.sampled_from(sorted(read_countries())), max_size=4, unique=True).map(tuple)
outlets = st.lists(st.sampled_from(OUTLETS), max_size=3, unique=True).map(tuple)
restrictions = st.builds(
    Restriction,
    countries_only=codes,
    countries_out=codes,
    outlets_only=outlets,
    outlets_out=outlets,
    no_web=st.booleans(),
    no_archive=st.booleans(),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Restriction()),
        ("JAPAN OUT", Restriction(countries_out=("JP",))),
        ("Japonya out", Restriction(countries_out=("JP",))),
        ("اليابان OUT", Restriction(countries_out=("JP",))),
        ("jp, kr out", Restriction(countries_out=("JP", "KR"))),
        ("JAPAN AND SOUTH KOREA OUT", Restriction(countries_out=("JP", "KR"))),
        ("BOSNIA AND HERZEGOVINA OUT", Restriction(countries_out=("BA",))),
        ("ONLY TR GR", Restriction(countries_only=("TR", "GR"))),
        ("TURKEY ONLY", Restriction(countries_only=("TR",))),
        ("JAPAN OUT, NO WEB", Restriction(countries_out=("JP",), no_web=True)),
        ("NO WEB, NO ARCHIVE, U.K. OUT", Restriction(countries_out=("GB",), no_web=True, no_archive=True)),
        ("ONLY NEWSPAPERS / NO RADIO", Restriction(outlets_only=("newspaper",), outlets_out=("broadcaster",))),
        ("NO WEBSITES", Restriction(outlets_out=("website",))),
    ],
)
def test_a_line_is_read_as_a_newsroom_means_it(text: str, expected: Restriction) -> None:
    assert read_line(text).restriction == expected
    assert read_line(text).unknown == ()


@pytest.mark.parametrize("text", ["ATLANTIS OUT", "ONLY XX", "please be careful"])
def test_what_is_not_understood_is_named_and_not_guessed(text: str) -> None:
    line = read_line(text)
    assert line.restriction == Restriction()
    assert line.unknown


@given(restrictions)
def test_whatever_is_written_out_is_read_back(restriction: Restriction) -> None:
    assert read_line(restriction.line()) == Line(restriction)


@given(restrictions)
def test_what_is_kept_in_the_database_comes_back(restriction: Restriction) -> None:
    assert read_restriction(keep_restriction(restriction)) == (None if restriction == Restriction() else restriction)


@given(restrictions, restrictions)
def test_two_restrictions_together_say_all_that_each_says(one: Restriction, other: Restriction) -> None:
    both = join(one, other)
    assert set(one.clauses()) | set(other.clauses()) >= {"NO WEB"} or not both.no_web
    assert set(both.countries_out) == set(one.countries_out) | set(other.countries_out)
    assert join(both, one) == both


def test_every_country_of_the_gazetteer_is_known_and_has_a_name_in_the_desks_languages() -> None:
    assert {one.country for one in read_places().values()} <= set(read_countries())
    for language in ("en", "tr", "ar", "ru", "fr", "es"):
        assert all(country_name(code, language) for code in read_countries())
    assert country_name("DE", "tr") == "Almanya"
    assert country_name("XX", "tr") == "XX"


@given(st.sampled_from(sorted(read_countries())), st.sampled_from(sorted(LANGUAGES)))
def test_a_country_is_found_by_its_code_and_by_its_name_in_every_language(code: str, language: str) -> None:
    assert find_country(code.lower()) == code
    assert find_country(country_name(code, language).upper()) == code
