"""What stands on the pages that list stories: pure decisions over cards."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, groupby

import msgspec

from newswire.edition.shape import Card, Listed, Where

MOST_PEOPLE = 12
MOST_PLACES = 24
_STORIES_OF_A_PERSON = 3


class OfDay(msgspec.Struct, frozen=True):
    """The stories of one day (UTC); `noon` is a moment within it."""

    noon: datetime
    cards: tuple[Card, ...]


class Person(msgspec.Struct, frozen=True):
    """Somebody named in a dossier: in how many of its stories, and the newest of them."""

    name: str
    stories: int
    newest: tuple[Card, ...]


class Place(msgspec.Struct, frozen=True):
    """A place a dossier is about, and how many of its stories are."""

    where: Where
    stories: int


class Affair(msgspec.Struct, frozen=True):
    """A dossier as its page shows it: the newest story, what led there day by day, who and where."""

    latest: Card
    timeline: tuple[OfDay, ...]
    people: tuple[Person, ...]
    places: tuple[Place, ...]


def group_by_day(cards: Iterable[Card]) -> tuple[OfDay, ...]:
    """Cards in their order, with a new group wherever the day of publication (UTC) changes."""
    groups = groupby(cards, lambda card: card.published_at.astimezone(UTC).date())
    return tuple(OfDay(datetime.combine(day, time(12), UTC), tuple(of_day)) for day, of_day in groups)


def compose_affair(stories: Sequence[Listed]) -> Affair:
    """A dossier's page from its stories, newest first and at least one.

    Who is named in most stories comes first, then who was named last; so do the places. A place that only its name
    tells apart is counted by that.
    """
    people: Counter[str] = Counter()
    places: Counter[str] = Counter()
    spots: dict[str, Where] = {}
    for story in stories:
        people.update(set(story.people))
        named = {one.code or one.name: one for one in story.places}
        places.update(named.keys())
        spots = named | spots  # the newest name is kept
    newest = {name: number for number, story in reversed(list(enumerate(stories))) for name in story.people}
    ranked = sorted(people, key=lambda name: (-people[name], newest[name], name))
    return Affair(
        stories[0],
        group_by_day(stories),
        tuple(Person(name, people[name], _stories_of(name, stories)) for name in ranked[:MOST_PEOPLE]),
        tuple(Place(spots[key], count) for key, count in places.most_common(MOST_PLACES)),
    )


def month_of(day: date) -> tuple[date, int]:
    """The first day of the day's month, and how many days the month has."""
    first = day.replace(day=1)
    return first, ((first + timedelta(days=32)).replace(day=1) - first).days


def merge_cards(*chains: Sequence[Card], without: Collection[str], most: int) -> tuple[Card, ...]:
    """Cards of all `chains` in order, each once, none of the public ids in `without`, at most `most`."""
    found: dict[str, Card] = {}
    for card in chain.from_iterable(chains):
        if card.public_id not in without:
            found.setdefault(card.public_id, card)
    return tuple(found.values())[:most]


def _stories_of(name: str, stories: Sequence[Listed]) -> tuple[Card, ...]:
    return tuple(story for story in stories if name in story.people)[:_STORIES_OF_A_PERSON]
