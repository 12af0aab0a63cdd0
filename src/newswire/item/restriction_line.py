"""Restrictions as a newsroom types them: “JAPAN OUT · ONLY TR, GR · NO WEB”, read into a `Restriction`."""

import re

import msgspec

from newswire.item.rights import OUTLETS, Outlet, Restriction
from newswire.item.vocabulary.countries import find_country
from newswire.item.vocabulary.places import fold

_CLAUSES = re.compile(r"[·;/|\n]+")
_NAMES = re.compile(r"[,،]|\s\+\s")
_FLAGS = {
    "no web": "no_web", "no internet": "no_web", "no online": "no_web", "web out": "no_web", "internet out": "no_web",
    "no archive": "no_archive", "no archives": "no_archive", "archive out": "no_archive",
}  # fmt: skip
_OUTLETS: dict[str, Outlet] = {name: one for one in OUTLETS for name in (one, f"{one}s")} | {
    "agencies": "agency", "companies": "company", "radio": "broadcaster",
}  # fmt: skip


class Line(msgspec.Struct, frozen=True):
    """What a line says, and the words in it that say nothing we know."""

    restriction: Restriction
    unknown: tuple[str, ...] = ()


def read_line(text: str) -> Line:
    """Reads clauses parted by · ; / | or new lines, or by a comma after OUT and before NO and ONLY.

    Countries may be named by code or in any of our languages; “OUT” or “ONLY” stands before or after them.
    """
    only: list[str] = []
    out: list[str] = []
    flags: dict[str, bool] = {}
    unknown: list[str] = []
    for clause in _CLAUSES.split(_part(text)):
        words = " ".join(clause.strip(" ,.").split())
        if not words:
            continue
        folded = fold(words)
        if folded in _FLAGS:
            flags[_FLAGS[folded]] = True
        elif found := re.fullmatch(r"only (.+)|(.+) only", words, re.IGNORECASE):
            only += _split(found[1] or found[2])
        elif found := re.fullmatch(r"(.+) out|no (.+)|not for (.+)", words, re.IGNORECASE):
            out += _split(found[1] or found[2] or found[3])
        else:
            unknown.append(words)
    unknown += [name for name in (*only, *out) if not find_country(name) and fold(name) not in _OUTLETS]
    return Line(
        Restriction(
            countries_only=_countries(only),
            countries_out=_countries(out),
            outlets_only=_outlets(only),
            outlets_out=_outlets(out),
            no_web=flags.get("no_web", False),
            no_archive=flags.get("no_archive", False),
        ),
        tuple(dict.fromkeys(unknown)),
    )


def join(*restrictions: Restriction) -> Restriction:
    """All that any of them says, each country and kind of house once."""
    values: dict[str, object] = {}
    for name in Restriction.__struct_fields__:
        said = [getattr(one, name) for one in restrictions]
        many = tuple(dict.fromkeys(value for one in said if isinstance(one, tuple) for value in one))
        values[name] = any(said) if name in ("no_web", "no_archive") else many
    return Restriction(**values)  # type: ignore[arg-type]


def _part(text: str) -> str:
    """`text` with a mark between clauses that only a comma parts: `JAPAN OUT, NO WEB`."""
    marked = re.sub(r"(?i)\b(out|only|web|archive)\s*[,،]", r"\1 ·", text)
    return re.sub(r"(?i)[,،]\s*(?=(?:no|only|not for)\s)", " · ", marked)


def _split(names: str) -> list[str]:
    """The names of a clause; “and” parts them only where the whole is not one name (“Bosnia and Herzegovina”)."""
    found: list[str] = []
    for name in _NAMES.split(names):
        one = name.strip()
        if find_country(one) or fold(one) in _OUTLETS:
            found.append(one)
            continue
        parts = [part.strip() for part in re.split(r"(?i)\s+(?:and|ve)\s+|\s*&\s*", one)]
        if len(parts) == 1 and all(find_country(part) and len(part) == 2 for part in one.split()):
            parts = one.split()  # TR GR
        found += [part for part in parts if part]
    return found


def _countries(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for name in names if (code := find_country(name))))


def _outlets(names: list[str]) -> tuple[Outlet, ...]:
    return tuple(
        dict.fromkeys(_OUTLETS[fold(name)] for name in names if not find_country(name) and fold(name) in _OUTLETS)
    )
