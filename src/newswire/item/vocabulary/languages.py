"""The thirteen languages a story can be written in, with their own names and direction."""

import msgspec


class Language(msgspec.Struct, frozen=True):
    """A language: BCP 47 tag, its name in itself, whether it is written from right to left."""

    tag: str
    name: str
    rtl: bool = False


LANGUAGES: dict[str, Language] = {
    one.tag: one
    for one in (
        Language("tr", "Türkçe"),
        Language("en", "English"),
        Language("ru", "Русский"),
        Language("bs", "Bosanski"),
        Language("ar", "العربية", rtl=True),
        Language("fr", "Français"),
        Language("kmr", "Kurmancî"),
        Language("ckb", "سۆرانی", rtl=True),
        Language("sq", "Shqip"),
        Language("fa", "فارسی", rtl=True),
        Language("mk", "Македонски"),
        Language("id", "Bahasa Indonesia"),
        Language("es", "Español"),
    )
}

EDITIONS: tuple[str, ...] = ("en", "tr", "ar", "ru", "fr", "es", "bs", "kmr", "ckb", "sq", "fa", "mk", "id")
"""The languages the public website has an edition in, in the order in which it offers them."""

CLIENT_LANGUAGES: tuple[str, ...] = ("en", "tr", "ar", "ru", "fr", "es")
"""The languages the portal behind its sign-in, offers and letters are complete in."""


def direction(tag: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute; an unknown language is taken as left to right."""
    language = LANGUAGES.get(tag)
    return "rtl" if language and language.rtl else "ltr"


# macrolanguage and old codes that browsers still send
_ALSO_CALLED = {"ku": "kmr", "ku-latn": "kmr", "ku-arab": "ckb", "ku-iq": "ckb", "ku-ir": "ckb", "in": "id"}


def find_edition(tag: str) -> str:
    """The edition that speaks the language a browser asks for by this tag, in any case; empty where none does."""
    wanted = tag.strip().lower()
    first = wanted.split("-", 1)[0]
    known = _ALSO_CALLED.get(wanted) or _ALSO_CALLED.get(first, first)
    return known if known in EDITIONS else ""
