"""The routine of a newsroom: recurring subjects whose figures, names and sentences vary with a counter, for ever."""

from functools import cache
from importlib.resources import files
from random import Random

import msgspec

from newswire.item.body import Paragraph
from newswire.item.item import Place
from newswire.project.demo.content import DemoPicture, DemoStory

LANGUAGE_ORDER = ("en", "tr", "ar", "ru", "fr", "es")
"""Neighbours in the routine differ in language, so that every subscriber sees something within two minutes."""

_SEPARATORS: dict[str, tuple[str, str]] = {
    "en": (",", "."),
    "tr": (".", ","),
    "ar": (",", "."),
    "ru": ("\u00a0", ","),
    "fr": (".", ","),
    "es": (".", ","),
}
"""What each language puts between thousands and before decimals, in news copy."""


class Figure(msgspec.Struct, frozen=True, tag="figure", forbid_unknown_fields=True):
    """A number between `low` and `high`, written with `decimals` places the way the language writes numbers."""

    name: str
    low: float
    high: float
    decimals: int = 0


class Choice(msgspec.Struct, frozen=True, tag="choice", forbid_unknown_fields=True):
    """One row out of several; its cells go into `names`, so that forms of one word stay together."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Count(msgspec.Struct, frozen=True, tag="count", forbid_unknown_fields=True):
    """A running number: of the session, the round, the bulletin."""

    name: str
    start: int


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way the day can go: texts with `{names}` for what varies."""

    headline: str
    standfirst: str
    body: tuple[str, ...]


class RoutineSubject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is reported again and again: a market's close, a match, a forecast, a sitting."""

    key: str
    slugline: str
    byline: str
    dateline: str
    urgency: int
    sections: tuple[str, ...]
    subjects: tuple[str, ...]
    places: tuple[Place, ...]
    organisations: tuple[str, ...]
    keywords: tuple[str, ...]
    varies: tuple[Figure | Choice | Count, ...]
    variants: tuple[Variant, ...]
    picture: DemoPicture | None = None


@cache
def read_routine_subjects() -> tuple[tuple[str, RoutineSubject], ...]:
    """All subjects with their language, in the order in which they come round: languages alternate."""
    folder = files("newswire.project.demo").joinpath("live")
    found: list[tuple[int, int, str, RoutineSubject]] = []
    for column, language in enumerate(LANGUAGE_ORDER):
        subjects = msgspec.json.decode(
            folder.joinpath(f"{language}.json").read_bytes(), type=tuple[RoutineSubject, ...]
        )
        found += [(row, column, language, subject) for row, subject in enumerate(subjects)]
    return tuple((language, subject) for _, _, language, subject in sorted(found, key=lambda one: one[:2]))


def write_figure(value: float, decimals: int, language: str) -> str:
    """`1,234.5` the way `language` writes it."""
    thousands, point = _SEPARATORS[language]
    text = f"{round(value, decimals) + 0.0:,.{decimals}f}"  # + 0.0, or -0.3 becomes "-0"
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def make_routine_story(number: int) -> DemoStory:
    """The `number`-th routine story (0, 1, 2 …), always the same for the same number."""
    subjects = read_routine_subjects()
    language, subject = subjects[number % len(subjects)]
    turn = number // len(subjects)
    random = Random(f"{subject.key} {turn}")
    words: dict[str, str] = {}
    for what in subject.varies:
        match what:
            case Figure():
                words[what.name] = write_figure(random.uniform(what.low, what.high), what.decimals, language)
            case Choice():
                words.update(zip(what.names, random.choice(what.rows), strict=True))
            case Count():
                words[what.name] = str(what.start + turn)
    variant = random.choice(subject.variants)
    return DemoStory(
        key=f"routine-{number}",
        language=language,
        headline=variant.headline.format_map(words),
        standfirst=variant.standfirst.format_map(words),
        body=tuple(Paragraph(text.format_map(words)) for text in variant.body),
        slugline=subject.slugline,
        byline=subject.byline,
        dateline=subject.dateline,
        urgency=subject.urgency,
        sections=subject.sections,
        subjects=subject.subjects,
        places=subject.places,
        organisations=tuple(name.format_map(words) for name in subject.organisations),
        keywords=subject.keywords,
        picture=subject.picture,
    )
