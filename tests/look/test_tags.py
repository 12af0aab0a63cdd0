"""The shared template tags, in a template."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.utils import translation

from newswire.look.assets import FOLDER, read_assets

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def _render(template: str, spoken: str = "en", **values: object) -> str:
    engine = Engine(
        dirs=[str(FOLDER.parent / "templates")],
        libraries={"look": "newswire.look.templatetags.look", "i18n": "django.templatetags.i18n"},
    )
    prefix = "" if "extends" in template else "{% load look %}"
    with translation.override(spoken):
        return engine.from_string(prefix + template).render(Context(values))


def test_a_moment_is_a_time_element_with_the_full_date_on_hover() -> None:
    text = _render("{% moment then now %}", then=NOW - timedelta(minutes=12), now=NOW)
    assert text == (
        '<time datetime="2026-11-24T09:18:00Z" title="24 November 2026, 09:18 UTC" data-form="short">12 min</time>'
    )


def test_dates_carry_their_machine_form() -> None:
    text = _render("{% date then %} {% date_and_time then %}", "fr", then=NOW)
    assert text.count('datetime="2026-11-24T09:30:00Z"') == 2
    assert ">24 novembre 2026<" in text
    assert ">24 novembre 2026, 09:30 UTC<" in text


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", "rtl سياسة العربية"), ("tr", "ltr Politika Türkçe"), ("xx", "ltr Politics xx")]
)
def test_names_and_direction_follow_the_language(language: str, expected: str) -> None:
    template = '{% direction code %} {{ "politics"|section_name:code }} {{ code|language_name }}'
    assert _render(template, code=language) == expected


def test_the_words_of_a_date_reach_the_script() -> None:
    words = _render("{% date_words %}", "fa")
    for part in (
        'data-minutes="%(minutes)d دقیقه"',
        'data-months="فروردین|',
        'data-digits="۰۱۲',
        ' data-solar="solar"',
    ):
        assert part in words
    words = _render("{% date_words %}", "en")
    assert "solar" not in words
    for part in ('data-brief-months="Jan|Feb|', 'data-long="{day} {month} {year}"', 'data-digits=""'):
        assert part in words


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "24 November 2026"), ("fa", "۳ آذر ۱۴۰۵"), ("ckb", "٢٤ی تشرینی دووەمی ٢٠٢٦")]
)
def test_a_date_without_a_time_stays_that_date_in_every_zone(language: str, shown: str) -> None:
    element = _render("{% date day %}", language, day=NOW.date())
    assert element == f'<time datetime="2026-11-24">{shown}</time>', "no form, so that the script leaves it alone"


def test_a_date_with_a_time_follows_the_readers_zone() -> None:
    assert 'datetime="2026-11-24T09:30:00Z"' in _render("{% date then %}", then=NOW)
    assert 'data-form="date">24 November 2026<' in _render("{% date then %}", then=NOW)


@pytest.mark.parametrize(("language", "shown"), [("en", "1,250"), ("ar", "1,250"), ("fa", "۱,۲۵۰"), ("ckb", "١,٢٥٠")])
def test_numbers_have_the_digits_of_the_language(language: str, shown: str) -> None:
    assert _render("{{ number|figures }}", language, number="1,250") == shown


def test_a_static_file_is_addressed_with_its_version() -> None:
    assets = read_assets([FOLDER])
    version = assets["look/tokens.css"].version
    assert _render("{% asset 'look/tokens.css' %}", assets=assets) == f"/static/look/tokens.css?v={version}"


def test_a_static_file_that_does_not_exist_is_an_error_and_no_dead_link() -> None:
    with pytest.raises(KeyError):
        _render("{% asset 'look/nothing.css' %}", assets=read_assets([FOLDER]))


def test_the_frame_has_language_direction_and_no_inline_script_or_style() -> None:
    page = _render('{% extends "look/page.html" %}', "ar", language="ar", assets=read_assets([FOLDER]))
    assert '<html lang="ar" dir="rtl">' in page
    assert "انتقل إلى المحتوى" in page
    assert "<style" not in page
    assert "style=" not in page
    assert page.count("<script") == page.count("<script src=")


def test_assets_change_their_address_with_their_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = read_assets([tmp_path])["a.css"]
    (tmp_path / "a.css").write_text("b{}")
    (tmp_path / "notes.txt").write_text("not served")
    after = read_assets([tmp_path])
    assert before.address != after["a.css"].address
    assert list(after) == ["a.css"]
    assert after["a.css"].mime == "text/css; charset=utf-8"


def test_two_static_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.css").write_text("")
    with pytest.raises(ValueError, match=r"a\.css"):
        read_assets([tmp_path / "one", tmp_path / "two"])
