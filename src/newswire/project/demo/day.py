"""The scripted live day: what the demo newsroom releases step by step, and the routine that never ends."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import count
from random import Random

import msgspec

from newswire.item.kinds import Kind
from newswire.project.demo.content import DemoStory
from newswire.project.demo.routine import make_routine_story

SHORTEST_PAUSE, LONGEST_PAUSE = 20, 40
"""Seconds between two routine releases once the script has ended."""


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One release of the day, `after_seconds` after the step before it.

    `story` is the key of the story it belongs to: the first step of a story begins it, later ones follow it. `content`
    is the whole text of the version; None for hold, lift and kill. `reason` is for the desk's own books, `notice` is
    the wording that must go out. `embargo_seconds` counts from the release, 0 is none; the clock lifts it, not a step.
    """

    key: str
    story: str
    kind: Kind
    after_seconds: int
    content: DemoStory | None = None
    reason: str = ""
    notice: str = ""
    embargo_seconds: int = 0


class _Release(msgspec.Struct, frozen=True, tag="release", tag_field="line", forbid_unknown_fields=True):
    """A line of the script that stands as written."""

    step: Step


class _Routine(msgspec.Struct, frozen=True, tag="routine", tag_field="line", forbid_unknown_fields=True):
    """A line of the script that leaves the floor to the next routine story."""

    after_seconds: int


def make_routine_step(number: int, after_seconds: int) -> Step:
    """The step that releases the `number`-th routine story (see `make_routine_story`)."""
    story = make_routine_story(number)
    return Step(key=story.key, story=story.key, kind="new", after_seconds=after_seconds, content=story)


@cache
def _read_lines() -> tuple[_Release | _Routine, ...]:
    script = files("newswire.project.demo").joinpath("live", "script.json").read_bytes()
    return msgspec.json.decode(script, type=tuple[_Release | _Routine, ...])


def read_script(first_routine: int = 0) -> tuple[Step, ...]:
    """The day's steps, about ten minutes of them; its routine stories are numbered from `first_routine`."""
    numbers = count(first_routine)
    return tuple(
        line.step if isinstance(line, _Release) else make_routine_step(next(numbers), line.after_seconds)
        for line in _read_lines()
    )


def count_script_routine() -> int:
    """How many routine stories the script itself uses up: the routine after it goes on from there."""
    return sum(isinstance(line, _Routine) for line in _read_lines())


def follow_routine(first: int) -> Iterator[Step]:
    """Routine steps without end, from the `first`-th story on, 20 to 40 seconds apart and the same on every run."""
    for number in count(first):
        yield make_routine_step(number, Random(f"pause {number}").randint(SHORTEST_PAUSE, LONGEST_PAUSE))
