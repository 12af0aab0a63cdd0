"""Every kind of public page is valid HTML in every language."""

from datetime import datetime
from pathlib import Path

import psycopg

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_publish
from newswire.item.vocabulary.languages import EDITIONS
from tests.edition.contents import make_content
from tests.html_validate import validate
from tests.public.door import Door
from tests.stories import make_guid


def test_pages_of_every_kind_are_valid(
    door: Door, connection: psycopg.Connection[tuple[object, ...]], now: datetime, tmp_path: Path
) -> None:
    pages = {}
    for language in EDITIONS:
        content = make_content(language=language)
        guid = make_guid(language)
        do_publish(connection, guid, content, now)
        story = f"/{language}/{content.sections[0]}/{content.slug}/{public_id_of(guid)}"
        for path in (f"/{language}/", f"/{language}/{content.sections[0]}/", story, f"/{language}/nothing/"):
            pages[path] = door.get(path).text
    assert len(pages) == 4 * len(EDITIONS)
    assert validate(pages, tmp_path) == []


def test_a_page_that_is_not_valid_is_found(tmp_path: Path) -> None:
    found = validate({"/bad": '<!doctype html><html lang="en"><title>a</title><p><div id="a" id="b"></p>'}, tmp_path)
    assert any(line.startswith("/bad:1:") for line in found)
