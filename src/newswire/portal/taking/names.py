"""Names of files that people take along: small Latin letters, digits and hyphens, so that every computer takes them."""

import unicodedata

from newswire.edition.slug import make_slug
from newswire.item.item import Media, Rendition

_LONGEST = 60
_CYRILLIC = (
    "аa бb вv гg дd еe ёyo жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy "
    "ь эe юyu яya ѓgj ѕdz јj љlj њnj ќkj џdz ђdj ћc іi їyi єye ґg"
)
_ARABIC = (
    "ء آa أa إi ؤw ئy اa بb ةa تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl "
    "مm نn هh وw ىa يy پp چch ژzh گg کk یy ەe ێe ۆo ڕr ڵl ڤv ھh"
)
"""Each letter with the Latin ones that are written for it."""
_LATIN = {pair[0]: pair[1:] for pair in f"{_CYRILLIC} {_ARABIC}".split()}
_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "image/tiff": "tif",
    "video/mp4": "mp4", "video/webm": "webm", "application/json": "json", "text/html": "html", "text/plain": "txt",
}  # fmt: skip


def write_stem(headline: str, version: int) -> str:
    """What the files of a version are called before their ending: `northaven-harbour-opens-v2`.

    Cyrillic and Arabic letters are written in Latin ones; a headline of which nothing is left is `story`.
    """
    latin = "".join(_write_latin(one) for one in make_slug(headline))
    words = [word for word in latin.split("-") if word]
    stem = ""
    for word in words:
        longer = f"{stem}-{word}" if stem else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        stem = longer
    return f"{stem or 'story'}-v{version}"


def ending_of(media_type: str) -> str:
    """The ending of a file of that media type, without the dot; `bin` for one that we do not know."""
    if media_type in _ENDINGS:
        return _ENDINGS[media_type]
    return "xml" if media_type.endswith(("/xml", "+xml")) else "bin"


def name_file(stem: str, media: Media, place: int, rendition: Rendition) -> str:
    """A file of the story's `place`th picture or film, counted from 1: `harbour-v2-picture-1-full.jpg`."""
    return f"{stem}-{media.type}-{place}-{rendition.name}.{ending_of(rendition.mime)}"


def _write_latin(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _LATIN:
        return _LATIN[sign]
    digit = unicodedata.decimal(sign, None)
    return "" if digit is None else str(digit)
