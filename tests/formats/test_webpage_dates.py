"""Dates in all the ways a page prints them."""

from datetime import date

import pytest

from newswire.formats.webpage.dates import find_date


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14.01.2026", date(2026, 1, 14)),
        ("14/01/2026 15:20", date(2026, 1, 14)),
        ("14-1-2026", date(2026, 1, 14)),
        ("2026-01-14", date(2026, 1, 14)),
        ("2026/01/14", date(2026, 1, 14)),
        ("03/04/2026", date(2026, 4, 3)),
        ("01/14/2026", date(2026, 1, 14)),
        ("14 January 2026", date(2026, 1, 14)),
        ("January 14, 2026", date(2026, 1, 14)),
        ("Jan. 14, 2026", date(2026, 1, 14)),
        ("14 Ocak 2026", date(2026, 1, 14)),
        ("14 Ağustos 2026", date(2026, 8, 14)),
        ("14 KASIM 2026", date(2026, 11, 14)),
        ("14 Kasım 2026", date(2026, 11, 14)),
        ("14 января 2026", date(2026, 1, 14)),
        ("1 août 2026", date(2026, 8, 1)),
        ("14 de enero de 2026", date(2026, 1, 14)),
        ("١٤ يناير ٢٠٢٦", date(2026, 1, 14)),
        ("14 كانون الثاني 2026", date(2026, 1, 14)),
        ("14 تشرين الأول 2026", date(2026, 10, 14)),
        ("no date here", None),
        ("31.02.2026", None),
        ("99.99.2026", None),
        ("call 112.14.2026 now", None),
        ("in January 2026", None),
    ],
)
def test_a_date_is_found_in_figures_and_in_words(line: str, day: date | None) -> None:
    found = find_date(line)
    assert (found.day if found else None) == day


def test_the_first_of_two_dates_counts_and_its_place_is_known() -> None:
    line = "Ilse Verhaegen | 14.01.2026 Update: 15 January 2026"
    found = find_date(line)
    assert found is not None
    assert found.day == date(2026, 1, 14)
    assert line[found.start : found.end] == "14.01.2026"


def test_the_place_is_right_behind_letters_that_change_length_in_lower_case() -> None:
    line = "İnci Işık İleri | 3 Şubat 2026"
    found = find_date(line)
    assert found is not None
    assert found.day == date(2026, 2, 3)
    assert line[found.start : found.end] == "3 Şubat 2026"
