"""The website put together for this installation: what an export writes with the settings in force."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from newswire.edition.shape import public_id_of
from newswire.edition.writer import do_publish, do_withdraw
from newswire.project.website import run_export
from newswire.public.export import ExportFolderError
from tests.edition.contents import make_content

GUID = "urn:newsml:test.example:20261124:harbour"


@pytest.fixture
def installed(public_dsn: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of the test's database."""
    monkeypatch.setattr(settings, "NEWSWIRE_PUBLIC_DSN", public_dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", home)
    monkeypatch.setattr(settings, "NEWSWIRE_EDITION_LANGUAGE", "tr")
    monkeypatch.setattr(settings, "WAGTAILADMIN_BASE_URL", "https://news.example")


@pytest.mark.usefixtures("installed")
def test_an_export_follows_the_settings_and_says_how_far_it_is(
    connection: psycopg.Connection[tuple[object, ...]], now: datetime, tmp_path: Path
) -> None:
    do_publish(connection, GUID, make_content(picture=None), now)
    folder = tmp_path / "site"
    story = folder / f"en/economy/northaven-harbour-opens-again/{public_id_of(GUID)}/index.html"
    totals: list[int] = []
    steps: list[int] = []

    def count(total: int) -> Callable[[], None]:
        totals.append(total)
        return lambda: steps.append(1)

    first = asyncio.run(run_export(folder, count))
    assert totals == [len(steps)]
    assert first.written == len(steps)
    assert '<link rel="canonical" href="https://news.example/en/economy/' in story.read_text()
    assert '<html lang="tr"' in (folder / "index.html").read_text()
    before = {path for path in folder.rglob("*") if path.is_file()}
    do_withdraw(connection, GUID, now)
    second = asyncio.run(run_export(folder, count))
    assert second.removed == len([path for path in before if not path.exists()])
    assert not story.exists()


@pytest.mark.usefixtures("installed")
def test_a_folder_with_other_files_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    def count(_total: int) -> Callable[[], None]:
        raise AssertionError("nothing may be counted")

    with pytest.raises(ExportFolderError):
        asyncio.run(run_export(tmp_path, count))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
