"""The desk's words: every string of ours is in every catalogue of ours, and every compiled catalogue is up to date."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

import newswire

ROOT = Path(newswire.__file__).parent
PARTS = ("desk", "editing", "accounts", "media", "subscribers")
LANGUAGES = ("tr", "ar")
_ENTRY = re.compile(
    r'(?:msgctxt "(?P<context>.*?)"\n)?msgid (?P<id>(?:".*"\n)+)(?:msgid_plural (?P<plural>(?:".*"\n)+))?'
    r'(?P<strings>(?:msgstr(?:\[\d\])? (?:".*"\n?)+)+)'
)


def entries(content: str) -> dict[tuple[str, str], list[str]]:
    """The translations of a catalogue by context and original; the header left out."""
    found = {}
    for match in _ENTRY.finditer(content):
        original = "".join(re.findall(r'"(.*)"', match["id"]))
        strings = re.split(r"msgstr(?:\[\d\])? ", match["strings"])[1:]
        found[match["context"] or "", original] = ["".join(re.findall(r'"(.*)"', one)) for one in strings]
    found.pop(("", ""), None)
    return found


def catalogue(part: str, language: str) -> Path:
    return ROOT / part / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_string_is_translated_and_keeps_its_placeholders(part: str, language: str) -> None:
    translated = entries(catalogue(part, language).read_text("utf-8"))
    assert len(translated) >= 6
    for (_context, original), strings in translated.items():
        for string in strings:
            assert string, original
            assert set(re.findall(r"%\(\w+\)[sd]", string)) == set(re.findall(r"%\(\w+\)[sd]", original)), original


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
@pytest.mark.parametrize("part", PARTS)
def test_no_string_of_the_code_is_missing_from_the_catalogues(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / part
    shutil.copytree(ROOT / part, copy)
    monkeypatch.chdir(copy)
    call_command("makemessages", locale=list(LANGUAGES), no_location=True, no_wrap=True, verbosity=0)
    for language in LANGUAGES:
        fresh = entries((copy / "locale" / language / "LC_MESSAGES" / "django.po").read_text("utf-8"))
        assert set(fresh) == set(entries(catalogue(part, language).read_text("utf-8"))), language


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_the_compiled_catalogue_is_the_written_one(part: str, language: str, tmp_path: Path) -> None:
    source = catalogue(part, language)
    target = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "-o", str(target), str(source)], check=True, capture_output=True)
    assert target.read_bytes() == source.with_suffix(".mo").read_bytes()


def unquoted(string: str) -> str:
    """A string as it is told, of one as a catalogue writes it."""
    return str(ast.literal_eval(f'"{string}"'))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_no_other_catalogue_puts_its_words_into_the_desks_mouth(part: str, language: str) -> None:
    written, told = {}, {}
    with translation.override(language):
        for (context, original), strings in entries(catalogue(part, language).read_text("utf-8")).items():
            if len(strings) == 1:
                key = context, unquoted(original)
                written[key] = unquoted(strings[0])
                told[key] = translation.pgettext(*key) if context else translation.gettext(key[1])
    assert len(written) >= 6
    assert told == written
