"""The Reuters-21578 collection to Items: one `.sgm` file, a thousand stories, none lost."""

import re
from collections.abc import Iterator
from datetime import datetime

from newswire.formats.filing import sections_of
from newswire.formats.options import ReadOptions
from newswire.formats.reuters21578.organisations import EXCHANGES, ORGANISATIONS
from newswire.formats.reuters21578.people import name_of
from newswire.formats.reuters21578.places import PLACES
from newswire.formats.reuters21578.shape import Story, read_stories
from newswire.formats.reuters21578.text import read_date, read_paragraphs, read_slug, split_dateline
from newswire.formats.reuters21578.topics import TOPICS
from newswire.item.body import Paragraph
from newswire.item.item import AltId, Dateline, Entity, Item, Place, Subject
from newswire.item.vocabulary.mediatopics import label
from newswire.kit.errors import FormatError

SOURCE = "Reuters"
_FILLER = re.compile(r"[*\s]*(?:Blah blah blah\.)?\s*")
"""What the collection puts round the headline of a flash instead of a text."""
_RUNNING_HEADLINE = 12
"""Words of a headline made from text that has no first line of its own."""


def read(content: bytes, options: ReadOptions) -> Iterator[Item | FormatError]:
    """The stories of one file in order. A story without a readable date or number is an error in its place."""
    found = False
    for story in read_stories(content):
        found = True
        yield story if isinstance(story, FormatError) else _to_item(story, options)
    if not found:
        raise FormatError("there is no REUTERS element in this file", 1)


def _to_item(story: Story, options: ReadOptions) -> Item | FormatError:
    written = read_date(story.date)
    if written is None:
        return FormatError(
            f"story {story.new_id}: “{story.date.strip()}” is not a date like 26-FEB-1987 15:01:01.79", story.line
        )
    slug = read_slug(story.header)
    headline, dateline, body = _read_text(story, written)
    subjects = _subjects(story.topics)
    brief = story.text_type == "BRIEF" and not body
    return Item(
        guid=f"urn:newsml:{options.authority}:{written:%Y%m%d}:reuters21578-{story.new_id}",
        type="alert" if brief else "text",
        language="en",
        headline=headline or slug or f"Reuters-21578 story {story.new_id}",
        first_created=written,
        slugline=slug,
        byline=" ".join(story.author.split()),
        dateline=dateline,
        urgency=_urgency(story) if brief else 5,
        sections=sections_of(subjects),
        subjects=subjects,
        places=tuple(map(_place, story.places)),
        people=tuple(Entity(name_of(code), f"reuters:{code}") for code in story.people),
        organisations=(
            *(Entity(ORGANISATIONS.get(code, code), f"reuters:{code}") for code in story.organisations),
            *(Entity(EXCHANGES.get(code, code), f"reuters:{code}") for code in story.exchanges),
        ),
        body=body,
        editor_note="" if headline else "The source has no text for this story.",
        provider=SOURCE,
        copyright_holder=SOURCE,
        alt_ids=(AltId("reuters21578", story.new_id),),
    )  # fmt: skip


def _read_text(story: Story, written: datetime) -> tuple[str, Dateline | None, tuple[Paragraph, ...]]:
    """Headline, dateline, body. Where the collection cut a story wrongly, its running text is put together again."""
    title = " ".join(story.title.split())
    if not title:
        headline, body = _read_untitled(story.running)
        return headline, None, body
    if story.text_type == "BRIEF":
        rest = "" if _FILLER.fullmatch(story.between) else story.between
        return title, None, read_paragraphs(rest + story.body)
    if story.between.strip():
        return title, None, read_paragraphs(story.running)
    dateline, rest = split_dateline(story.dateline, written)
    return title, dateline, read_paragraphs(rest + story.body)


def _read_untitled(text: str) -> tuple[str, tuple[Paragraph, ...]]:
    """A text without a title: its first line is the headline.

    Where the text runs on from that line (the next is not indented), the body keeps it and the headline has its first
    twelve words.
    """
    first, _, rest = text.strip().partition("\n")
    if rest and not rest.startswith((" ", "\n")):
        return " ".join(first.split()[:_RUNNING_HEADLINE]), read_paragraphs(text.strip())
    return " ".join(first.split()), read_paragraphs(rest)


def _urgency(story: Story) -> int:
    """A flash (priority letter `f` in the header) is 1, any other bare headline 2."""
    return 1 if re.search(r"^f [a-z] ", story.header, re.MULTILINE) else 2


def _subjects(codes: tuple[str, ...]) -> tuple[Subject, ...]:
    """The Media Topics of the codes, wider concepts once, and each code itself, so that nothing of it is lost."""
    found: dict[str, Subject] = {}
    for code in codes:
        topic = TOPICS.get(code)
        for qcode in topic.medtops if topic else ():
            found[qcode] = Subject(qcode, label(qcode, "en"))
        found[f"reuters:{code}"] = Subject(f"reuters:{code}", topic.name if topic else code)
    return tuple(found.values())


def _place(code: str) -> Place:
    country = PLACES.get(code)
    return Place(country.name, country.code) if country else Place(code)
