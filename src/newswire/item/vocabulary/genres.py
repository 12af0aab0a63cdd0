"""IPTC genres: what sort of writing a story is, by code, shipped with the package (see NOTICE.md)."""

from functools import cache
from importlib.resources import files

import msgspec

PREFIX = "genre:"


@cache
def read_genres() -> dict[str, dict[str, str]]:
    """Every genre in use: code (`Fact_Check`) → name by language; English is always among them."""
    content = files("newswire.item.vocabulary").joinpath("genres.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, dict[str, str]])


def genre_name(code: str, language: str) -> str:
    """The genre's name in `language`, in English where it has none, the code itself where it is unknown."""
    names = read_genres().get(code)
    return code if names is None else names.get(language, names["en"])
