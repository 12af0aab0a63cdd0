"""The gazetteer: places that agencies file from, with their names by language, country and time zone."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

_FOLD = str.maketrans({"ı": "i", "İ": "i", "I": "i", "ø": "o", "ł": "l", "đ": "d"})


class GazetteerPlace(msgspec.Struct, frozen=True):
    """One place: `TR/ankara`, its ISO 3166-1 country, its IANA zone, names by language (English always), aliases."""

    code: str
    country: str
    zone: str
    names: dict[str, str]
    aliases: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The name in `language`, in English where none is known."""
        return self.names.get(language) or self.names["en"]


@cache
def read_places() -> dict[str, GazetteerPlace]:
    """All places by code, in the order of their English names."""
    content = files("newswire.item.vocabulary").joinpath("places.json").read_bytes()
    return {one.code: one for one in msgspec.json.decode(content, type=list[GazetteerPlace])}


def place_name(code: str, language: str) -> str:
    """The place's name in `language`, the code itself where it is unknown."""
    place = read_places().get(code)
    return code if place is None else place.name(language)


def is_name_of(code: str, text: str) -> bool:
    """Whether `text` is one of the names of the place `code`, in any language, in any case."""
    place = read_places().get(code)
    wanted = fold(text)
    return place is not None and any(fold(name) == wanted for name in _all_names(place))


def find_places(query: str, language: str, limit: int = 12) -> tuple[GazetteerPlace, ...]:
    """Places with a name that begins with `query` (or has a word that does), those called so in `language` first."""
    wanted = fold(query)
    if not wanted:
        return ()
    ranked = []
    for place in read_places().values():
        rank = min((_rank(name, wanted) for name in _all_names(place)), default=3)
        if rank < 3:
            ranked.append((rank, _rank(place.name(language), wanted), fold(place.name(language)), place))
    ranked.sort(key=lambda one: one[:3])
    return tuple(place for *_ranks, place in ranked[:limit])


@cache
def fold(text: str) -> str:
    """`text` without case and diacritics, so that `istanbul`, `İSTANBUL` and `Istanbul` are one."""
    plain = unicodedata.normalize("NFKD", text.strip().translate(_FOLD).casefold())
    return "".join(one for one in plain if not unicodedata.combining(one)).replace("ـ", "")


def _all_names(place: GazetteerPlace) -> Iterator[str]:
    yield from place.names.values()
    yield from place.aliases


def _rank(name: str, wanted: str) -> int:
    """0 the very name, 1 it begins so, 2 one of its words does, 3 none of these."""
    folded = fold(name)
    if folded == wanted:
        return 0
    if folded.startswith(wanted):
        return 1
    return 2 if any(word.startswith(wanted) for word in folded.replace("-", " ").split()) else 3
