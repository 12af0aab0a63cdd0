"""The story in full: everything the item carries, its present state, and its pictures."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.item.body import Crosshead, Embed, ListBlock, Mark, Paragraph, Quote, Table
from newswire.item.item import Correction, Entity, Item, Media, Place, Rendition, Subject
from newswire.media.renditions import do_make_renditions
from newswire.media.store import do_end, do_store
from newswire.portal.body import make_content, make_picture, name_subject
from newswire.subscribers.models import Seat, Subscriber
from tests.media.pictures import decode, draw, encode
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader, open_browser, read, send_notice
from tests.portal.test_wire import text
from tests.stories import BODY, make_guid, make_item

BLOCKS = (
    Paragraph("See the report now", marks=(Mark(4, 14, "link", "https://example.org/report"),)),
    Crosshead("In figures"),
    Quote("We lost no crane.", "Ida Brandt, harbour master"),
    ListBlock(("forty ships", "one ferry"), ordered=True),
    Table((("Quay", "Ships"), ("North", "12")), has_head=True, caption="Ships by quay"),
)


def story_path(reader: Reader, name: str) -> str:
    return f"/portal/story/{reader.number}/{make_guid(name)}"


def make_pictures(home: Path) -> tuple[Rendition, ...]:
    return do_make_renditions(home, encode(draw(1600, 900)))


def html_of(item: Item) -> str:
    return "".join(piece.html for piece in make_content(0, item, "en").pieces)


def test_every_sentence_and_every_fact_is_there(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    newsroom.release(
        "full",
        slugline="HARBOUR/REOPENS",
        urgency=3,
        editor_note="Pictures follow.\nNext update at noon.",
        update_line="Adds the number of ships",
        usage_terms="No resale.",
        copyright_notice="© 2026 Newswire",
        keywords=("storm", "harbour"),
        people=(Entity("Ida Brandt"),),
        organisations=(Entity("Northaven Port Authority"),),
        places=(Place("Northaven", "NO/Northaven"),),
        subjects=(Subject("medtop:20000337"), Subject("house:quays", "Quays")),
    )
    page = text(read(browser, story_path(reader, "full")))
    for block in BODY:
        assert block.text in page.replace("&quot;", '"')
    for part in (
        "Northaven harbour opens again (full)", "Forty ships waited three days outside the breakwater", "Ada Lind",
        "HARBOUR/REOPENS", "Version 1", "Urgency 3", "No. 1", "Note to editors Pictures follow. Next update at noon.",
        "What is new Adds the number of ships", "Terms of use No resale.",
        "Copyright © 2026 Newswire", "Sections Economy World", "Subjects transport Quays", "Places Northaven",
        "People Ida Brandt", "Organisations Northaven Port Authority", "Keywords storm harbour", "Language English",
        "Words 70", make_guid("full"), "24 November 2026, 09:30 UTC",
    ):  # fmt: skip
        assert part in page, part


def test_the_pane_is_the_same_text_without_the_page_around_it(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("a")
    pane = read(browser, story_path(reader, "a") + "?pane=1")
    assert pane.lstrip().startswith("<article")
    assert '<h2 class="headline"' in pane
    whole = read(browser, story_path(reader, "a"))
    article = re.compile(r"<article.*</article>", re.DOTALL)
    found = [article.search(one) for one in (pane, whole)]
    assert found[0] is not None
    assert found[1] is not None
    assert text(found[0][0]) == text(found[1][0])


def test_subjects_and_labels_are_in_the_interfaces_language_and_the_story_in_its_own(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("a")
    browser.cookies["django_language"] = "ar"
    page = read(browser, story_path(reader, "a"))
    assert '<html lang="ar" dir="rtl">' in page
    assert '<h1 class="headline" lang="en" dir="ltr">' in page
    assert '<div class="story-body" lang="en" dir="ltr">' in page
    assert "الأهمية 5" in page
    assert name_subject(Subject("medtop:20000337"), "ar") in page
    assert name_subject(Subject("medtop:20000337"), "ar") != "transport"


def test_every_kind_of_block_keeps_its_form(now: datetime) -> None:
    html = html_of(make_item("a", now, body=BLOCKS))
    assert '<p>See <a href="https://example.org/report">the report</a> now</p>' in html
    assert "<h2>In figures</h2>" in html
    assert "<blockquote><p>We lost no crane.</p><cite>Ida Brandt, harbour master</cite></blockquote>" in html
    assert "<ol><li>forty ships</li><li>one ferry</li></ol>" in html
    assert '<div class="table" role="region" tabindex="0" aria-label="Ships by quay"><table>' in html
    assert "<th>Quay</th>" in html


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//example.org", "http://[", ""]
)
def test_a_link_that_could_do_harm_is_only_its_text(now: datetime, href: str) -> None:
    body = (Paragraph("Click here", marks=(Mark(0, 5, "link", href), Mark(6, 10, "strong"))),)
    assert html_of(make_item("a", now, body=body)) == "<p>Click <strong>here</strong></p>"


def test_texts_are_never_markup(now: datetime) -> None:
    body = (Paragraph("<script>alert(1)</script>"), Table((("<b>",),), caption='"><img src=x onerror=alert(1)>'))
    html = html_of(make_item("a", now, body=body))
    assert "<script" not in html
    assert "<img" not in html
    assert "<td>&lt;b&gt;</td>" in html


def test_pictures_stand_where_the_body_has_them_and_the_others_before_it(now: datetime) -> None:
    files = (Rendition("web", "a" * 64, "image/jpeg", 1280, 720), Rendition("full", "b" * 64, "image/png", 4000, 2250))
    media = tuple(Media(name, "picture", alt={"en": name}, renditions=files) for name in ("lead", "inside"))
    item = make_item(
        "a", now, body=(Paragraph("One."), Embed("inside"), Embed("unknown"), Paragraph("Two.")), media=media
    )
    content = make_content(3, item, "en")
    assert [picture.alt for picture in content.pictures] == ["lead"]
    assert [piece.picture.alt if piece.picture else str(piece.html) for piece in content.pieces] == [
        "<p>One.</p>",
        "inside",
        "<p>Two.</p>",
    ]
    assert content.pictures[0].src == f"/portal/media/3/{item.guid}/{'a' * 64}"
    assert content.pictures[0].full == f"/portal/media/3/{item.guid}/{'b' * 64}"
    assert (content.pictures[0].width, content.pictures[0].height) == (1280, 720)


def test_what_has_no_picture_file_is_left_out(now: datetime) -> None:
    item = make_item("a", now)
    video = Media("v", "video", renditions=(Rendition("full", "c" * 64, "video/mp4"),))
    assert make_picture(0, item, video, "en") is None
    assert make_picture(0, item, Media("p", "picture"), "en") is None


def test_a_correction_says_what_was_wrong_and_what_is_right(
    newsroom: Newsroom, reader: Reader, browser: Client
) -> None:
    newsroom.release("a")
    correction = Correction("forty ships", "fifty ships", "The harbour master miscounted.")
    newsroom.release("a", "correction", correction=correction)
    page = text(read(browser, story_path(reader, "a")))
    assert "Correction We wrote forty ships Correct is fifty ships The harbour master miscounted." in page
    assert "Version 2" in page


def test_an_embargoed_story_is_readable_under_a_banner_with_the_time(
    newsroom: Newsroom, reader: Reader, browser: Client, now: datetime
) -> None:
    newsroom.release("study", embargo_until=now + timedelta(hours=1))
    page = read(browser, story_path(reader, "study"))
    assert "Embargo Hold until 24 November 2026, 10:30 UTC" in text(page)
    assert f'data-until="{(now + timedelta(hours=1)).isoformat()}"' in page
    assert BODY[0].text in page


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("kill", "Killed Do not use this story. Remove it wherever it was published. The ministry denies it."),
        ("hold", "Hold Do not use this story until further word. The ministry denies it."),
    ],
)
def test_a_recalled_story_is_a_notice_and_nothing_of_the_story(
    newsroom: Newsroom, reader: Reader, browser: Client, kind: str, words: str
) -> None:
    newsroom.release("wrong", headline="Minister resigns", editor_note="From two sources")
    send_notice(newsroom, "wrong", "kill" if kind == "kill" else "hold", "The ministry denies it.")
    for path in (story_path(reader, "wrong"), story_path(reader, "wrong") + "?pane=1"):
        page = read(browser, path)
        assert words in text(page)
        for part in ("Minister resigns", "From two sources", "Ida Brandt", "breakwater"):
            assert part not in page, part


def test_a_guid_of_any_shape_leads_to_its_story(newsroom: Newsroom, reader: Reader, browser: Client) -> None:
    for name in ("with space", "q?a=b&c", "per%cent", "tag/with/slashes", "سفينة"):
        newsroom.release(name)
        (href,) = re.findall(r'class="row-link" href="([^"]+)"', read(browser, f"/portal/wire/{reader.number}/"))[:1]
        assert f"({name})".replace("&", "&amp;") in read(browser, href.replace("&amp;", "&"))


def test_a_picture_comes_from_the_store_for_as_long_as_the_story_may_be_read(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    files = make_pictures(settings_home)
    newsroom.release("a", media=(Media("p", "picture", caption="The quay", credit="Ada Lind", renditions=files),))
    page = read(browser, story_path(reader, "a"))
    (src,) = re.findall(r'<img src="([^"]+)"', page)
    assert "The quay Ada Lind" in text(page)
    answer = browser.get(src)
    assert decode(answer.content).size == (1280, 720)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    again = browser.get(src, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    send_notice(newsroom, "a", "hold", "Which quay?")
    assert browser.get(src, headers={"if-none-match": answer.headers["ETag"]}).status_code == 404
    send_notice(newsroom, "a", "kill", "Wrong quay.")
    gone = browser.get(src, headers={"if-none-match": answer.headers["ETag"]})
    assert gone.status_code == 410
    assert "This file was withdrawn." in gone.content.decode()


def test_a_picture_that_was_killed_alone_is_gone(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    files = make_pictures(settings_home)
    newsroom.release("a", media=(Media("p", "picture", renditions=files),))
    path = f"/portal/media/{reader.number}/{make_guid('a')}/{files[0].sha256}"
    assert browser.get(path).status_code == 200
    do_end(settings_home, files[0].sha256)
    assert browser.get(path).status_code == 410
    newsroom.release("a", kind="refile")
    assert browser.get(path).status_code == 410


def test_the_picture_of_an_embargoed_story_is_kept_from_those_without_the_right(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path, now: datetime
) -> None:
    number = newsroom.subscribe("late", "*", starts_at=now - timedelta(days=1)).number
    organisation = Subscriber.objects.get(name="late")
    late = User.objects.create_user("late", password="p", role=Role.SUBSCRIBER)
    Seat.objects.create(user=late, subscriber=organisation)
    picture = Media("p", "picture", renditions=make_pictures(settings_home))
    newsroom.release("a", media=(picture,), embargo_until=now + timedelta(hours=1))
    path = f"{make_guid('a')}/{picture.renditions[0].sha256}"
    assert browser.get(f"/portal/media/{reader.number}/{path}").status_code == 200
    read(open_browser(late), f"/portal/media/{number}/{path}", 404)
    read(open_browser(late), f"/portal/media/{reader.number}/{path}", 404)
    newsroom.release("a", kind="lift", media=(picture,))
    assert open_browser(late).get(f"/portal/media/{number}/{path}").status_code == 200


def test_a_file_that_the_story_does_not_cite_is_not_handed_out(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    files = make_pictures(settings_home)
    hidden = do_store(settings_home, b"another story's file")
    newsroom.release("a", media=(Media("p", "picture", renditions=files),))
    path = f"/portal/media/{reader.number}/{make_guid('a')}"
    missing = read(browser, f"{path}/{'f' * 64}", 404)
    assert read(browser, f"{path}/{hidden}", 404) == missing
    assert read(browser, f"{path}/..%2F..%2Fsecret-key", 404) == missing


def test_a_film_plays_on_the_page_with_its_poster_and_length(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    content = bytes(range(256)) * 20
    poster = next(one for one in make_pictures(settings_home) if one.name == "web")
    files = (
        msgspec.structs.replace(poster, name="poster"),
        Rendition("full", do_store(settings_home, content), "video/mp4", 1280, 720, len(content)),
    )
    film = Media(
        "f", "video", caption="The tram", credit="Ada Lind", alt={"en": "A tram"}, renditions=files, seconds=74.6
    )
    newsroom.release("a", media=(film,))
    answer = browser.get(story_path(reader, "a"))
    page = answer.content.decode()
    media = f"/portal/media/{reader.number}/{make_guid('a')}"
    assert f'<video controls preload="none" poster="{media}/{poster.sha256}" width="1280" height="720"' in page
    assert f'<source src="{media}/{files[1].sha256}" type="video/mp4">' in page
    assert 'aria-label="A tram"' in page
    assert "The tram Ada Lind 1:15 Download" in text(page)
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    part = browser.get(f"{media}/{files[1].sha256}", headers={"range": "bytes=256-511"})
    assert (part.status_code, part.content) == (206, bytes(range(256)))
    assert part.headers["Content-Range"] == f"bytes 256-511/{len(content)}"
    assert part.headers["Content-Type"] == "video/mp4"
    assert browser.get(f"{media}/{files[1].sha256}").content == content
    do_end(settings_home, files[1].sha256)
    gone = browser.get(f"{media}/{files[1].sha256}", headers={"range": "bytes=0-"})
    assert gone.status_code == 410


def test_what_no_browser_should_run_is_handed_over_as_a_file(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    drawing = do_store(settings_home, b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    graphic = Media("g", "graphic", renditions=(Rendition("full", drawing, "image/svg+xml"),))
    newsroom.release("a", media=(graphic,))
    answer = browser.get(f"/portal/media/{reader.number}/{make_guid('a')}/{drawing}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"


def test_a_file_that_is_lost_is_not_found(
    newsroom: Newsroom, reader: Reader, browser: Client, settings_home: Path
) -> None:
    assert settings_home.exists()
    newsroom.release("a", media=(Media("p", "picture", renditions=(Rendition("web", "e" * 64, "image/jpeg"),)),))
    read(browser, f"/portal/media/{reader.number}/{make_guid('a')}/{'e' * 64}", 404)
