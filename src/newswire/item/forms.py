"""How much of a story a product carries, and a story cut to that."""

from typing import Literal

import msgspec

from newswire.item.item import Item

Form = Literal["full", "summary", "headlines"]
"""All of it; everything but the body; the headline and how it is filed."""
FORMS: tuple[Form, ...] = ("full", "summary", "headlines")


def shorten(item: Item, form: Form) -> Item:
    """The item as a product of that form carries it: nothing that is cut is left in any field."""
    if form == "full":
        return item
    if form == "summary":
        return msgspec.structs.replace(item, body=())
    return Item(
        guid=item.guid,
        type=item.type,
        language=item.language,
        headline=item.headline,
        first_created=item.first_created,
        slugline=item.slugline,
        urgency=item.urgency,
        genre=item.genre,
        sections=item.sections,
        subjects=item.subjects,
        places=item.places,
        keywords=item.keywords,
        dossiers=item.dossiers,
        provider=item.provider,
        copyright_holder=item.copyright_holder,
        copyright_notice=item.copyright_notice,
        usage_terms=item.usage_terms,
        embargo_until=item.embargo_until,
        expires=item.expires,
        is_test=item.is_test,
        links=item.links,
        rights=item.rights,
    )
