"""Find and replace in a story's texts: pure. In HTML only what a reader reads is looked at, never a tag."""

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Literal

import msgspec

Case = Literal["exact", "any"]
TEXTS: tuple[str, ...] = ("headline", "standfirst", "body", "picture_caption", "summary")
"""The story's fields that are looked through, in the order of the editor."""
MARKUP = frozenset({"body", "summary"})
"""Those of them that are HTML."""
AROUND = 40

_TAG = re.compile(r"(<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)")
_BLOCK = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|blockquote|div|br|hr)\b", re.IGNORECASE)
_DOTTED = frozenset({"tr", "az"})
"""Languages in which I is the capital of ı, and İ of i."""


class Hit(msgspec.Struct, frozen=True):
    """One place: the field, what stands there, and up to 40 characters on each side of it."""

    field: str
    before: str
    found: str
    after: str


class Replaced(msgspec.Struct, frozen=True):
    """The texts that change, by field, and every hit in order."""

    texts: dict[str, str]
    hits: tuple[Hit, ...]


def fold(text: str, language: str) -> str:
    """`text` without the difference of case, character by character: the length stays, so that places are the same."""
    is_dotted = language.partition("-")[0] in _DOTTED
    return "".join(_fold(one, is_dotted) for one in text)


def _fold(one: str, is_dotted: bool) -> str:  # noqa: FBT001 - a fact about the language, decided once per text
    if one == "İ":
        return "i"
    if one == "I" and is_dotted:
        return "ı"
    low = one.lower()
    return low if len(low) == 1 else one


def find_places(text: str, wanted: str, *, case: Case, language: str) -> tuple[int, ...]:
    """Where `wanted` begins in `text`; hits do not overlap."""
    if case == "any":
        text, wanted = fold(text, language), fold(wanted, language)
    places, at = [], text.find(wanted) if wanted else -1
    while at >= 0:
        places.append(at)
        at = text.find(wanted, at + len(wanted))
    return tuple(places)


def replace_all(texts: Mapping[str, str], wanted: str, new: str, *, case: Case, language: str) -> Replaced:
    """Every `wanted` in `texts` as `new`. A word that a mark begins or ends within is not found."""
    changed: dict[str, str] = {}
    hits: list[Hit] = []
    for field, text in texts.items():
        parts = _TAG.split(text) if field in MARKUP else [text]
        for number in range(0, len(parts), 2):  # between the tags
            plain = unescape(parts[number]) if field in MARKUP else parts[number]
            places = find_places(plain, wanted, case=case, language=language)
            if not places:
                continue
            ends = (_beside(parts[:number], -1), _beside(parts[number + 1 :], 1)) if field in MARKUP else ("", "")
            hits += (_hit(field, plain, at, len(wanted), ends) for at in places)
            put = _put(plain, places, len(wanted), new)
            parts[number] = escape(put, quote=False) if field in MARKUP else put
        if (after := "".join(parts)) != text:
            changed[field] = after
    return Replaced(changed, tuple(hits))


def _beside(parts: list[str], step: int) -> str:
    """The text before (`step` -1) or after a part, up to where its paragraph begins or ends."""
    near: list[str] = []
    for part in parts[::step]:
        if _BLOCK.match(part):
            break
        if not part.startswith("<"):
            near.append(unescape(part))
    return "".join(near[::step])


def _hit(field: str, text: str, at: int, length: int, ends: tuple[str, str]) -> Hit:
    before, after = ends[0] + text[:at], text[at + length :] + ends[1]
    return Hit(field, before[-AROUND:], text[at : at + length], after[:AROUND])


def _put(text: str, places: Iterable[int], length: int, new: str) -> str:
    out, last = [], 0
    for at in places:
        out += [text[last:at], new]
        last = at + length
    return "".join([*out, text[last:]])
