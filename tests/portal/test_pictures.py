"""The grid of pictures: what came with the subscription's stories, filtered, folded, and gone when it is taken back."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from newswire.item.item import Item, Media, Rendition
from newswire.item.rights import Restriction
from newswire.media.store import do_end, do_store
from newswire.portal.picture_cards import PAGE, STRETCHES, find_cards
from newswire.portal.picture_filter import Wanted, name_shape, read_wanted
from newswire.portal.rights_words import write_rights
from newswire.routing.feed import MOST
from newswire.subscribers.models import Contract, Seat, Usage
from newswire.subscribers.service import do_subscribe
from tests.newsroom import START, Newsroom
from tests.portal.newsroom import Reader, open_browser, read, send_notice
from tests.stories import make_guid, make_item

CANARY = "zeppelinquartz"


def media(name: str, home: Path, *, width: int = 1600, height: int = 900, **changes: Any) -> Media:
    """A picture with three sizes, whose files say which they are."""

    def keep(size: str, wide: int) -> Rendition:
        content = f"{name} {size}".encode()
        return Rendition(size, do_store(home, content), "image/jpeg", wide, wide * height // width, len(content))

    files = (keep("thumbnail", 320), keep("web", 1280), keep("full", width))
    fields: dict[str, Any] = {"caption": f"Caption of {name}", "credit": "Ada Lind", "alt": {"en": f"Alt of {name}"}}
    return Media(name, **({"type": "picture", "renditions": files} | fields | changes))


def film(name: str, home: Path) -> Media:
    poster = Rendition("poster", do_store(home, f"{name} poster".encode()), "image/jpeg", 1280, 720)
    full = Rendition("full", do_store(home, f"{name} film".encode() * 100), "video/mp4", 1920, 1080, 10)
    return Media(name, "video", caption=f"Film {name}", renditions=(poster, full), seconds=83.4)


def find(number: int, **wanted: Any) -> list[str]:
    return [card.id for card in find_cards(number, Wanted(**wanted), UTC, "en").cards]


def grid(browser: Client, number: int, query: str = "") -> list[str]:
    """The captions of the grid, which name the pictures."""
    page = read(browser, f"/portal/pictures/{number}/{query}")
    return re.findall(r'<p class="card-caption"[^>]*>(?:Caption of |Film )?([^<]+)</p>', page)


def sheet(number: int, name: str, one: Media) -> str:
    full = one.rendition("full")
    assert full is not None
    return f"/portal/picture/{number}/{make_guid(name)}/{full.sha256}"


def test_pictures_films_and_graphics_stand_newest_first(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    newsroom.release("a", media=(media("one", settings_home), film("two", settings_home)))
    newsroom.release("b")
    newsroom.release("c", media=(media("three", settings_home, type="graphic"),))
    assert grid(browser, reader.number) == ["three", "one", "two"]
    page = read(browser, f"/portal/pictures/{reader.number}/")
    assert page.count('loading="lazy"') == 3
    assert "320w" in page
    assert "1280w" in page
    assert "1:23" in page
    full = media("one", settings_home).renditions[2].sha256
    assert f"/{full}" in page, "its own page is named by it"
    assert f"media/{reader.number}/{make_guid('a')}/{full}" not in page, "the largest size is taken by a click alone"


def test_without_a_number_the_first_subscription_is_shown(browser: Client, reader: Reader) -> None:
    for name in ("pictures", "planning", "dossiers"):
        answer = browser.get(f"/portal/{name}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/portal/{name}/{reader.number}/")
    Seat.objects.get(user=reader.user).subscriber.contracts.get().subscriptions.all().delete()
    assert "No subscription yet" in read(browser, "/portal/planning/")


def test_the_menu_leads_there_and_says_where_one_is(browser: Client, reader: Reader) -> None:
    page = read(browser, f"/portal/pictures/{reader.number}/")
    assert '<a href="/portal/pictures/" aria-current="page">' in page
    assert '<a href="/portal/planning/">' in page


def test_only_the_newest_version_of_a_story_shows_its_pictures(
    newsroom: Newsroom, reader: Reader, settings_home: Path
) -> None:
    first, second = media("first", settings_home), media("second", settings_home)
    newsroom.release("a", media=(first,))
    newsroom.release("b", media=(media("other", settings_home),))
    newsroom.release("a", "update", media=(second,))
    assert find(reader.number) == ["second", "other"]
    assert find(reader.number, before=3) == ["other"], "an older page does not bring the old version back"


def test_a_picture_of_several_stories_is_shown_once(newsroom: Newsroom, reader: Reader, settings_home: Path) -> None:
    for name in ("alert", "story"):
        newsroom.release(name, media=(media("picture-7", settings_home),))
    assert find(reader.number) == ["picture-7"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"type": "video"}, ["film"]),
        ({"type": "graphic"}, ["chart"]),
        ({"language": "tr"}, ["tall"]),
        ({"section": "sports"}, ["tall"]),
        ({"shape": "portrait"}, ["tall"]),
        ({"shape": "square"}, ["chart"]),
        ({"shape": "landscape", "type": "picture"}, ["wide"]),
        ({"text": "lind cran"}, ["wide"]),
        ({"text": "İSTANBUL"}, ["tall"]),
        ({"text": "nobody"}, []),
        ({"first": date(2026, 11, 24)}, ["film", "chart"]),
        ({"last": date(2026, 11, 23)}, ["tall", "wide"]),
        ({"first": date(2026, 11, 22), "last": date(2026, 11, 22)}, ["wide"]),
        ({"first": date(2026, 11, 25)}, []),
    ],
)
def test_filters(
    wanted: dict[str, Any], found: list[str], newsroom: Newsroom, reader: Reader, settings_home: Path
) -> None:
    now = newsroom.now
    wide = media("wide", settings_home, caption="Cranes over the quay")
    tall = media("tall", settings_home, width=900, height=1600, caption="Istanbul", credit="Ece")
    chart = media("chart", settings_home, width=1000, height=1000, type="graphic", credit="")
    newsroom.now = now - timedelta(days=2)
    newsroom.release("a", media=(wide,))
    newsroom.now = now - timedelta(days=1)
    newsroom.release("b", media=(tall,), language="tr", sections=("sports",))
    newsroom.now = now
    newsroom.release("c", media=(chart,))
    newsroom.release("d", media=(film("film", settings_home),))
    assert find(reader.number, **wanted) == found


def test_a_day_begins_where_the_visitor_is(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    newsroom.now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    newsroom.release("late", media=(media("late", settings_home),))
    query = "?first=2026-11-24&last=2026-11-24"
    assert grid(browser, reader.number, query) == []
    browser.cookies["zone"] = "Europe%2FIstanbul"
    assert grid(browser, reader.number, query) == ["late"]
    browser.cookies["zone"] = "../../etc/passwd"
    assert grid(browser, reader.number, query) == []


def test_what_an_address_says_that_makes_no_sense_asks_for_nothing(browser: Client, reader: Reader) -> None:
    said = QueryDict("type=x&language=xx&section=no&shape=round&first=nonsense&last=9999-99-99&before=-1&q=+%00+")
    assert read_wanted(said) == Wanted()
    assert read_wanted(QueryDict(f"q={'a' * 999}")).text == "a" * 200
    for query in (
        "?before=0",
        "?before=99999999999999999999",
        "?first=0001-01-01",
        "?last=2999-12-31&first=2999-12-31",
    ):
        assert read(browser, f"/portal/pictures/{reader.number}/{query}")


def test_shapes_have_some_give() -> None:
    assert [name_shape(*size) for size in ((100, 99), (99, 100), (200, 100), (100, 200), (0, 5))] == [
        "square", "square", "landscape", "portrait", "",
    ]  # fmt: skip


def test_pages_go_on_by_number_without_gap_or_repeat(newsroom: Newsroom, reader: Reader, settings_home: Path) -> None:
    names = [f"p{count}" for count in range(PAGE + 20)]
    for name in names:
        newsroom.append(name, media=(media(name, settings_home),))
    newsroom.route()
    first = find_cards(reader.number, Wanted(), UTC, "en")
    assert len(first.cards) == PAGE
    second = find_cards(reader.number, Wanted(before=first.older), UTC, "en")
    assert [card.id for card in (*first.cards, *second.cards)] == names[::-1]
    assert second.older is None


def test_a_page_looks_through_a_bounded_stretch_and_says_where_the_next_begins(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    newsroom.append("old", media=(media("old", settings_home),))
    for count in range(STRETCHES * MOST + 10):
        newsroom.append(str(count))
    newsroom.route()
    page = read(browser, f"/portal/pictures/{reader.number}/?type=picture")
    assert "None among the stories looked through so far." in page
    older = re.search(r'rel="next" href="\?([^"]+)"', page)
    assert older is not None
    assert grid(browser, reader.number, "?" + older[1].replace("&amp;", "&")) == ["old"]


def test_three_pictures_and_twelve_take_the_same_queries(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    counted = []
    for count in (3, 9):
        for one in range(count):
            newsroom.release(f"{count}-{one}", media=(media(f"{count}-{one}", settings_home),))
        with CaptureQueriesContext(connection) as queries:
            assert grid(browser, reader.number)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 30


def test_what_is_killed_or_held_is_gone_at_once_and_comes_back_with_a_lift(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    pictures = {name: media(name, settings_home) for name in ("wrong", "doubtful", "good", "ended")}
    for name, one in pictures.items():
        newsroom.release(name, media=(one,))
    send_notice(newsroom, "doubtful", "hold", "Is being checked.")
    newsroom.append("wrong", "kill")  # not routed yet: it counts from the wire
    do_end(settings_home, pictures["ended"].renditions[2].sha256)
    assert grid(browser, reader.number) == ["good"]
    assert "withdrawn" in read(browser, sheet(reader.number, "wrong", pictures["wrong"]), 410)
    assert "Caption" not in read(browser, sheet(reader.number, "doubtful", pictures["doubtful"]), 404)
    assert "withdrawn" in read(browser, sheet(reader.number, "ended", pictures["ended"]), 410)
    small = f"{sheet(reader.number, 'ended', pictures['ended']).rpartition('/')[0]}/"
    assert read(browser, small + pictures["ended"].renditions[0].sha256, 410), "by none of its sizes"
    newsroom.release("doubtful", "lift", media=(pictures["doubtful"],))
    assert grid(browser, reader.number) == ["doubtful", "good"]


def test_another_subscription_learns_nothing(
    newsroom: Newsroom, reader: Reader, stranger: Reader, settings_home: Path
) -> None:
    secret = media("secret", settings_home, caption=CANARY, credit=CANARY)
    newsroom.release("secret", media=(secret,), headline=CANARY)
    theirs = media("theirs", settings_home)
    newsroom.release("theirs", media=(theirs,), language="tr")
    other = open_browser(stranger.user)
    assert grid(other, stranger.number) == ["theirs"]
    missing = read(other, "/portal/pictures/4711/", 404)
    for path in (
        f"/portal/pictures/{reader.number}/",
        sheet(reader.number, "secret", secret),
        sheet(stranger.number, "secret", secret),
        sheet(stranger.number, "never", secret),
    ):
        assert read(other, path, 404) == missing
    for query in ("", f"?q={CANARY}", "?language=en", "?before=2"):
        page = read(other, f"/portal/pictures/{stranger.number}/{query}")
        page = page.replace(f'value="{CANARY}"', "").replace(f"?q={CANARY}", "")
        assert CANARY not in page
    assert read(open_browser(reader.user), sheet(reader.number, "secret", secret)).count(CANARY) >= 3


def test_a_file_that_is_refused_is_not_in_the_grid(newsroom: Newsroom, settings_home: Path) -> None:
    client = newsroom.subscribe("tokyo", country="JP")
    free, refused = (
        media("free", settings_home),
        media("refused", settings_home, rights=Restriction(countries_out=("JP",))),
    )
    newsroom.release("a", media=(free, refused))
    assert find(client.number) == ["free"]


def test_the_picture_has_a_page_with_caption_rights_sizes_and_its_story(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    one = media("one", settings_home, rights=Restriction(countries_out=("JP",), no_archive=True))
    newsroom.release("a", media=(one,), usage_terms="No resale.", headline="Ferry runs aground")
    page = read(browser, sheet(reader.number, "a", one))
    said = "Caption of one|Ada Lind|Not in: Japan|News for one day|No resale.|Ferry runs aground|1600 × 900|320 × 180"
    for words in (*said.split("|"), "JPEG", "Largest", "Small", f"/portal/story/{reader.number}/"):
        assert words in page, words
    assert page.count("?download=1") == 3
    pane = read(browser, sheet(reader.number, "a", one) + "?pane=1")
    assert "<html" not in pane
    assert "Not in: Japan" in pane
    assert Usage.objects.filter(action="view", guid=make_guid("a")).get().count == 2


def test_downloads_go_through_the_door_that_counts_them(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    one = media("one", settings_home)
    newsroom.release("a", media=(one,))
    page = read(browser, sheet(reader.number, "a", one))
    links = re.findall(r'href="(/portal/media/[^"]+\?download=1)"', page)
    assert [browser.get(link).content for link in links] == [b"one thumbnail", b"one web", b"one full"]
    assert Usage.objects.filter(action="download").count() == 3
    shown = re.findall(r'<img src="([^"?]+)"', page)
    assert [browser.get(link).content for link in shown] == [b"one web"]
    assert Usage.objects.filter(action="download").count() == 3, "what the page shows is part of reading it"


def test_a_film_plays_in_parts(newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path) -> None:
    one = film("f", settings_home)
    newsroom.release("a", media=(one,))
    page = read(browser, sheet(reader.number, "a", one))
    source = re.search(r'<source src="([^"]+)" type="video/mp4">', page)
    assert source is not None
    answer = browser.get(source[1], headers={"Range": "bytes=0-5"})
    assert (answer.status_code, answer.content) == (206, b"f film")
    assert "poster=" in page


def test_a_file_that_a_newer_version_has_no_more_leads_to_the_story(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    one = media("one", settings_home)
    newsroom.release("a", media=(one,))
    newsroom.release("a", "update")
    answer = browser.get(sheet(reader.number, "a", one))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/portal/story/{reader.number}/{make_guid('a')}")


def test_two_subscriptions_are_offered_side_by_side(
    newsroom: Newsroom, browser: Client, reader: Reader, settings_home: Path
) -> None:
    assert 'class="choose"' not in read(browser, f"/portal/pictures/{reader.number}/")
    house = Seat.objects.get(user=reader.user).subscriber
    newsroom.subscribe("second", "lang:tr")
    second = do_subscribe("harbour two", contract=Contract(subscriber=house, starts_at=START), product_codes=["second"])
    newsroom.release("a", media=(media("english", settings_home),))
    page = read(browser, f"/portal/pictures/{second.number}/")
    assert f'<a href="/portal/pictures/{second.number}/" aria-current="page">' in page
    assert f'<a href="/portal/pictures/{reader.number}/">' in page
    assert grid(browser, second.number) == []
    assert grid(browser, reader.number) == ["english"]


@pytest.mark.parametrize(
    ("restriction", "words"),
    [
        (None, []),
        (Restriction(), []),
        (Restriction(countries_only=("TR", "GR")), ["Only in: Türkiye, Greece"]),
        (Restriction(outlets_only=("newspaper",)), ["Only for: Newspaper"]),
        (Restriction(outlets_out=("broadcaster",), no_web=True), ["Not for: Radio or television", "Not on websites"]),
        (Restriction(clients_only=(9,)), ["Only for clients it was sold to by name"]),
    ],
)
def test_restrictions_are_written_out(restriction: Restriction | None, words: list[str]) -> None:
    with translation.override("en"):
        assert write_rights(restriction, "en") == words


def test_no_clause_of_a_restriction_is_forgotten() -> None:
    everything = Restriction(
        countries_only=("TR",), countries_out=("JP",), outlets_only=("agency",), outlets_out=("website",),
        clients_only=(1,), no_web=True, no_archive=True,
    )  # fmt: skip
    assert (
        len(write_rights(everything, "en"))
        == len(tuple(everything.clauses()))
        == len(msgspec.structs.fields(everything))
    )


def test_text_looks_at_every_alternative_text(now: datetime, settings_home: Path) -> None:
    item: Item = make_item("a", now)
    one = media("one", settings_home, alt={"en": "Cranes", "tr": "Vinçler"})
    assert Wanted(text="vincler").matches(item, one, None)
    assert not Wanted(text="vincler gemi").matches(item, one, None)
