"""Older ninjs in the names of 3.1: lower-case names (2.x), singular arrays and `headline_*`, `body_*` (1.x)."""

from typing import Any

import msgspec

from newswire.formats.ninjs.shape import Association, File, Named, Ninjs, OtherId, Rights, Standard, Value

Json = dict[str, Any]

_NAMES = {
    field.encode_name.lower(): field.encode_name
    for shape in (Ninjs, Association, File, Named, OtherId, Rights, Standard, Value)
    for field in msgspec.structs.fields(shape)
} | {
    "embargoed": "embargoedUntil",
    "byline": "by",
    "person": "people",
    "organisation": "organisations",
    "place": "places",
    "subject": "subjects",
    "genre": "genres",
    "infosource": "infoSources",
    "mimetype": "contentType",
}
_FAMILIES = {"headline": "headlines", "body": "bodies", "description": "descriptions"}
_KEYED = frozenset({"associations", "renditions"})


def modernise(source: Json) -> Json:
    """`source`, any ninjs object from 1.0 to 3.1, in the names and nesting of 3.1; what we do not read stays behind."""
    result = _identify(source)
    for key, value in source.items():
        family, _, role = key.lower().partition("_")
        if family in _FAMILIES and isinstance(value, str):
            result.setdefault(_FAMILIES[family], []).append(_text(value, role))
            continue
        name = _NAMES.get(key.lower())
        if name is None or value is None:
            continue
        if name in _KEYED and isinstance(value, dict):
            value = [{"name": one, **entry} for one, entry in value.items() if isinstance(entry, dict)]
        elif name == "altIds" and isinstance(value, dict):
            value = [{"role": role, "value": one} for role, one in value.items()]
        result[name] = _modernise_value(value)
    return result


def _modernise_value(value: Any) -> Any:
    if isinstance(value, dict):
        return modernise(value)
    if isinstance(value, list):
        return [_modernise_value(one) for one in value]
    return value


def _text(value: str, role: str) -> Json:
    markup = role in ("xhtml", "html") or (role != "text" and "</" in value)
    return {"value": value, "role": role or "main", "contentType": "application/xhtml+xml" if markup else "text/plain"}


def _identify(source: Json) -> Json:
    """1.x identifies a concept by `scheme` and `code`: the pair becomes the `uri` of 3.1, or its `literal`."""
    code, scheme = source.get("code"), source.get("scheme")
    if not isinstance(code, str):
        return {}
    joined = f"{scheme}{code}" if isinstance(scheme, str) else code
    return {"uri" if "://" in joined else "literal": joined}
