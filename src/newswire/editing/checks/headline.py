"""The headline: there is one, it fits, and an alert names its source."""

import re
import unicodedata
from collections.abc import Iterator

from newswire.editing.checks.finding import Circumstances, Finding, fold
from newswire.item.body import read_texts
from newswire.item.item import Item

HEADLINE_LIMIT = 64
ALERT_LIMIT = 100

_DASH = re.compile(r"\s[-–—]\s*\S|[^\W\d]\s*[:：]\s*\S")
"""`Blast in Kabul - police`, `Police: blast in Kabul`."""
_SAYING = re.compile(
    r"\b(?:said|says|say|tells?|told|according to|announced?s?|reports?|reported|confirm(?:s|ed)?|quot(?:es|ing)"
    r"|dedi|söyledi|açıkladı|duyurdu|bildirdi|belirtti|göre|açıklaması"
    r"|сообщил\w*|заявил\w*|сказал\w*|по данным|изјави|соопшти|според"
    r"|selon|d['’]après|a déclaré|annonce|según|dijo|anunció|informó"
    r"|kata|menurut|mengatakan|saopštio|rekao|izjavio|prema|sipas|tha|deklaroi|li gorî|got|ragihand)\b"
    r"|(?:^|\s)و?(?:قال|قالت|أعلن|أعلنت|يعلن|تعلن|أكد|أكدت|وفق|وفقا|بحسب|حسب|ذكرت|ذكر"
    r"|مصدر|مصادر|گفت|اعلام|به گزارش|وتی|ڕایگەیاند|بەپێی)\b"
)


def count_graphemes(text: str) -> int:
    """The characters a reader sees: marks that sit on a letter, joiners and flags' second halves do not count."""
    count, joined, flag = 0, False, False
    for char in text:
        if char == "\u200d":
            joined = True
        elif unicodedata.category(char) in ("Mn", "Me", "Cf") or "\U0001f3fb" <= char <= "\U0001f3ff":
            continue
        elif joined and unicodedata.category(char) == "So":
            joined = False
        elif flag and "\U0001f1e6" <= char <= "\U0001f1ff":
            flag = False
        else:
            count, joined, flag = count + 1, False, "\U0001f1e6" <= char <= "\U0001f1ff"
    return count


def names_a_source(texts: list[str]) -> bool:
    """Whether any of the texts says where the news is from, in any of our languages."""
    return any(_DASH.search(text) or _SAYING.search(fold(text)) for text in texts)


def find_in_headline(item: Item, about: Circumstances) -> Iterator[Finding]:
    """No headline, one too long, an alert that names no source."""
    length = count_graphemes(item.headline)
    if not item.headline.strip():
        yield Finding("headline-missing", "headline")
    elif item.type == "alert":
        if length > ALERT_LIMIT:
            yield Finding("alert-long", "headline", str(length))
        if not about.has_source and not names_a_source([item.headline, item.standfirst, *read_texts(item.body)]):
            yield Finding("alert-source-missing", "headline")
    elif length > HEADLINE_LIMIT:
        yield Finding("headline-long", "headline", str(length))
