"""Times as a reader sees them: short while fresh, in the page's language, never in American order."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.utils import translation

from newswire.item.vocabulary.languages import EDITIONS
from newswire.look.calendars import CALENDARS
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
        ("bs", "14. januar 2020."),
        ("kmr", "14 Çile 2020"),
        ("ckb", "١٤ی کانوونی دووەمی ٢٠٢٠"),
        ("sq", "14 janar 2020"),
        ("fa", "۲۴ دی ۱۳۹۸"),
        ("mk", "14 јануари 2020"),
        ("id", "14 Januari 2020"),
        ("de", "14 January 2020"),
        ("fr-ca", "14 janvier 2020"),
    ],
)
def test_a_date_is_written_out_in_the_language_of_the_page(language: str, text: str) -> None:
    with translation.override(language):
        assert write_date(NOW) == write_date(NOW.date()) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "12 min"),
        ("tr", "12 dk"),
        ("ar", "12 د"),
        ("ru", "12 мин"),
        ("fr", "12 min"),
        ("es", "12 min"),
        ("bs", "12 min"),
        ("kmr", "12 deq."),
        ("ckb", "١٢ خولەک"),
        ("sq", "12 min"),
        ("fa", "۱۲ دقیقه"),
        ("mk", "12 мин."),
        ("id", "12 mnt"),
    ],
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


@pytest.mark.parametrize(("language", "text"), [
    ("ar", "13 يناير"), ("ru", "13 января"), ("es", "13 de enero"), ("fr", "13 janv."), ("bs", "13. jan."),
    ("kmr", "13 Çile"), ("ckb", "١٣ی کانوونی دووەم"), ("sq", "13 jan"), ("fa", "۲۳ دی"), ("mk", "13 јан."),
    ("id", "13 Jan"), ("tr", "13 Oca"),
])  # fmt: skip
def test_a_day_of_this_year_is_short(language: str, text: str) -> None:
    with translation.override(language):
        assert write_short(NOW - timedelta(days=1), NOW) == text


def test_other_zones_are_brought_to_utc() -> None:
    istanbul = timezone(timedelta(hours=3))
    with translation.override("en"):
        assert write_full(datetime(2020, 1, 14, 1, 15, tzinfo=istanbul)) == "13 January 2020, 22:15 UTC"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "14 يناير 2020، 09:30 UTC"),
        ("fa", "۲۴ دی ۱۳۹۸، ۰۹:۳۰ UTC"),
        ("ckb", "١٤ی کانوونی دووەمی ٢٠٢٠، ٠٩:٣٠ UTC"),
        ("mk", "14 јануари 2020, 09:30 UTC"),
    ],
)
def test_the_clock_has_the_digits_and_the_comma_of_the_language(language: str, text: str) -> None:
    with translation.override(language):
        assert write_full(NOW) == text


def test_the_first_of_a_month_is_counted_as_french_does() -> None:
    with translation.override("fr"):
        assert write_date(date(2026, 5, 1)) == "1er mai 2026"
        assert write_date(date(2026, 5, 11)) == "11 mai 2026"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 3, 19), "۲۹ اسفند ۱۴۰۲"),
        (date(2024, 3, 20), "۱ فروردین ۱۴۰۳"),
        (date(2025, 3, 20), "۳۰ اسفند ۱۴۰۳"),
        (date(2025, 3, 21), "۱ فروردین ۱۴۰۴"),
        (date(2026, 9, 22), "۳۱ شهریور ۱۴۰۵"),
        (date(2026, 9, 23), "۱ مهر ۱۴۰۵"),
    ],
)
def test_persian_counts_the_solar_year_with_its_leap_days(day: date, text: str) -> None:
    with translation.override("fa"):
        assert write_date(day) == text


def test_in_persian_the_year_that_need_not_be_said_is_the_solar_one() -> None:
    nowruz = datetime(2026, 3, 22, 9, tzinfo=UTC)
    with translation.override("fa"):
        assert write_short(nowruz - timedelta(days=1, hours=1), nowruz) == "۱ فروردین"
        assert write_short(nowruz - timedelta(days=2), nowruz) == "۲۹ اسفند ۱۴۰۴"
    with translation.override("en"):
        assert write_short(nowruz - timedelta(days=2), nowruz) == "20 Mar"


def test_every_edition_has_twelve_months_of_its_own() -> None:
    assert set(CALENDARS) == set(EDITIONS)
    for calendar in CALENDARS.values():
        for names in (calendar.months, calendar.brief_months or calendar.months):
            assert len(set(names.split("|"))) == 12
        assert len(calendar.digits) in (0, 10)
