"""Times as a reader sees them: short while fresh, in the page's language, never in American order."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils import translation

from newswire.look.times import write_date, write_full, write_short

NOW = datetime(2020, 1, 14, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "14 January 2020"),
        ("tr", "14 Ocak 2020"),
        ("ar", "14 يناير 2020"),
        ("ru", "14 января 2020"),
        ("fr", "14 janvier 2020"),
        ("es", "14 de enero de 2020"),
    ],
)
def test_a_date_is_written_out_in_the_language_of_the_page(language: str, text: str) -> None:
    with translation.override(language):
        assert write_date(NOW) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "12 min"), ("tr", "12 dk"), ("ar", "12 د"), ("ru", "12 мин"), ("fr", "12 min")]
)
def test_under_an_hour_a_time_is_relative(language: str, text: str) -> None:
    with translation.override(language):
        assert write_short(NOW - timedelta(minutes=12, seconds=50), NOW) == text


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=-5), "1 min"),
        (timedelta(0), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "08:30"),
        (timedelta(hours=9, minutes=30), "00:00"),
        (timedelta(hours=10), "13 Jan"),
        (timedelta(days=20), "25 December 2019"),
    ],
)
def test_the_form_follows_the_age(age: timedelta, text: str) -> None:
    with translation.override("en"):
        assert write_short(NOW - age, NOW) == text


@pytest.mark.parametrize(("language", "text"), [("ar", "13 يناير"), ("ru", "13 января"), ("es", "13 de enero")])
def test_a_day_of_this_year_is_short(language: str, text: str) -> None:
    with translation.override(language):
        assert write_short(NOW - timedelta(days=1), NOW) == text


def test_other_zones_are_brought_to_utc() -> None:
    istanbul = timezone(timedelta(hours=3))
    with translation.override("en"):
        assert write_full(datetime(2020, 1, 14, 1, 15, tzinfo=istanbul)) == "13 January 2020, 22:15 UTC"
