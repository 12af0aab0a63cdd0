"""schema.org NewsArticle for a story page, as JSON-LD."""

from datetime import datetime

import msgspec
from django.utils.safestring import SafeString, mark_safe

from newswire.edition.shape import Story


class _Organization(msgspec.Struct, frozen=True):
    name: str
    url: str
    type: str = msgspec.field(default="Organization", name="@type")


class _Person(msgspec.Struct, frozen=True):
    name: str
    type: str = msgspec.field(default="Person", name="@type")


class _Image(msgspec.Struct, frozen=True):
    url: str
    width: int
    height: int
    caption: str
    creditText: str  # noqa: N815 -- schema.org's spelling
    type: str = msgspec.field(default="ImageObject", name="@type")


class _NewsArticle(msgspec.Struct, frozen=True, rename="camel", omit_defaults=False):
    headline: str
    description: str
    in_language: str
    date_published: datetime
    date_modified: datetime
    main_entity_of_page: str
    author: _Person | _Organization
    publisher: _Organization
    article_section: list[str]
    keywords: list[str]
    image: list[_Image]
    is_accessible_for_free: bool
    context: str = msgspec.field(default="https://schema.org", name="@context")
    type: str = msgspec.field(default="NewsArticle", name="@type")


def describe_article(story: Story, address: str, base_url: str, publisher: str, sections: list[str]) -> SafeString:
    """JSON-LD of `story` as it stands on this page, safe inside a `<script>`.

    What the page describes is the summarised article, and that is free: `isAccessibleForFree` is true.
    """
    house = _Organization(publisher, f"{base_url}/")
    picture = story.picture
    article = _NewsArticle(
        headline=story.headline,
        description=story.standfirst,
        in_language=story.language,
        date_published=story.published_at,
        date_modified=story.updated_at,
        main_entity_of_page=address,
        author=_Person(story.byline) if story.byline else house,
        publisher=house,
        article_section=sections,
        keywords=[topic.name for topic in story.subjects],
        image=[
            _Image(f"{base_url}/media/{picture.src}", picture.width, picture.height, picture.caption, picture.credit)
        ]
        if picture
        else [],
        is_accessible_for_free=True,
    )
    text = msgspec.json.encode(article).decode()
    # JSON may escape any character: with these four gone, nothing in a headline can end the element
    for character, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028")):
        text = text.replace(character, escape)
    return mark_safe(text)
