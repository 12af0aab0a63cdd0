"""Pictures at the desk: uploaded with what their files say, described in every language, found again."""

import gc
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from playwright.sync_api import expect

from newswire.accounts.models import Role
from newswire.media.embedded import write_embedded
from newswire.media.models import Picture
from tests.desk.conftest import Enter
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.people import make_user
from tests.media.pictures import draw, encode
from tests.media.test_embedded import SAID

# Wagtail leaves the temporary file of each size it makes to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

PHOTO = write_embedded(encode(draw(600, 400)), SAID)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path) -> Iterator[Path]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield tmp_path
    gc.collect()  # here, where the mark above covers it, and not in another file's test


def drop(client: Client, name: str, content: bytes) -> dict[str, Any]:
    """What the page for many files posts for one of them."""
    answer = client.post(
        "/desk/images/multiple/add/",
        {"title": name.rpartition(".")[0], "collection": 1, "files[]": SimpleUploadedFile(name, content, "image/jpeg")},
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
    found: dict[str, Any] = json.loads(answer.content)
    return found


def form_of(picture: Picture, **changes: Any) -> dict[str, Any]:
    """What the edit page posts."""
    names = ("title", "kind", "caption", "credit", "creator", "copyright_notice", "usage_terms", "place")
    return {name: getattr(picture, name) for name in names} | {"collection": 1, "tags": "", "taken_at": ""} | changes


def test_files_dropped_on_the_page_are_pictures_at_once_with_what_they_say(enter: Enter) -> None:
    client = enter(Role.REPORTER)
    for number in range(3):
        said = drop(client, f"dsc_{number}.jpg", PHOTO + bytes([number]))
        assert said["success"], said
        assert said["image_id"]
    picture = Picture.objects.order_by("pk")[0]
    assert Picture.objects.count() == 3
    assert picture.title == SAID.headline
    assert (picture.caption, picture.credit, picture.creator) == (SAID.caption, SAID.credit, SAID.creator)
    assert (picture.copyright_notice, picture.usage_terms) == (SAID.copyright_notice, SAID.usage_terms)
    assert (picture.place, picture.taken_at, picture.alt) == ("Ostrava, Czechia", SAID.taken_at, SAID.alt)
    assert set(picture.tags.names()) == set(SAID.keywords)
    assert picture.metadata["xmp"]["guid"] == SAID.guid
    assert picture.renditions_at is None
    with picture.open_file() as file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(PHOTO + b"\0").digest()


def test_a_picture_with_broken_metadata_is_taken_and_the_editor_is_told(enter: Enter) -> None:
    client = enter(Role.REPORTER)
    assert drop(client, "broken.jpg", encode(draw(60, 40), xmp=b"<x:xmpmeta>no end\0"))["success"]
    picture = Picture.objects.get()
    assert picture.title == "broken"
    assert picture.metadata["problems"][0].startswith("xmp: ")
    page = client.get(f"/desk/images/{picture.pk}/").content.decode()
    assert "metadata could not be read" in page


@pytest.mark.parametrize("name", ["drawing.svg", "film.mp4", "picture.avif", "text.jpg"])
def test_what_cannot_be_released_is_refused_at_the_door(enter: Enter, name: str) -> None:
    content = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    said = drop(enter(Role.REPORTER), name, content)
    assert said["success"] is False
    assert said["error_message"]
    assert not Picture.objects.exists()


def test_words_somebody_wrote_are_not_overwritten_by_a_new_file(enter: Enter) -> None:
    client = enter(Role.PICTURE_EDITOR)
    drop(client, "plain.jpg", encode(draw(60, 40)))
    picture = Picture.objects.get()
    posted = form_of(picture, title="My title", caption="My caption", alt_tr="Benim")
    posted["file"] = SimpleUploadedFile("again.jpg", PHOTO, "image/jpeg")
    assert client.post(f"/desk/images/{picture.pk}/", posted).status_code == 302
    picture.refresh_from_db()
    assert (picture.title, picture.caption, picture.credit) == ("My title", "My caption", SAID.credit)
    assert picture.alt == {**SAID.alt, "tr": "Benim"}
    assert set(picture.tags.names()) == set(SAID.keywords)


def test_alternative_texts_are_kept_by_language_and_can_be_taken_away(enter: Enter) -> None:
    client = enter(Role.REPORTER)
    drop(client, "a.jpg", PHOTO)
    picture = Picture.objects.get()
    page = client.get(f"/desk/images/{picture.pk}/").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert SAID.alt["tr"] in page
    client.post(f"/desk/images/{picture.pk}/", form_of(picture, alt_en="Tram on a bridge", alt_tr="", alt_fr="Un pont"))
    picture.refresh_from_db()
    assert picture.alt == {"en": "Tram on a bridge", "fr": "Un pont", "ar": SAID.alt["ar"]}


@pytest.mark.parametrize(("text", "words"), [("x" * 251, "at most 250"), ("The caption", "This is the caption")])
def test_an_alternative_text_that_is_too_long_or_the_caption_is_refused(enter: Enter, text: str, words: str) -> None:
    client = enter(Role.REPORTER)
    drop(client, "a.jpg", encode(draw(60, 40)))
    picture = Picture.objects.get()
    answer = client.post(f"/desk/images/{picture.pk}/", form_of(picture, caption="The caption", alt_en=text))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    picture.refresh_from_db()
    assert (picture.alt, picture.caption) == ({}, "")


def test_moving_the_focal_point_has_the_renditions_made_again(enter: Enter, now: datetime) -> None:
    client = enter(Role.REPORTER)
    drop(client, "a.jpg", PHOTO)
    picture = Picture.objects.get()
    Picture.objects.update(renditions_at=now, files=[])
    client.post(f"/desk/images/{picture.pk}/", form_of(picture, caption="Other words"))
    picture.refresh_from_db()
    assert picture.renditions_at == now
    focus = {"focal_point_x": 100, "focal_point_y": 100, "focal_point_width": 50, "focal_point_height": 50}
    client.post(f"/desk/images/{picture.pk}/", form_of(picture, **focus))
    picture.refresh_from_db()
    assert picture.renditions_at is None


def test_the_grid_is_narrowed_to_a_kind(enter: Enter) -> None:
    client = enter(Role.REPORTER)
    for number, kind in enumerate(("picture", "graphic", "picture")):
        file = ContentFile(encode(draw(60, 40 + number)), f"{number}.jpg")
        Picture.objects.create(title=f"Number {number}", kind=kind, file=file)
    everything = client.get("/desk/images/").content.decode()
    assert all(f"Number {number}" in everything for number in range(3))
    graphics = client.get("/desk/images/?kind=graphic").content.decode()
    assert "Number 1" in graphics
    assert "Number 0" not in graphics
    assert "Number 2" in client.get("/desk/images/results/?kind=picture").content.decode()
    assert "No picture matches." in client.get("/desk/images/?q=nothing-like-it").content.decode()


def test_the_stranger_and_the_seller_see_no_pictures(stranger: Client, enter: Enter) -> None:
    assert stranger.get("/desk/images/").status_code == 302
    assert enter(Role.SALES).get("/desk/images/").status_code == 302


@pytest.mark.parametrize(("width", "language"), [(390, "en"), (390, "ar"), (1440, "en")])
def test_grid_and_edit_page_are_accessible_and_fit(browser: Any, desk_address: str, width: int, language: str) -> None:
    for number in range(5):
        file = ContentFile(encode(draw(300, 200 + number)), f"{number}.jpg")
        Picture.objects.create(title=f"A long title of a picture with number {number}", credit="AA", file=file)
    picture = Picture.objects.all()[0]
    user = make_user(Role.PICTURE_EDITOR)
    page, wrong = sign_in(browser, desk_address, user, viewport={"width": width, "height": 800}, locale=language)
    for path in ("/desk/images/", f"/desk/images/{picture.pk}/"):
        page.goto(path)
        expect(page.locator("body.ready")).to_be_attached()
        page.evaluate(SETTLED)
        assert faults(page) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
    page.goto("/desk/images/")
    tiles = page.locator(".desk-pictures li")
    expect(tiles).to_have_count(5)
    tops = [tiles.nth(number).bounding_box()["y"] for number in range(2)]  # type: ignore[index]
    assert tops[0] == tops[1], "two tiles stand side by side"
    assert wrong == []
