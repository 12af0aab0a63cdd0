"""A story under edit and the item that goes on the wire, both ways. No database, no clock: all of it is handed in."""

import re
from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from newswire.editing.markup import read_body, read_web, write_body
from newswire.editing.models import Story
from newswire.item.dateline import render_dateline
from newswire.item.item import (
    Correction,
    Dateline,
    Entity,
    Item,
    ItemType,
    Link,
    Media,
    Place,
    Subject,
)
from newswire.item.rights import keep_restriction, read_restriction
from newswire.item.vocabulary.genres import PREFIX, read_genres
from newswire.item.vocabulary.mediatopics import label
from newswire.item.vocabulary.places import is_name_of, place_name
from newswire.item.vocabulary.sections import SECTIONS
from newswire.kit.clock import to_utc

_COMMAS = re.compile(r"[,،;\n]")
_CODED = re.compile(r"(?P<name>.+?)\s*\((?P<code>[A-Z]{2}(?:/[^)]+)?)\)$")


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """What a release adds to the content: who provides it, when the story first left, on which day this version did.

    `media` and `dossiers` are the story's own, `links` lead to what it was made from; `update_line` and `correction`
    belong to this one release.
    """

    provider: str
    first_released_at: datetime
    dateline_date: date
    media: tuple[Media, ...] = ()
    dossiers: tuple[Subject, ...] = ()
    links: tuple[Link, ...] = ()
    update_line: str = ""
    correction: Correction | None = None


def make_item(story: Story, occasion: Occasion) -> Item:
    """The item for a story. What a form does not show (an import's own ids, links …) is carried over from the
    item the story was adopted from. Private sources never get in; a test never
    reaches the public."""
    base = read_adopted(story)
    language = story.language
    bylines = split_names(story.byline)
    summary = read_web(story.summary)
    item = Item(
        guid=story.guid,
        type=_item_type(story.type),
        language=language,
        headline=_line(story.headline),
        first_created=to_utc(occasion.first_released_at),
        standfirst=_line(story.standfirst),
        slugline=_line(story.slugline),
        byline=_line(story.byline),
        bylines=bylines if len(bylines) > 1 else (),
        dateline=_make_dateline(story, base, occasion),
        urgency=story.urgency,
        genre=_make_genre(story, base),
        sections=tuple(story.sections),
        subjects=_make_subjects(story.subjects, base, language),
        places=_make_places(story, base),
        people=_make_entities(story.people, base.people if base else ()),
        organisations=_make_entities(story.organisations, base.organisations if base else ()),
        keywords=split_names(story.keywords),
        dossiers=occasion.dossiers,
        body=read_body(story.body),
        media=(*_carry_media(story, base), *occasion.media),
        summary=summary,
        summary_origin=story.summary_origin_now if summary else "",
        public="no" if story.is_test and story.public == "auto" else story.public_choice,
        editor_note=story.editor_note.strip(),
        public_note=story.public_note.strip(),
        update_line=_line(occasion.update_line),
        correction=occasion.correction,
        provider=occasion.provider,
        desk=story.desk.code if story.desk else "",
        copyright_holder=occasion.provider,
        usage_terms=story.usage_terms.strip(),
        embargo_until=to_utc(story.embargo_until) if story.embargo_until else None,
        links=occasion.links,
        expires=to_utc(story.expires) if story.expires else None,
        rights=read_restriction(story.rights),
        is_test=story.is_test,
    )
    return item if base is None else _carry_over(item, base)


def _carry_over(item: Item, base: Item) -> Item:
    """What only the adopted item knows, in `item`."""
    return msgspec.structs.replace(
        item,
        first_created=base.first_created,
        provider=base.provider or item.provider,
        copyright_holder=base.copyright_holder or item.copyright_holder,
        copyright_notice=base.copyright_notice,
        links=tuple(dict.fromkeys((*item.links, *base.links))),
        alt_ids=base.alt_ids,
        extra=base.extra,
    )


def fill_story(story: Story, item: Item) -> None:
    """Writes an item's content into a story, as when the desk takes over a story that was imported.

    Saves nothing. `story.adopted` keeps the item without its text, for what the form cannot show.
    """
    dateline = item.dateline or Dateline()
    own_place = next((one for one in item.places if one.name == dateline.place and one.code), None)
    story.guid = item.guid
    story.type = item.type
    story.language = item.language
    story.headline = item.headline
    story.standfirst = item.standfirst
    story.slugline = item.slugline
    story.byline = item.byline
    story.dateline_place = dateline.place
    story.dateline_code = ""
    story.dateline_country = own_place.code[:2] if own_place and "/" not in own_place.code else ""
    story.genre = code if (code := item.genre.removeprefix(PREFIX)) in read_genres() else ""
    story.urgency = item.urgency
    story.sections = [code for code in item.sections if code in SECTIONS]
    story.subjects = [subject.qcode for subject in item.subjects]
    story.places = join_names(one.name for one in item.places if not (story.dateline_country and one is own_place))
    story.people = join_names(one.name for one in item.people)
    story.organisations = join_names(one.name for one in item.organisations)
    story.keywords = join_names(item.keywords)
    story.body = write_body(item.body)
    story.summary = write_body(item.summary)
    story.summary_origin = item.summary_origin
    story.public = item.public
    story.editor_note = item.editor_note
    story.public_note = item.public_note
    story.usage_terms = item.usage_terms
    story.embargo_until = item.embargo_until
    story.expires = item.expires
    story.rights = keep_restriction(item.rights)
    story.is_test = item.is_test
    if picture := next((one for one in item.media if one.type == "picture"), None):
        story.picture_caption, story.picture_credit = picture.caption, picture.credit
        story.picture_alt = picture.alt.get(item.language, "")
    story.adopted = msgspec.json.encode(msgspec.structs.replace(item, body=(), correction=None, update_line=""))


def read_adopted(story: Story) -> Item | None:
    """The item the story was adopted from, without its text; None for a story begun here."""
    return msgspec.json.decode(bytes(story.adopted), type=Item) if story.adopted else None


def split_names(text: str) -> tuple[str, ...]:
    """The names in a comma-separated field (Latin or Arabic comma, semicolon, newline), each once, in order."""
    return tuple(dict.fromkeys(name for part in _COMMAS.split(text) if (name := _line(part))))


def join_names(names: Iterable[str]) -> str:
    """Names as the form shows them; a comma inside a name gives way, because it would part it in two."""
    return ", ".join(_line(_COMMAS.sub(" ", name)) for name in names)


def _line(text: str) -> str:
    """`text` on one line, white space collapsed (a no-break space stays: it is there for a reason)."""
    return " ".join(re.split(r"[^\S\u00a0]+", text.strip()))


def _item_type(value: str) -> ItemType:
    kind: ItemType = msgspec.convert(value, ItemType)
    return kind


def _make_dateline(story: Story, base: Item | None, occasion: Occasion) -> Dateline | None:
    """The dateline: as an import had it, or of a place of the gazetteer in the story's language, or as written."""
    written = _line(story.dateline_place)
    if not written:
        return None
    if base and base.dateline and base.dateline.place == written:
        return base.dateline
    place = name_dateline(story)
    day = occasion.dateline_date
    is_coded = is_name_of(story.dateline_code, written)
    text = render_dateline(place, day, occasion.provider, story.language) if is_coded else ""
    return Dateline(place=place, date=day, text=text)


def name_dateline(story: Story) -> str:
    """The dateline's place in the story's language where the gazetteer knows it, else as the writer put it."""
    written = _line(story.dateline_place)
    return place_name(story.dateline_code, story.language) if is_name_of(story.dateline_code, written) else written


def _make_genre(story: Story, base: Item | None) -> str:
    """The genre as IPTC's concept; one of another vocabulary stays where an import brought it."""
    carried = base.genre if base else ""
    code = carried.removeprefix(PREFIX)
    if story.genre:
        return carried if code == story.genre else PREFIX + story.genre
    return "" if code in read_genres() else carried


def _make_subjects(qcodes: Iterable[str], base: Item | None, language: str) -> tuple[Subject, ...]:
    names = {subject.qcode: subject.name for subject in base.subjects} if base else {}
    subjects = []
    for qcode in dict.fromkeys(qcodes):
        found = label(qcode, language)
        subjects.append(Subject(qcode, names.get(qcode) or (found if found != qcode else "")))
    return tuple(subjects)


def _make_places(story: Story, base: Item | None) -> tuple[Place, ...]:
    """The dateline's place with its country first, then the places of the form: `Ankara`, or `Ankara (TR)`."""
    known = {join_names([one.name]): one for one in base.places} if base else {}
    places: dict[str, Place] = {}
    if (name := name_dateline(story)) and story.dateline_country:
        places[name] = Place(name, story.dateline_country.upper())
    for name in split_names(story.places):
        coded = _CODED.match(name)
        place = Place(coded["name"], coded["code"]) if coded else known.get(name, Place(name))
        places.setdefault(place.name, place)
    return tuple(places.values())


def _carry_media(story: Story, base: Item | None) -> tuple[Media, ...]:
    """The adopted item's media, its first picture with the form's caption, credit and alternative text."""
    if base is None or story.picture_id is not None:
        return ()
    picture = next((one for one in base.media if one.type == "picture"), None)
    if picture is None:
        return base.media
    described = msgspec.structs.replace(
        picture,
        caption=_line(story.picture_caption),
        credit=_line(story.picture_credit),
        alt={**picture.alt, story.language: alt} if (alt := _line(story.picture_alt)) else picture.alt,
    )
    return tuple(described if one is picture else one for one in base.media)


def _make_entities(text: str, known: Iterable[Entity]) -> tuple[Entity, ...]:
    by_name = {join_names([one.name]): one for one in known}
    return tuple(by_name.get(name, Entity(name)) for name in split_names(text))
