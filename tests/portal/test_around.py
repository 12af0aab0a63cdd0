"""What stands around a story on its page: translations beside it, related stories, dossiers, terms of use."""

import re
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.item.item import Link, Media, Rendition, Subject
from newswire.item.rights import Restriction
from newswire.portal.story import find_dossier
from newswire.subscribers.models import Contract, Usage
from newswire.subscribers.service import do_save_contract
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, seat_reader, send_notice
from tests.portal.test_story import story_path
from tests.portal.test_wire import text
from tests.routing.test_surroundings import counting
from tests.stories import make_guid


def release_pair(newsroom: Newsroom) -> None:
    newsroom.release("a")
    link = (Link("translation-of", make_guid("a")),)
    newsroom.release("ar", language="ar", headline="أربعون سفينة", links=link)


def test_translations_are_named_in_their_own_language_and_open_beside_the_story(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    release_pair(newsroom)
    page = read(browser, story_path(reader, "a"))
    assert "In other languages" in page
    assert '<bdi lang="ar">أربعون سفينة</bdi>' in page
    (beside,) = re.findall(r'href="([^"]+\?beside=ar)"', page)
    both = read(browser, beside)
    assert '<h1 class="headline" lang="en" dir="ltr">Northaven harbour opens again (a)</h1>' in both
    assert '<h2 class="headline" id="other-headline" lang="ar" dir="rtl">أربعون سفينة</h2>' in both
    assert len(re.findall('class="story-body"', both)) == 2
    counted = dict(Usage.objects.values_list("guid", "count"))
    assert counted == {make_guid("a"): 2, make_guid("ar"): 1}


@pytest.mark.parametrize("language", ["tr", "en", "xx"])
def test_a_translation_that_is_not_there_does_not_exist(
    newsroom: Newsroom, reader: Reader, browser: Client, language: str
) -> None:
    release_pair(newsroom)
    newsroom.release("tr", language="tr")
    read(browser, f"{story_path(reader, 'a')}?beside={language}", 404)


def test_a_translation_that_was_not_bought_leaves_no_trace(newsroom: Newsroom) -> None:
    english = seat_reader(newsroom, "english", "lang:en")
    release_pair(newsroom)
    browser = open_browser(english.user)
    assert "In other languages" not in read(browser, story_path(english, "a"))
    read(browser, f"{story_path(english, 'a')}?beside=ar", 404)


def test_a_killed_translation_is_gone_from_beside_the_story(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    release_pair(newsroom)
    send_notice(newsroom, "ar", "kill", "Wrong.")
    assert "أربعون سفينة" not in read(browser, story_path(reader, "a"))
    read(browser, f"{story_path(reader, 'a')}?beside=ar", 404)


def test_related_stories_say_what_they_are_to_this_one(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release("flash", headline="Ferry runs aground", urgency=1)
    newsroom.release("a", links=(Link("follows", make_guid("flash")),))
    assert "Ferry runs aground Follows" in text(read(browser, story_path(reader, "a")))
    assert "(a) Followed by" in text(read(browser, story_path(reader, "flash")))
    assert "Followed by" in text(read(browser, story_path(reader, "flash") + "?pane=1"))


def test_dossiers_are_named_and_lead_to_their_page_where_there_is_one(
    newsroom: Newsroom, reader: Reader, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.release("a", dossiers=(Subject("dossier:storm", "The storm of November"),))
    assert "Dossiers The storm of November" in text(read(browser, story_path(reader, "a")))

    def reverse(name: str, args: list[Any]) -> str:
        assert name == "portal:dossier"
        return f"/dossier/{args[0]}/{args[1]}"

    monkeypatch.setattr("newswire.portal.story.reverse", reverse)
    assert find_dossier(3, Subject("dossier:storm", "Storm")).href == "/dossier/3/dossier:storm"


def test_the_terms_of_use_are_told_in_words(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    contract = Contract.objects.get(subscriptions__number=reader.number)
    contract.web_display_days, contract.ai_use = 14, "display"
    do_save_contract(contract)
    picture = Media(
        "p", "picture", "The quay", renditions=(Rendition("web", "a" * 64, "image/jpeg", 1280, 720, 143_360),),
        rights=Restriction(countries_out=("JP",), no_web=True),
    )  # fmt: skip
    newsroom.release("a", rights=Restriction(no_archive=True), media=(picture,))
    page = text(read(browser, story_path(reader, "a")))
    for part in (
        "How it may be used Not for archives: it may be used for a day and not be kept.",
        "On your own website for 14 days at most.",
        "To be credited to Newswire.",
        "Use by AI: Show in AI products.",
        "JP OUT · NO WEB Not in: Japan. Not for websites.",
        "Medium 1280 × 720 140.0",
    ):
        assert part in page, part


def test_many_neighbours_cost_no_more_queries_than_few(
    newsroom: Newsroom, reader: Reader, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    newsroom.release("a")
    for more in (3, 9):
        for at in range(more):
            newsroom.release(f"{more}-{at}", links=(Link("related", make_guid("a")),))
            newsroom.release(f"{more}-{at}-tr", language="tr", links=(Link("translation-of", make_guid("a")),))
        with counting(monkeypatch) as seen, CaptureQueriesContext(connections["default"]) as asked:
            page = read(browser, story_path(reader, "a"))
        counts.append((len(seen), len(asked), len(re.findall("beside=tr", page))))
    assert [rows for *_, rows in counts] == [3, 12]
    assert counts[0][:2] == counts[1][:2]
