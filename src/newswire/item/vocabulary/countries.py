"""Countries by their ISO 3166-1 codes, and their names as people write them."""

from functools import cache
from importlib.resources import files

import msgspec

from newswire.item.vocabulary.places import fold

_ALIASES: dict[str, str] = {
    "AE": "UAE, Emirates", "BA": "Bosnia", "CD": "DR Congo, DRC", "CG": "Congo", "CN": "PR China",
    "CZ": "Czech Republic", "GB": "UK, Great Britain, Britain", "HK": "Hong Kong", "KP": "North Korea, DPRK",
    "KR": "South Korea, Korea", "MK": "Macedonia", "MM": "Burma", "NL": "Holland", "PS": "Palestine",
    "RU": "Russian Federation", "SZ": "Swaziland", "TR": "Turkey", "TW": "Taiwan",
    "US": "USA, United States of America, America, ABD",
}  # fmt: skip
"""What newsrooms write beside the name."""


@cache
def read_countries() -> dict[str, dict[str, str]]:
    """Names by language (English always) by ISO 3166-1 alpha-2 code."""
    content = files("newswire.item.vocabulary").joinpath("countries.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, dict[str, str]])


def country_name(code: str, language: str) -> str:
    """The country's name in `language`, in English where none is known, the code itself where there is no such one."""
    names = read_countries().get(code, {})
    return names.get(language.split("-", 1)[0]) or names.get("en", code)


def find_country(text: str) -> str:
    """The code of the country that `text` is the code or a name of, in any language and case; empty where none is."""
    return _by_name().get(_plain(text), "")


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, names in read_countries().items():
        for name in (*names.values(), *_ALIASES.get(code, "").split(", ")):
            found.setdefault(_plain(name), code)
    found |= {fold(code): code for code in read_countries()}
    found.pop("", None)
    return found


def _plain(name: str) -> str:
    return fold(name.replace(".", "").replace("&", "and"))
