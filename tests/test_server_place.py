"""Where a run's PostgreSQL lies: in memory where there is room, and nothing stays there for ever."""

import os
import shutil
import subprocess
from collections import namedtuple
from pathlib import Path

import pytest

from tests.server_place import PREFIX, ROOM, choose_place, forget_killed_runs, remove_place

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if any folder had just enough room."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(ROOM, 0, ROOM))


@pytest.mark.usefixtures("roomy")
def test_the_server_lies_in_memory_open_to_its_account(tmp_path: Path) -> None:
    place = choose_place(tmp_path / "run", tmp_path)
    assert place.parent == tmp_path
    assert place.name.startswith(f"{PREFIX}{os.getpid()}-")
    assert place.stat().st_mode & 0o777 == 0o755


def test_the_server_lies_with_the_run_where_memory_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(ROOM, 1, ROOM - 1))
    assert choose_place(tmp_path / "run", tmp_path) == tmp_path / "run"


def test_the_server_lies_with_the_run_where_there_is_no_memory(tmp_path: Path) -> None:
    assert choose_place(tmp_path / "run", tmp_path / "nowhere") == tmp_path / "run"


@pytest.mark.usefixtures("roomy")
def test_what_a_killed_run_left_goes_when_the_next_one_begins(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left, alive = tmp_path / f"{PREFIX}{ended.pid}-x", tmp_path / f"{PREFIX}{os.getpid()}-x"
    others = [alive, tmp_path / f"{PREFIX}nobody-x", tmp_path / "something-else"]
    for folder in (left, *others):
        folder.mkdir()
    choose_place(tmp_path / "run", tmp_path)
    assert not left.exists()
    assert all(folder.exists() for folder in others)


def test_a_place_goes_with_everything_in_it(tmp_path: Path) -> None:
    place = tmp_path / "place"
    (place / "home" / "postgres").mkdir(parents=True)
    remove_place(place)
    assert not place.exists()
    forget_killed_runs(tmp_path)
