"""What somebody looks for among the pictures, as the address says it; what makes no sense asks for nothing."""

from datetime import date, datetime, time, timedelta, tzinfo

import msgspec
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newswire.item.item import Item, Media, Rendition
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.item.vocabulary.sections import SECTIONS
from newswire.kit.clock import read_day
from newswire.query.fold import tokenize

TYPES: dict[str, Promise] = {"picture": _("Pictures"), "video": _("Videos"), "graphic": _("Graphics")}
SHAPES: dict[str, Promise] = {"landscape": _("Landscape"), "portrait": _("Portrait"), "square": _("Square")}
_NEARLY_SQUARE = 1.05
_LONGEST = 200


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Empty fields ask for nothing. `first` and `last` are days, both included; `before` is a number of the
    subscription's: only what stands below it; `text` is as it was typed."""

    type: str = ""
    language: str = ""
    section: str = ""
    shape: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""
    before: int | None = None

    @property
    def narrows(self) -> int:
        """How many filters are set beside the text."""
        return sum(1 for one in (self.type, self.language, self.section, self.shape, self.first, self.last) if one)

    def matches(self, item: Item, media: Media, shown: Rendition | None) -> bool:
        """Whether a file of a story is wanted; days are looked at elsewhere."""
        if self.type and media.type != self.type:
            return False
        if self.language and item.language.split("-", 1)[0] != self.language:
            return False
        if self.section and self.section not in item.sections:
            return False
        if self.shape and (shown is None or name_shape(shown.width, shown.height) != self.shape):
            return False
        return not self.text or _holds(self.text, item, media)


def read_wanted(said: QueryDict) -> Wanted:
    """What the address asks for."""
    language, section, before = said.get("language", ""), said.get("section", ""), said.get("before", "")
    kind, shape = said.get("type", ""), said.get("shape", "")
    return Wanted(
        type=kind if kind in TYPES else "",
        language=language if language in LANGUAGES else "",
        section=section if section in SECTIONS else "",
        shape=shape if shape in SHAPES else "",
        first=read_day(said.get("first", "")),
        last=read_day(said.get("last", "")),
        text=" ".join(said.get("q", "")[:_LONGEST].replace("\0", " ").split()),
        before=int(before) if before.isascii() and before.isdecimal() and 0 < len(before) < 16 else None,
    )


def name_shape(width: int, height: int) -> str:
    """Landscape, portrait or square, give or take a twentieth; empty where the size is not known."""
    if not width or not height:
        return ""
    if width > height * _NEARLY_SQUARE:
        return "landscape"
    return "portrait" if height > width * _NEARLY_SQUARE else "square"


def day_begins(day: date, zone: tzinfo) -> datetime:
    """The moment the day begins in the zone."""
    return datetime.combine(day, time(), tzinfo=zone)


def day_ends(day: date, zone: tzinfo) -> datetime:
    """The moment the next day begins in the zone."""
    return day_begins(day + timedelta(days=1), zone)


def _holds(text: str, item: Item, media: Media) -> bool:
    """Whether each word that was typed begins a word of caption, credit, alternative text or headline."""
    prose = " ".join((media.caption, media.credit, item.headline, *media.alt.values()))
    words = tokenize(prose)
    return all(any(word.startswith(start) for word in words) for start in tokenize(text))
