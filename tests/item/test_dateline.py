"""The dateline in all thirteen languages, and what is left out when something is not known."""

from datetime import date

import pytest

from newswire.item.dateline import capitals, render_dateline
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.item.vocabulary.places import place_name

DAY = date(2026, 11, 25)
LINES = {
    "tr": "İZMİR (NW) - 25 Kasım -",
    "en": "IZMIR, Nov. 25 (NW) -",
    "ru": "ИЗМИР, 25 ноября /NW/.",
    "bs": "IZMIR, 25. novembra (NW) -",
    "ar": "إزمير، 25 نوفمبر (NW) -",
    "fr": "IZMIR, 25 nov. (NW) -",
    "kmr": "ÎZMÎR, 25ê Mijdarê (NW) -",
    "ckb": "ئیزمیر، 25ی تشرینی دووەم (NW) -",
    "sq": "IZMIR, 25 nëntor (NW) -",
    "fa": "ازمیر، 25 نوامبر (NW) -",
    "mk": "IZMIR, 25 ноември (NW) -",
    "id": "IZMIR, 25 November (NW) -",
    "es": "ESMIRNA, 25 nov (NW) -",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dateline_in_the_form_of_each_language(language: str) -> None:
    assert render_dateline(place_name("TR/izmir", language), DAY, "NW", language) == LINES[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_a_name_in_every_language(language: str, month: int) -> None:
    line = render_dateline("X", date(2026, month, 7), "NW", language)
    others = {render_dateline("X", date(2026, one, 7), "NW", language) for one in range(1, 13)}
    assert len(others) == 12
    assert "7" in line
    assert "_" not in line


@pytest.mark.parametrize(
    ("language", "day", "agency", "line"),
    [
        ("en", None, "NW", "OSLO (NW) -"),
        ("en", DAY, "", "OSLO, Nov. 25 -"),
        ("tr", None, "NW", "OSLO (NW) -"),
        ("tr", None, "", "OSLO -"),
        ("ar", None, "", "Oslo -"),
        ("ru", None, "", "OSLO."),
        ("en-GB", DAY, "{x}", "OSLO, Nov. 25 ({x}) -"),
        ("xx", DAY, "NW", "OSLO, Nov. 25 (NW) -"),
    ],
)
def test_what_is_not_known_is_left_out_with_its_marks(language: str, day: date | None, agency: str, line: str) -> None:
    assert render_dateline(" Oslo ", day, agency, language) == line


def test_no_place_no_line() -> None:
    assert render_dateline("  ", DAY, "NW", "en") == ""


def test_capitals_follow_the_language() -> None:
    assert capitals("Diyarbakır Şırnak İzmir iğdir", "tr") == "DİYARBAKIR ŞIRNAK İZMİR İĞDİR"
    assert capitals("Izmir", "en") == "IZMIR"
