"""Who may do what to a story at which stage, and what must hold before a release: tables and pure decisions.

Nothing here knows the database or the screen; `service.py` asks before it acts, the desk asks before it shows a button.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal

import msgspec

from newswire.item.body import read_texts
from newswire.item.item import Item
from newswire.item.vocabulary.languages import LANGUAGES

Stage = Literal["draft", "submitted", "released", "held", "killed"]
Action = Literal[
    "edit", "submit", "return", "release", "schedule", "unschedule", "correct", "refile", "hold", "lift", "kill"
]
Role = Literal["reporter", "editor", "duty-chief", "administrator", "subscriber"]

STAGES: tuple[Stage, ...] = ("draft", "submitted", "released", "held", "killed")
ACTIONS: tuple[Action, ...] = (
    "edit", "submit", "return", "release", "schedule", "unschedule", "correct", "refile", "hold", "lift", "kill",
)  # fmt: skip

WRITERS: frozenset[Role] = frozenset({"reporter", "editor", "duty-chief", "administrator"})
EDITORS: frozenset[Role] = frozenset({"editor", "duty-chief", "administrator"})
SENIOR: frozenset[Role] = frozenset({"duty-chief", "administrator"})


class Step(msgspec.Struct, frozen=True):
    """One allowed move: the stage it leads to and the roles that may make it."""

    to: Stage
    roles: frozenset[Role]


STEPS: dict[tuple[Stage, Action], Step] = {
    ("draft", "edit"): Step("draft", WRITERS),
    ("draft", "submit"): Step("submitted", WRITERS),
    ("draft", "release"): Step("released", EDITORS),
    ("draft", "schedule"): Step("draft", EDITORS),
    ("draft", "unschedule"): Step("draft", EDITORS),
    ("submitted", "edit"): Step("submitted", WRITERS),
    ("submitted", "return"): Step("draft", WRITERS),
    ("submitted", "release"): Step("released", EDITORS),
    ("submitted", "schedule"): Step("submitted", EDITORS),
    ("submitted", "unschedule"): Step("submitted", EDITORS),
    ("released", "edit"): Step("released", WRITERS),
    ("released", "release"): Step("released", EDITORS),
    ("released", "correct"): Step("released", SENIOR),
    ("released", "refile"): Step("released", EDITORS),
    ("released", "hold"): Step("held", EDITORS),
    ("released", "kill"): Step("killed", SENIOR),
    ("held", "edit"): Step("held", WRITERS),
    ("held", "lift"): Step("released", EDITORS),
    ("held", "kill"): Step("killed", SENIOR),
}
"""Everything that is allowed. What is not in the table is forbidden: nothing leads out of `killed`."""

REASONED: frozenset[Action] = frozenset({"correct", "hold", "kill"})
"""Actions that nobody may take without saying why."""

Refusal = Literal["stage", "role", "reason", "wording", "wrong-and-right"]


def check_action(stage: Stage, action: Action, role: Role) -> Refusal | None:
    """Why `role` may not take `action` at `stage`; None where it may. The stage is judged before the role."""
    step = STEPS.get((stage, action))
    if step is None:
        return "stage"
    return None if role in step.roles else "role"


def next_stage(stage: Stage, action: Action) -> Stage:
    """Where an allowed action leads; KeyError for one that is not in the table."""
    return STEPS[stage, action].to


def allowed_actions(stage: Stage, role: Role) -> tuple[Action, ...]:
    """The actions `role` may take at `stage`, in the order of the table of actions."""
    return tuple(action for action in ACTIONS if check_action(stage, action, role) is None)


class Check(msgspec.Struct, frozen=True):
    """One finding before a release: a stable code, whether it blocks, the field it is about, and what was found."""

    code: str
    severity: Literal["block", "warn"]
    field: str = ""
    found: str = ""


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What a check needs to know beside the content.

    `version` is what the wire has of the story (0: nothing); `is_changed` whether the content differs from that;
    `standing_embargo` is the embargo now in force on the wire, which only a senior role may move.
    """

    now: datetime
    role: Role
    version: int = 0
    is_changed: bool = True
    standing_embargo: datetime | None = None


HEADLINE_LIMIT = 64
_CENTURY = r"(?:century|yüzyıl|век|siècle|vijek|shekull|abad)"
_PLACEHOLDERS = re.compile(
    # XX is also the twentieth: "siglo XX", "XX. yüzyıl", "XX век"; TK is also an airline: "TK 1951"
    rf"(?<!siglo )(?<!siglos )(?<!abad ke-)\bX{{2,}}\b(?!\.?\s*{_CENTURY})|\b(?:TK)+\b(?![ -]?\d)",
)


def find_placeholders(texts: Iterable[str]) -> tuple[str, ...]:
    """The placeholders (XX, XXX, TK, TKTK) left in `texts`, each once, in order."""
    return tuple(dict.fromkeys(match.group() for text in texts for match in _PLACEHOLDERS.finditer(text)))


def _check_headline(item: Item, _about: Circumstances) -> Iterator[Check]:
    if not item.headline.strip():
        yield Check("headline-missing", "block", "headline")
    elif len(item.headline) > HEADLINE_LIMIT and item.type != "advisory":
        yield Check("headline-long", "warn", "headline", str(len(item.headline)))


def _check_language(item: Item, _about: Circumstances) -> Iterator[Check]:
    if not item.language:
        yield Check("language-missing", "block", "language")
    elif item.language not in LANGUAGES:
        yield Check("language-unknown", "block", "language", item.language)


def _check_placeholders(item: Item, _about: Circumstances) -> Iterator[Check]:
    parts = {
        "headline": [item.headline],
        "standfirst": [item.standfirst],
        "body": read_texts(item.body),
        "summary": list(item.summary),
        "picture_caption": [one.caption for one in item.media],
    }
    for field, texts in parts.items():
        if found := find_placeholders(texts):
            yield Check("placeholder", "block", field, ", ".join(found))


def _check_embargo(item: Item, about: Circumstances) -> Iterator[Check]:
    if item.embargo_until and item.embargo_until <= about.now and not about.version:
        yield Check("embargo-past", "block", "embargo_until")
    moved = about.standing_embargo and item.embargo_until != about.standing_embargo
    if moved and about.role not in SENIOR:
        yield Check("embargo-moved", "block", "embargo_until")
    if item.expires and item.expires <= about.now:
        yield Check("expiry-past", "block", "expires")


def _check_substance(item: Item, about: Circumstances) -> Iterator[Check]:
    if item.type == "text" and not any(text.strip() for text in read_texts(item.body)):
        yield Check("body-missing", "warn", "body")
    if item.type == "text" and not (item.dateline and item.dateline.place):
        yield Check("dateline-missing", "warn", "dateline_place")
    if not item.subjects and not item.sections and item.type != "advisory":
        yield Check("subject-missing", "warn", "subjects")
    if about.version and not about.is_changed:
        yield Check("nothing-changed", "warn")


def _check_pictures(item: Item, _about: Circumstances) -> Iterator[Check]:
    if item.type == "picture" and not item.media:
        yield Check("picture-missing", "block", "picture")
    for picture in item.media:
        if not picture.caption:
            yield Check("caption-missing", "warn", "picture_caption")
        if not picture.credit:
            yield Check("credit-missing", "warn", "picture_credit")
        if not picture.alt.get(item.language):
            yield Check("alt-missing", "warn", "picture_alt")


CHECKS: tuple[Callable[[Item, Circumstances], Iterator[Check]], ...] = (
    _check_headline,
    _check_language,
    _check_placeholders,
    _check_embargo,
    _check_substance,
    _check_pictures,
)
"""The checks in the order their findings are shown. A new check is a function and a line here, and its words in
`wording.py`."""


def check_release(item: Item, about: Circumstances) -> tuple[Check, ...]:
    """All findings on `item`, blocks first."""
    findings = [finding for check in CHECKS for finding in check(item, about)]
    return tuple(sorted(findings, key=lambda finding: finding.severity != "block"))


def has_block(findings: Iterable[Check]) -> bool:
    """Whether any finding forbids the release."""
    return any(finding.severity == "block" for finding in findings)
