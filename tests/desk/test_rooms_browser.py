"""Every page of the desk in one browser, on a telephone: accessible, nothing runs over the edge; files are dropped."""

import base64
import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from newswire.accounts.models import Role, User
from newswire.media.embedded import write_embedded
from newswire.media.models import Picture
from tests.desk.rooms import furnish, menu_addresses, other_addresses
from tests.desk.test_browser import OVERFLOW, SETTLED, faults, sign_in
from tests.editing.people import make_user
from tests.media.pictures import draw, encode
from tests.media.test_embedded import SAID

# Wagtail leaves the temporary file of each size it makes to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

OVER_THE_EDGE = """() => {
  const scrolls = (one) => one && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  return [...document.querySelectorAll("main :is(input, select, textarea, button, a, h1, h2)")]
    .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((one) => !one.closest(".w-sr-only, .jcrop-keymgr, [data-minimap-container], .form-side, .Draftail-Toolbar"))
    .filter((one) => { const box = one.getBoundingClientRect();
      return box.width > 2 && (box.left < -2 || box.right > innerWidth + 2) && !scrolls(one.parentElement); })
    .map((one) => one.outerHTML.slice(0, 120));
}"""
"""A page may cut off what runs over its edge, and is then no wider than the screen: so each field is looked at."""
DROP = """(files) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  DataTransferItem.prototype.webkitGetAsEntry = undefined; // a file made here has no entry in a folder; without it
  const zone = document.querySelector(".drop-zone"); // the uploader takes the files as they are
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield
    gc.collect()  # here, where the mark above covers it, and not in another file's test


@pytest.fixture
def chief(dsn: str, own_home: None) -> User:  # noqa: ARG001 - the database and a home must be there
    return make_user(Role.DUTY_CHIEF)


def open_page(page: Page, address: str) -> None:
    """Opens a page and waits until Wagtail's scripts are through and nothing moves any more."""
    page.goto(address)
    expect(page.locator("body.ready")).to_be_attached()
    page.evaluate(SETTLED)


def test_every_page_of_the_desk_is_accessible_and_fits_a_telephone(
    browser: Browser, desk_address: str, chief: User, now: datetime
) -> None:
    rooms = furnish(chief, make_user(Role.DUTY_CHIEF, "other"), now)
    page, wrong = sign_in(browser, desk_address, chief, viewport={"width": 390, "height": 844}, color_scheme="dark")
    found: dict[str, list[str]] = {}
    addresses = [*menu_addresses(), *other_addresses(rooms)]
    for address in addresses:
        open_page(page, address)
        over = [f"wider than the screen by {page.evaluate(OVERFLOW)}"] if page.evaluate(OVERFLOW) > 0 else []
        found[address] = faults(page) + over + page.evaluate(OVER_THE_EDGE)
    assert {address: said for address, said in found.items() if said} == {}
    assert len(addresses) > 40
    assert wrong == []


def test_files_dropped_on_the_page_are_uploaded_and_show_what_they_say(
    browser: Browser, desk_address: str, chief: User
) -> None:
    page, wrong = sign_in(browser, desk_address, chief)
    open_page(page, reverse("wagtailimages:add_multiple"))
    pictures = [write_embedded(encode(draw(width, 200)), SAID) for width in (300, 310)]
    page.evaluate(DROP, [[f"dsc_{n}.jpg", base64.b64encode(one).decode()] for n, one in enumerate(pictures)])
    forms = page.locator("#upload-list form")
    expect(forms).to_have_count(2)
    for number in range(2):
        expect(forms.nth(number).get_by_label("Title", exact=False).first).to_have_value(SAID.headline)
        expect(forms.nth(number).locator("[name$=-caption]")).to_have_value(SAID.caption)
        expect(forms.nth(number).locator("[name$=-credit]")).to_have_value(SAID.credit)
    assert {one.creator for one in Picture.objects.all()} == {SAID.creator}
    assert Picture.objects.count() == 2
    expect(page.locator(".tagit-new input[aria-label]")).to_have_count(2)
    assert faults(page) == []
    assert wrong == []


def test_the_file_field_is_reached_by_keyboard_and_its_button_shows_it(
    browser: Browser, desk_address: str, chief: User
) -> None:
    page, wrong = sign_in(browser, desk_address, chief)
    open_page(page, reverse("wagtailimages:add_multiple"))
    field = page.get_by_label("Choose pictures from this computer")
    field.focus()
    outline = page.locator("label[for=fileupload]").evaluate("(one) => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    field.set_input_files({"name": "one.jpg", "mimeType": "image/jpeg", "buffer": encode(draw(300, 200))})
    expect(page.locator("#upload-list form")).to_have_count(1)
    assert wrong == []
