"""The script writes times as the server does, in every language, and in the reader's zone, in a real browser."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Engine
from django.utils import translation
from playwright.sync_api import Browser, Route

from newswire.item.vocabulary.languages import EDITIONS
from newswire.look.assets import FOLDER, read_assets

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_MINUTES = (-2, 0, 12, 120)
_DAYS = (1, 23, 40, 100, 249, 250, 250.5, 329, 600)
AGES = (*(timedelta(minutes=age) for age in _MINUTES), *(timedelta(days=age) for age in _DAYS))
TEMPLATE = """{% extends "look/page.html" %}{% load look %}{% block body %}<main id="content">
{% for then in moments %}<p>{% moment then now %}</p><p>{% date then %}</p><p>{% date_and_time then %}</p>{% endfor %}
<p>{% date now.date %}</p></main>{% endblock %}"""
ORIGIN = "http://news.example"
TEXTS = "() => [...document.querySelectorAll('time')].map((time) => [time.textContent, time.title])"


def _read(chromium: Browser, language: str, zone: str, script: str) -> list[list[str]]:
    """Text and title of every time on a page of all `AGES`; `script` is `on` or `off`."""
    assets = read_assets([FOLDER])
    engine = Engine(
        dirs=[str(FOLDER.parent / "templates")],
        libraries={"look": "newswire.look.templatetags.look", "i18n": "django.templatetags.i18n"},
    )
    values = {"language": language, "assets": assets, "now": NOW, "moments": [NOW - age for age in AGES]}
    with translation.override(language):
        content = engine.from_string(TEMPLATE).render(Context(values))

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN + "/static/").split("?")[0]
        if name in assets:
            route.fulfill(body=assets[name].content, content_type=assets[name].mime)
        else:
            route.fulfill(body=content, content_type="text/html; charset=utf-8")

    context = chromium.new_context(timezone_id=zone, java_script_enabled=script == "on", locale="de-DE")
    try:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route("**/*", answer)
        if script == "on":
            page.clock.set_fixed_time(NOW)
        page.goto(ORIGIN + "/")
        shown: list[list[str]] = page.evaluate(TEXTS)
        assert errors == []
        return shown
    finally:
        context.close()


@pytest.mark.parametrize("language", EDITIONS)
def test_in_utc_the_script_changes_no_letter_of_what_the_server_wrote(chromium: Browser, language: str) -> None:
    written = _read(chromium, language, "UTC", "off")
    assert len(written) == len(AGES) * 3 + 1
    assert _read(chromium, language, "UTC", "on") == written


@pytest.mark.parametrize(
    ("language", "zone", "brief", "full", "alone"),
    [
        ("en", "Asia/Tokyo", "23 Nov", "24 November 2026, 18:30 UTC+9", "24 November 2026"),
        ("en", "America/St_Johns", "23 Nov", "24 November 2026, 06:00 UTC−3:30", "24 November 2026"),
        ("fa", "Asia/Tehran", "۲ آذر", "۳ آذر ۱۴۰۵، ۱۳:۰۰ \u2066UTC+۳:۳۰\u2069", "۳ آذر ۱۴۰۵"),
        ("ckb", "Asia/Baghdad", "٢٣ی تشرینی دووەم", "٢٤ی تشرینی دووەمی ٢٠٢٦، ١٢:٣٠ \u2066UTC+٣\u2069",
         "٢٤ی تشرینی دووەمی ٢٠٢٦"),
        ("ar", "Africa/Cairo", "23 نوفمبر", "24 نوفمبر 2026، 11:30 \u2066UTC+2\u2069", "24 نوفمبر 2026"),
    ],
)  # fmt: skip
def test_a_reader_elsewhere_reads_their_own_clock_and_a_date_alone_does_not_move(
    chromium: Browser, language: str, zone: str, brief: str, full: str, alone: str
) -> None:
    shown = _read(chromium, language, zone, "on")
    assert shown[3 * AGES.index(timedelta(days=1))][0] == brief
    assert shown[3 * AGES.index(timedelta(0)) + 2][0] == full
    assert shown[-1] == [alone, ""]


@pytest.mark.parametrize(("zone", "day"), [("Asia/Tokyo", "19 March 2026"), ("America/New_York", "18 March 2026")])
def test_the_day_of_a_moment_is_the_readers(chromium: Browser, zone: str, day: str) -> None:
    shown = _read(chromium, "en", zone, "on")
    late = AGES.index(timedelta(days=250, hours=12))
    assert NOW - AGES[late] == datetime(2026, 3, 18, 21, 30, tzinfo=UTC)
    assert shown[3 * late + 1][0] == day
