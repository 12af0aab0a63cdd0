"""IPTC's own ninjs 3.1 schema with formats asserted, and the local copy of GeoJSON it refers to."""

import json
import re
from datetime import datetime
from typing import Any, Protocol

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from tests.shared_data import require_shared_data

_URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_formats = FormatChecker(formats=())


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return _MOMENT.fullmatch(value) is not None and datetime.fromisoformat(value).tzinfo is not None


_formats.checks("uri")(_is_uri)
_formats.checks("date-time", raises=ValueError)(_is_moment)


class Validator(Protocol):
    """What the tests use of a jsonschema validator, which comes without types."""

    def validate(self, instance: object) -> None: ...

    def is_valid(self, instance: object) -> bool: ...


def load_validator() -> Validator:
    """A validator for one ninjs 3.1 object; jsonschema asserts no `uri` or `date-time` by itself, so both are here."""
    root = require_shared_data("standards", "ninjs")
    schema = json.loads((root / "specification" / "ninjs-schema_3.1.json").read_text(encoding="utf-8"))
    geo = json.loads((root / "validation" / "test_suite" / "GeoJSON-schema.json").read_text(encoding="utf-8"))
    resource: Resource[Any] = Resource.from_contents(geo, default_specification=DRAFT7)
    registry: Registry[Any] = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", resource)
    validator: Validator = Draft202012Validator(schema, registry=registry, format_checker=_formats)
    return validator
