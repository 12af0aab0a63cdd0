"""What a form changes in a row: only what differs is set, checked, and written down with the deed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from newswire.kit.errors import RuleError


def change(row: Model, said: Mapping[str, Any]) -> dict[str, str]:
    """Sets the fields that differ; what they were and are, as `before → after`. Nothing is saved.

    Raises `RuleError` where a value cannot be.
    """
    changed: dict[str, str] = {}
    for name, value in said.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = f"{_write(before)} → {_write(value)}"
    try:
        row.clean_fields(exclude={field.name for field in row._meta.get_fields() if field.name not in changed})
    except ValidationError as error:
        raise RuleError(" ".join(f"{name}: {' '.join(told)}" for name, told in error.message_dict.items())) from error
    return changed


def _write(value: object) -> str:
    if value is None or value == "":
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
