"""Every string of the website is translated into every edition's language, and compiled."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from newswire.item.vocabulary.languages import EDITIONS
from newswire.look.assets import FOLDER
from newswire.look.catalogue import encode_mo, read_po
from newswire.public.engine import HERE, LOCALE

LOOK = FOLDER.parent
LANGUAGES = [language for language in EDITIONS if language != "en"]  # the strings themselves are English


def _strings(part: Path) -> set[str]:
    texts = [path.read_text("utf-8") for path in part.rglob("*.html")]
    found = {match[2] for text in texts for match in re.finditer(r"{% translate (['\"])(.*?)\1", text)}
    code = [path.read_text("utf-8") for path in part.rglob("*.py")]
    return found | {match[1] for text in code for match in re.finditer(r'gettext\("(.*?)"\)', text)}


def _catalogue(part: Path, language: str) -> Path:
    return part / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("part", [LOOK, HERE], ids=["look", "public"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_none_is_left_over(part: Path, language: str) -> None:
    entries = read_po(_catalogue(part, language).read_text("utf-8"))
    strings = _strings(part)
    assert len(strings) >= 2
    assert set(entries) - {""} == strings
    for text, translated in entries.items():
        assert translated, text
        if text:
            assert re.findall(r"%\(\w+\)\w", text) == re.findall(r"%\(\w+\)\w", translated)


@pytest.mark.parametrize("part", [LOOK, HERE], ids=["look", "public"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_translators_wrote(part: Path, language: str) -> None:
    path = _catalogue(part, language)
    assert path.with_suffix(".mo").read_bytes() == encode_mo(read_po(path.read_text("utf-8")))


def test_django_knows_the_folder_of_the_websites_catalogues() -> None:
    assert str(LOCALE) in [str(folder) for folder in settings.LOCALE_PATHS]


def test_no_template_uses_blocks_of_translation_the_check_above_does_not_see() -> None:
    for part in (LOOK, HERE):
        for path in part.rglob("*.html"):
            assert not re.search(r"{% *(blocktrans|blocktranslate|trans) ", path.read_text("utf-8")), path
