"""What of an item the public edition shows: pure decisions, no database, no files."""

from newswire.delivery.website.slug import make_slug
from newswire.edition.shape import Content, Picture, Topic
from newswire.enrichment.summary import summarise
from newswire.item.body import WebBlock
from newswire.item.item import Dateline, Item, Media
from newswire.item.kinds import Kind
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.mediatopics import broaden, read_mediatopics
from newswire.item.vocabulary.sections import SECTIONS, section_name
from newswire.subscribers.website import LEAST, Limits

_SHOWN_TYPES = frozenset({"text", "alert"})
_MARKING_KINDS: frozenset[Kind] = frozenset({"update", "correction", "refile", "lift"})
"""Kinds whose reader may have seen an earlier version, and so is told what was corrected."""


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
        headline=item.headline,
        slug=make_slug(item.headline),
        standfirst=item.standfirst if is_story else "",
        summary=_summarise(item, limits) if is_story else (),
        byline=item.byline,
        dateline=_write_dateline(item.dateline),
        sections=find_sections(item),
        subjects=_make_topics(item, language),
        places=tuple(one.name for one in item.places),
        picture=picture,
        correction=item.correction if kind in _MARKING_KINDS else None,
        note=item.public_note,
        urgency=item.urgency,
    )


def _summarise(item: Item, limits: Limits) -> tuple[WebBlock, ...]:
    return summarise(item, max_words=limits.max_words, max_share=limits.max_share / 100)


def _make_topics(item: Item, language: str) -> tuple[Topic, ...]:
    """The item's subjects by their names in the page's language; one that has no name there is not shown in another."""
    sections = {section.subject: code for code, section in SECTIONS.items() if section.subject}
    topics = []
    for subject in item.subjects:
        known = read_mediatopics().get(subject.qcode)
        name = known.labels.get(language, "") if known else subject.name
        if not name and subject.qcode in sections:
            name = section_name(sections[subject.qcode], language)
        if name:
            topics.append(Topic(subject.qcode, name))
    return tuple(topics)


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
