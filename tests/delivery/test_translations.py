"""The words of mails to clients: each is in every catalogue of delivery, and every compiled catalogue is up to date."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from newswire import delivery
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from tests.desk.test_translations import entries

FOLDER = Path(delivery.__path__[0])
LANGUAGES = [language for language in CLIENT_LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def catalogue(language: str, folder: Path = FOLDER) -> Path:
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_keeps_its_placeholders(language: str) -> None:
    translated = entries(catalogue(language).read_text("utf-8"))
    assert len(translated) > 20
    for (_context, original), strings in translated.items():
        for string in strings:
            assert string, original
            assert sorted(PLACEHOLDER.findall(string)) == sorted(PLACEHOLDER.findall(original)), original


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_no_string_of_the_code_is_missing_from_the_catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "delivery"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("locale"))
    (copy / "locale").mkdir()
    monkeypatch.chdir(copy)
    call_command("makemessages", locale=LANGUAGES, no_location=True, no_wrap=True, verbosity=0)
    for language in LANGUAGES:
        fresh = entries(catalogue(language, copy).read_text("utf-8"))
        assert set(fresh) == set(entries(catalogue(language).read_text("utf-8"))), language


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str, tmp_path: Path) -> None:
    source = catalogue(language)
    target = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "-o", str(target), str(source)], check=True, capture_output=True)
    assert target.read_bytes() == source.with_suffix(".mo").read_bytes()
