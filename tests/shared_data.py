"""Reference data that is read where it lies, beside the project, and never copied into it."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2] / "shared" / "data"


def require_shared_data(*parts: str) -> Path:
    """The folder or file `parts` of the reference data. Without it the test is skipped, and fails where `CI=true`."""
    path = _ROOT.joinpath(*parts)
    if path.exists():
        return path
    reason = f"the reference data is not beside the project: {path} is missing"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
