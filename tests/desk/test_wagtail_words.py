"""Wagtail's words on our screens: what its Turkish and Arabic catalogues lack stands in ours, nothing is English."""

import gc
import gettext
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import wagtail.admin
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timesince import timesince
from django.utils.translation.trans_real import DjangoTranslation
from wagtail.users.models import UserProfile

import newswire
from newswire.accounts.models import Role
from tests.desk.conftest import client_of
from tests.desk.rooms import furnish, menu_addresses, other_addresses
from tests.desk.test_translations import entries
from tests.editing.people import make_user

WORDS = Path(newswire.__file__).parent / "desk" / "wagtail_words" / "locale"
CATALOGUES = sorted(WORDS.rglob("*.po"))
LANGUAGES = ("tr", "ar")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

# Wagtail leaves the temporary file of each size it makes to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def own_home(dsn: str, tmp_path: Path) -> Iterator[None]:  # noqa: ARG001 - the database must be there
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield
    gc.collect()  # here, where the mark above covers it, and not in another file's test


def _is_translated(catalogue: Any, *keys: object) -> bool:
    """Whether the catalogue of a language, or one merged into it, has a key; English, the last resort, is none."""
    while catalogue is not None:
        if any(key in catalogue._catalog for key in keys):
            return True
        catalogue = catalogue._fallback
        if isinstance(catalogue, DjangoTranslation):
            return False
    return False


@pytest.fixture
def left_in_english(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """(language, original) of every string that was asked for and had no translation, from now on."""
    found: set[tuple[str, str]] = set()

    def watch(name: str, keys_of: Callable[..., tuple[str, str]]) -> None:
        asked = getattr(DjangoTranslation, name)

        def watched(self: Any, *args: Any) -> Any:
            original, key = keys_of(*args)
            if self.language() in LANGUAGES and not _is_translated(self, key, (key, 0), (key, 1)):
                found.add((self.language(), original))
            return asked(self, *args)

        monkeypatch.setattr(DjangoTranslation, name, watched)

    watch("gettext", lambda text: (text, text))
    watch("ngettext", lambda one, _many, _n: (one, one))
    watch("pgettext", lambda context, text: (text, f"{context}\x04{text}"))
    watch("npgettext", lambda context, one, _many, _n: (one, f"{context}\x04{one}"))
    return found


def test_no_word_of_a_desk_page_is_left_in_english(
    now: datetime,
    own_home: None,  # noqa: ARG001 - files of the test go there
    left_in_english: set[tuple[str, str]],
) -> None:
    chief, other = make_user(Role.DUTY_CHIEF), make_user(Role.DUTY_CHIEF, "other")
    profile = UserProfile.objects.create(user=chief)
    rooms = furnish(chief, other, now)
    client = client_of(chief)
    for language in LANGUAGES:
        profile.preferred_language = language
        profile.save()
        for address in (*menu_addresses(), *other_addresses(rooms)):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert f'lang="{language}"' in answer.content.decode()[:500], address
    assert {one for one in left_in_english if one[1]} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_wagtails_scripts_are_all_there(language: str, dsn: str) -> None:  # noqa: ARG001 - people sign in
    chief = make_user(Role.DUTY_CHIEF)
    UserProfile.objects.create(user=chief, preferred_language=language)
    source = Path(wagtail.admin.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"
    answer = client_of(chief).get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});?\n", answer, re.DOTALL)
    assert found is not None
    catalogue = json.loads(found[1])
    wanted = [json.loads(f'"{original}"') for _context, original in entries(source.read_text("utf-8"))]
    assert len(wanted) > 50
    assert [one for one in wanted if one not in catalogue] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_word_keeps_its_placeholders_and_the_compiled_catalogue_is_the_written_one(
    path: Path, tmp_path: Path
) -> None:
    for (_context, original), strings in entries(path.read_text("utf-8")).items():
        for string in strings:
            assert string, original
            assert set(_PLACEHOLDER.findall(string)) == set(_PLACEHOLDER.findall(original)), original
    target = tmp_path / "compiled.mo"
    subprocess.run(["msgfmt", "-o", str(target), str(path)], check=True, capture_output=True)
    assert target.read_bytes() == path.with_suffix(".mo").read_bytes()


def test_no_word_of_ours_is_written_over() -> None:
    root = Path(newswire.__file__).parent
    for path in WORDS.rglob("django.mo"):
        theirs = _read(path)
        for own in root.glob(f"*/locale/{path.parts[-3]}/LC_MESSAGES/django.mo"):
            assert sorted(set(theirs) & set(_read(own)) - {""}) == [], own


def _read(path: Path) -> dict[Any, str]:
    with path.open("rb") as file:
        catalogue: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_saved_this_minute_was_saved_just_now(language: str) -> None:
    # Wagtail compares its own "0 minutes" with Django's; Arabic had two different ones and said "0 minutes ago"
    with translation.override(language):
        assert timesince(timezone.now()) == translation.gettext("0 minutes").replace(" ", "\xa0")
