"""Reference data: found, or skipped with a plain reason, or failed where the build must have it."""

from pathlib import Path

import pytest

from tests import shared_data
from tests.shared_data import require_shared_data


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the reference data."""
    monkeypatch.setattr(shared_data, "_ROOT", tmp_path)
    return tmp_path


def test_what_is_there_is_found(elsewhere: Path) -> None:
    (elsewhere / "stories").mkdir()
    assert require_shared_data("stories") == elsewhere / "stories"
    assert require_shared_data() == elsewhere


def test_what_is_missing_skips_the_test_with_a_plain_reason(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="not beside the project"):
        require_shared_data("stories")
    assert elsewhere.exists()


def test_what_is_missing_fails_the_test_in_the_build(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="not beside the project"):
        require_shared_data("stories")
    assert elsewhere.exists()
