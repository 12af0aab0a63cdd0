"""What of an item the public edition shows: pure decisions, no database, no files."""

from newswire.edition.shape import Author, Content, Dossier, Picture, Topic, Where, public_id_of
from newswire.edition.slug import make_slug
from newswire.enrichment.summary import summarise
from newswire.item.body import WebBlock
from newswire.item.item import Dateline, Item, LinkRel, Media, Subject
from newswire.item.kinds import Kind
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.mediatopics import broaden, nearest_name, read_mediatopics
from newswire.item.vocabulary.sections import SECTIONS
from newswire.item.vocabulary.topics import topic_name
from newswire.subscribers.website import LEAST, Limits

_SHOWN_TYPES = frozenset({"text", "alert"})
_MARKING_KINDS: frozenset[Kind] = frozenset({"update", "correction", "refile", "lift"})
"""Kinds whose reader may have seen an earlier version, and so is told what was corrected."""
_RELATED: frozenset[LinkRel] = frozenset({"follows", "related", "derived-from"})


def is_public(item: Item) -> bool:
    """Whether the website shows the item at all: a story or alert, not kept back, no test, in a language with an
    edition."""
    return item.public != "no" and not item.is_test and item.type in _SHOWN_TYPES and edition_of(item) in EDITIONS


def edition_of(item: Item) -> str:
    """The edition's language for the item's BCP 47 tag: `en` for `en-GB`."""
    return item.language.split("-", 1)[0].lower()


def find_picture(item: Item) -> Media | None:
    """The first picture or graphic that has a description in the story's language; an alert has none."""
    if item.type == "alert":
        return None
    return next((one for one in item.media if one.type != "video" and alt_of(one, item).strip()), None)


def alt_of(media: Media, item: Item) -> str:
    """The picture's alternative text in the story's language, empty where there is none."""
    return media.alt.get(item.language) or media.alt.get(edition_of(item), "")


def make_content(item: Item, kind: Kind, picture: Picture | None, limits: Limits = LEAST) -> Content:
    """The public content of `item`: summarised within `limits`, an alert with its headline alone."""
    language = edition_of(item)
    is_story = item.type != "alert"
    return Content(
        language=language,
        type="text" if is_story else "alert",
        headline=item.headline,
        slug=make_slug(item.headline),
        standfirst=item.standfirst if is_story else "",
        summary=_summarise(item, limits) if is_story else (),
        origin=item.summary_origin or ("editor" if item.summary else "automatic"),
        byline=item.byline,
        authors=_find_authors(item),
        dateline=_write_dateline(item.dateline),
        sections=find_sections(item),
        subjects=_make_topics(item, language),
        topics=tuple(dict.fromkeys(broad for one in item.subjects for broad in broaden(one.qcode))),
        people=tuple(dict.fromkeys(one.name for one in item.people)),
        places=tuple(Where(one.code, one.name) for one in item.places),
        dossiers=tuple(Dossier(make_slug(one.qcode), one.name) for one in item.dossiers if one.qcode and one.name),
        family=next((public_id_of(one.guid) for one in item.links if one.rel == "translation-of"), ""),
        related=tuple(dict.fromkeys(public_id_of(one.guid) for one in item.links if one.rel in _RELATED)),
        picture=picture,
        correction=item.correction if kind in _MARKING_KINDS else None,
        note=item.public_note,
        urgency=item.urgency,
    )


def _summarise(item: Item, limits: Limits) -> tuple[WebBlock, ...]:
    return summarise(item, max_words=limits.max_words, max_share=limits.max_share / 100)


def _find_authors(item: Item) -> tuple[Author, ...]:
    """Who signed the story: the names in `byline`, where there are several, each by itself."""
    names = [name.strip() for name in item.bylines or (item.byline,)]
    return tuple(dict.fromkeys(Author(make_slug(name), name) for name in names if name))


def _make_topics(item: Item, language: str) -> tuple[Topic, ...]:
    """The item's subjects by their names in the page's language; where one has none, the next broader that has."""
    return tuple(dict.fromkeys(topic for subject in item.subjects if (topic := _make_topic(subject, language))))


def _make_topic(subject: Subject, language: str) -> Topic | None:
    if name := topic_name(subject.qcode, language):
        return Topic(subject.qcode, name)
    if subject.qcode not in read_mediatopics():
        return Topic(subject.qcode, subject.name) if subject.name else None
    found = nearest_name(subject.qcode, language)
    return Topic(*found) if found else None


def _write_dateline(dateline: Dateline | None) -> str:
    """The place where it was written; the date stands beside it on the page, so a printed line gives only its place."""
    return dateline.place if dateline else ""


def find_sections(item: Item) -> tuple[str, ...]:
    """The item's known sections; where it names none, those its subjects belong to."""
    named = tuple(code for code in item.sections if code in SECTIONS)
    if named:
        return named
    tops = [broaden(subject.qcode)[-1] for subject in item.subjects]
    by_subject = {section.subject: code for code, section in SECTIONS.items()}
    return tuple(dict.fromkeys(by_subject[top] for top in tops if top in by_subject))
