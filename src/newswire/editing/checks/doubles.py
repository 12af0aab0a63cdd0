"""Words written twice: “the the”, but not “yavaş yavaş”, “had had”, “anak-anak”."""

import re
from collections.abc import Iterator

from newswire.editing.checks.finding import Circumstances, Finding, fold, read_fields
from newswire.item.item import Item

_PAIR = re.compile(r"(?<![\w'’-])([^\W\d_]+)[ \u00a0]+([^\W\d_]+)(?![\w'’-])")

_NEVER: dict[str, frozenset[str]] = {
    tag: frozenset(words.split())
    for tag, words in {
        "tr": "ve için ile olarak olan ancak fakat gibi göre kadar tarafından ki ise değil eden edilen olduğu "
        "olduğunu dedi yaptı oldu nedeniyle üzerine arasında",
        "ar": "في من على إلى عن أن إن التي الذي هذا هذه مع قال كان كانت بين وقد حيث خلال بعد قبل",
        "fa": "در از به که این را با است برای شد شده بود گفت کرد تا هم نیز",
        "ckb": "لە و بە بۆ کە ئەو ئەم لەگەڵ وەک",
        "kmr": "li di bi ji ku û ew ev bo jî",
        "sq": "dhe në me për nga që është një tha ka duke",
        "bs": "i u je na se da za od o koji koja će sa kao iz što",
        "mk": "и на во да од се за со што ќе е по како",
    }.items()
}
"""Languages that repeat words on purpose: only the small words that are never repeated are looked at."""
_ALLOWED: dict[str, frozenset[str]] = {
    tag: frozenset(words.split())
    for tag, words in {
        "en": "had that very no so bye ha blah her is well there now knock hear many far long really more yes oh win",
        "fr": "nous vous non oui si très hip ha tout bien plus",
        "es": "no sí muy ya ja bien poco casi más",
        "ru": "очень еле чуть да нет что ну ха как много всё все то",
        "id": "sangat tidak ha satu sama",
    }.items()
}
"""Languages that seldom do: every word is looked at but these."""


def find_doubled(text: str, language: str) -> tuple[str, ...]:
    """The words that stand twice in a row in `text` where `language` has no use for that, each once."""
    found: dict[str, None] = {}
    position = 0
    while pair := _PAIR.search(text, position):
        position = pair.start(2)
        first, second = pair.groups()
        if fold(first) == fold(second) and not _is_meant(first, second, language):
            found[f"{first} {second}"] = None
    return tuple(found)


def _is_meant(first: str, second: str, language: str) -> bool:
    word = fold(second)
    if language in _NEVER:
        return word not in _NEVER[language]
    is_name = second[:1].isupper() or len(word) == 1 or first.isupper()  # New York, New York; Baden Baden; a a
    return is_name or language not in _ALLOWED or word in _ALLOWED[language]


def find_in_doubles(item: Item, _about: Circumstances) -> Iterator[Finding]:
    """Doubled words by field."""
    for field, texts in read_fields(item).items():
        found = dict.fromkeys(pair for text in texts for pair in find_doubled(text, item.language))
        if found:
            yield Finding("word-doubled", field, ", ".join(found))
