"""schema.org as JSON-LD: the story, the house that publishes it, and the way from the front page to here."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.utils.safestring import SafeString, mark_safe

from newswire.edition.shape import Picture, Story
from newswire.item.body import read_texts
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import section_name
from newswire.public.addresses import front_path
from newswire.public.authors import list_authors
from newswire.public.corrections import list_corrections
from newswire.public.house import HOUSE_PAGES, house_path
from newswire.public.policy.terms import LICENCE_PATH
from newswire.public.settings import SiteSettings

CONTEXT = "https://schema.org"


class _Thing(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True, kw_only=True):
    """A node; `@context` stands in the outermost one only."""

    context: str = msgspec.field(default="", name="@context")


class Logo(_Thing, frozen=True, kw_only=True, tag="ImageObject", tag_field="@type"):
    """The house's mark."""

    url: str


class ContactPoint(_Thing, frozen=True, kw_only=True, tag="ContactPoint", tag_field="@type"):
    """Where to ask for a subscription."""

    contact_type: str
    url: str
    available_language: tuple[str, ...]


class House(_Thing, frozen=True, kw_only=True, tag="NewsMediaOrganization", tag_field="@type"):
    """The agency, with the pages on which it says who it is and by what rules it works."""

    id: str = msgspec.field(name="@id")
    name: str
    url: str
    logo: Logo
    contact_point: ContactPoint
    about_page: str = msgspec.field(name="mainEntityOfPage")
    publishing_principles: str
    ethics_policy: str
    corrections_policy: str
    ownership_funding_info: str


class Person(_Thing, frozen=True, kw_only=True, tag="Person", tag_field="@type"):
    """Who signs the story."""

    name: str
    url: str = ""


class Place(_Thing, frozen=True, kw_only=True, tag="Place", tag_field="@type"):
    """Where the story plays."""

    name: str


class Image(_Thing, frozen=True, kw_only=True, tag="ImageObject", tag_field="@type"):
    """The story's picture."""

    url: str
    width: int
    height: int
    caption: str = ""
    description: str = ""
    credit_text: str = ""


class CorrectionComment(_Thing, frozen=True, kw_only=True, tag="CorrectionComment", tag_field="@type"):
    """What was put right, and when."""

    text: str
    date_published: datetime


class Article(_Thing, frozen=True, kw_only=True, tag="NewsArticle", tag_field="@type"):
    """The summarised article as it stands on its page: that is free; the whole of it is not here."""

    headline: str
    description: str = ""
    abstract: str = ""
    in_language: str
    date_published: datetime
    date_modified: datetime
    url: str
    main_entity_of_page: str
    author: tuple[Person | House, ...]
    publisher: House
    copyright_holder: House
    article_section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    dateline: str = ""
    content_location: tuple[Place, ...] = ()
    image: tuple[Image, ...] = ()
    correction: tuple[CorrectionComment, ...] = ()
    is_accessible_for_free: bool
    license: str


class Crumb(_Thing, frozen=True, kw_only=True, tag="ListItem", tag_field="@type"):
    """A step on the way; the last is the page itself."""

    position: int
    name: str
    item: str


class Crumbs(_Thing, frozen=True, kw_only=True, tag="BreadcrumbList", tag_field="@type"):
    """The way from the front page to this one."""

    item_list_element: tuple[Crumb, ...]


class Website(_Thing, frozen=True, kw_only=True, tag="WebSite", tag_field="@type"):
    """One edition of the site."""

    name: str
    url: str
    in_language: str
    publisher: House


def describe_house(settings: SiteSettings, language: str) -> House:
    """The agency, its own pages named in `language`."""
    pages = {page: settings.base_url + house_path(language, page) for page in (*HOUSE_PAGES, "corrections")}
    return House(
        id=f"{settings.base_url}/#house",
        name=settings.name,
        url=f"{settings.base_url}/",
        logo=Logo(url=f"{settings.base_url}/favicon.svg"),
        contact_point=ContactPoint(
            contact_type="sales", url=settings.base_url + settings.contact_path, available_language=EDITIONS
        ),
        about_page=pages["about"],
        publishing_principles=pages["standards"],
        ethics_policy=pages["standards"],
        corrections_policy=pages["corrections"],
        ownership_funding_info=pages["ownership"],
    )


def describe_website(settings: SiteSettings, language: str) -> Website:
    """The edition in `language`."""
    address = settings.base_url + front_path(language)
    return Website(name=settings.name, url=address, in_language=language, publisher=describe_house(settings, language))


def describe_article(story: Story, address: str, settings: SiteSettings) -> Article:
    """The story as its page at `address` (absolute) shows it: `abstract` is the summary, and it is free."""
    base = settings.base_url
    house = describe_house(settings, story.language)
    signed = tuple(Person(name=one.name, url=base + one.path if one.path else "") for one in list_authors(story))
    return Article(
        headline=story.headline,
        description=story.standfirst,
        abstract="\n\n".join(read_texts(story.summary)),
        in_language=story.language,
        date_published=story.published_at,
        date_modified=story.updated_at,
        url=address,
        main_entity_of_page=address,
        author=signed or (house,),
        publisher=house,
        copyright_holder=house,
        article_section=tuple(section_name(code, story.language) for code in story.sections),
        keywords=tuple(topic.name for topic in story.subjects),
        dateline=story.dateline,
        content_location=tuple(Place(name=one.name) for one in story.places),
        image=(_describe_picture(story.picture, base),) if story.picture else (),
        correction=tuple(CorrectionComment(text=one.text, date_published=one.at) for one in list_corrections(story)),
        is_accessible_for_free=True,
        license=base + LICENCE_PATH,
    )


def describe_way(steps: Sequence[tuple[str, str]]) -> Crumbs:
    """Names and absolute addresses, from the front page to the page itself."""
    numbered = enumerate(steps, start=1)
    return Crumbs(item_list_element=tuple(Crumb(position=n, name=name, item=item) for n, (name, item) in numbered))


def write_structured(thing: House | Website | Article | Crumbs) -> SafeString:
    """`thing` as JSON-LD, safe inside a `<script>`."""
    text = msgspec.json.encode(msgspec.structs.replace(thing, context=CONTEXT)).decode()
    # JSON may escape any character: with these four gone, nothing in a headline can end the element
    for character, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028")):
        text = text.replace(character, escape)
    return mark_safe(text)


def _describe_picture(picture: Picture, base: str) -> Image:
    return Image(
        url=f"{base}/media/{picture.src}",
        width=picture.width,
        height=picture.height,
        caption=picture.caption,
        description=picture.alt,
        credit_text=picture.credit,
    )
