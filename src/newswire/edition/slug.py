"""The readable part of a public address: of a story, a dossier, an author, a topic."""

import unicodedata

MAX_LENGTH = 80
_BARE = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"}


def make_slug(headline: str) -> str:
    """`headline` in small letters and digits joined by hyphens, at most 80 characters, cut between words.

    Latin letters lose their accents; other scripts keep their letters (browsers show them). Where nothing is left:
    `story`.
    """
    # İ and I both become i: in an address, the language's own small letters do not matter
    letters = "".join(_plain(one) for one in unicodedata.normalize("NFC", headline.replace("İ", "i").lower()))
    words = letters.split()
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_LENGTH]
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    return slug or "story"


def _plain(character: str) -> str:
    if character in _BARE:
        return _BARE[character]
    if character in "’'‘":
        return ""
    bare = unicodedata.normalize("NFKD", character)[0]
    if bare.isascii():
        return bare if bare.isalnum() else " "
    if character.isalnum():
        return character
    # vowel marks of Arabic and the like belong to the word but not to its address
    return "" if unicodedata.category(character) in {"Mn", "Cf"} else " "
