"""What stands in the head of a page for machines: other languages, feeds, the licence, structured data."""

from collections.abc import Iterator, Mapping

import msgspec
from django.utils.safestring import SafeString

from newswire.edition.shape import Story
from newswire.item.vocabulary.sections import section_name
from newswire.public.addresses import front_path, section_path
from newswire.public.feeds.addresses import FORMS, feed_path, name_of, page_path, places_of
from newswire.public.house import HOUSE_PAGES
from newswire.public.policy.terms import LICENCE_PATH
from newswire.public.settings import SiteSettings
from newswire.public.structured import (
    describe_article,
    describe_house,
    describe_way,
    describe_website,
    write_structured,
)

LOCALES = {
    "ar": "ar_AR",
    "bs": "bs_BA",
    "ckb": "cb_IQ",
    "en": "en_GB",
    "es": "es_ES",
    "fa": "fa_IR",
    "fr": "fr_FR",
    "id": "id_ID",
    "kmr": "ku_TR",
    "mk": "mk_MK",
    "ru": "ru_RU",
    "sq": "sq_AL",
    "tr": "tr_TR",
}
"""`og:locale` wants a country; these are the names that the readers of Open Graph know."""


class Alternate(msgspec.Struct, frozen=True):
    """The page in a language (BCP 47, or `x-default`): its absolute address, and the language's `og:locale`."""

    language: str
    href: str
    locale: str = ""


class FeedLink(msgspec.Struct, frozen=True):
    """A feed of what the page shows."""

    title: str
    media_type: str
    href: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """For the templates `meta_*.html`. `structured` are JSON-LD texts, each for a `<script>` of its own."""

    locale: str
    alternates: tuple[Alternate, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    licence: str = ""
    structured: tuple[SafeString, ...] = ()

    @property
    def other_locales(self) -> tuple[str, ...]:
        """The locales of the page's other languages."""
        return tuple(one.locale for one in self.alternates if one.locale and one.locale != self.locale)


def make_head(
    settings: SiteSettings, language: str, path: str, equivalents: Mapping[str, str], story: Story | None = None
) -> Head:
    """The head of the page at `path`, empty for a notice that has no address of its own.

    `equivalents` are the paths of the page in other languages, by language.
    """
    locale = LOCALES.get(language, language)
    if not path:
        return Head(locale=locale)
    return Head(
        locale=locale,
        alternates=tuple(_list_alternates(settings, language, path, equivalents)),
        feeds=tuple(_list_feeds(settings, path)),
        licence=settings.base_url + LICENCE_PATH,
        structured=tuple(_list_structured(settings, language, path, story)),
    )


def _list_alternates(
    settings: SiteSettings, language: str, path: str, equivalents: Mapping[str, str]
) -> Iterator[Alternate]:
    """All languages of the page, its own among them, as search engines want it; none where it has no other."""
    if not set(equivalents) - {language}:
        return
    paths = {**equivalents, language: path}
    for one, there in sorted(paths.items()):
        yield Alternate(one, settings.base_url + there, LOCALES.get(one, ""))
    if path == front_path(language):
        yield Alternate("x-default", f"{settings.base_url}/")  # that goes by what the reader's browser asks for
    elif settings.default_language in paths:
        yield Alternate("x-default", settings.base_url + paths[settings.default_language])


def _list_feeds(settings: SiteSettings, path: str) -> Iterator[FeedLink]:
    for place in places_of(path):
        name = name_of(place)
        title = f"{settings.name} – {name}" if name else settings.name
        for form, media_type in FORMS.items():
            yield FeedLink(title, media_type, settings.base_url + feed_path(place, form))


def _list_structured(settings: SiteSettings, language: str, path: str, story: Story | None) -> Iterator[SafeString]:
    base = settings.base_url
    steps = [(settings.name, base + front_path(language))]
    if story:
        yield write_structured(describe_article(story, base + path, settings))
        steps += [(section_name(code, language), base + section_path(language, code)) for code in story.sections[:1]]
        yield write_structured(describe_way([*steps, (story.headline, base + path)]))
        return
    if path == front_path(language):
        yield write_structured(describe_website(settings, language))
    if path == front_path(language) or path.rpartition("/")[2] in (*HOUSE_PAGES, "corrections"):
        yield write_structured(describe_house(settings, language))
    way = [(name_of(place), base + page_path(place)) for place in places_of(path) if name_of(place)]
    if way:
        yield write_structured(describe_way([*steps, *way]))
