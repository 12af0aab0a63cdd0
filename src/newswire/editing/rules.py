"""Who may do what to a story at which stage, and what must hold before a release: tables and pure decisions.

Nothing here knows the database or the screen; `service.py` asks before it acts, the desk asks before it shows a button.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal, get_args

import msgspec

from newswire.item.body import read_texts
from newswire.item.item import Item, ItemType
from newswire.item.vocabulary.languages import LANGUAGES

Stage = Literal["draft", "submitted", "in-edit", "ready", "released", "held", "killed"]
Action = Literal[
    "edit", "submit", "take", "approve", "return", "assign", "release", "schedule", "unschedule",
    "correct", "refile", "embargo", "hold", "lift", "kill",
]  # fmt: skip
Role = Literal[
    "reporter", "translator", "picture-editor", "editor", "duty-chief", "administrator", "sales", "subscriber"
]

STAGES: tuple[Stage, ...] = get_args(Stage)
ACTIONS: tuple[Action, ...] = get_args(Action)
ROLES: tuple[Role, ...] = get_args(Role)

WRITERS: frozenset[Role] = frozenset({
    "reporter", "translator", "picture-editor", "editor", "duty-chief", "administrator"
})  # fmt: skip
RELEASERS: frozenset[Role] = frozenset({"picture-editor", "editor", "duty-chief", "administrator"})
EDITORS: frozenset[Role] = frozenset({"editor", "duty-chief", "administrator"})
SENIOR: frozenset[Role] = frozenset({"duty-chief", "administrator"})
PICTURE_KILLERS: frozenset[Role] = SENIOR | {"picture-editor"}
"""Who may withdraw a picture from every story at once."""

VISUAL: frozenset[ItemType] = frozenset({"picture", "video", "graphic"})
LIMITED: dict[tuple[Role, Action], frozenset[ItemType]] = {
    ("picture-editor", action): VISUAL for action in get_args(Action) if action not in ("edit", "submit")
}
"""Where a role may take an action with some types only: a picture editor releases pictures, not politics."""


class Step(msgspec.Struct, frozen=True):
    """One allowed move: the stage it leads to and the roles that may make it."""

    to: Stage
    roles: frozenset[Role]


def _before_release() -> dict[tuple[Stage, Action], Step]:
    """What is alike at each stage before the first release."""
    steps: dict[tuple[Stage, Action], Step] = {}
    before: tuple[Stage, ...] = ("draft", "submitted", "in-edit", "ready")
    for stage in before:
        steps[stage, "edit"] = Step(stage, WRITERS if stage in ("draft", "submitted") else RELEASERS)
        steps[stage, "assign"] = Step(stage, EDITORS)
        steps[stage, "release"] = Step("released", RELEASERS)
        steps[stage, "schedule"] = Step(stage, RELEASERS)
        steps[stage, "unschedule"] = Step(stage, RELEASERS)
    return steps


STEPS: dict[tuple[Stage, Action], Step] = _before_release() | {
    ("draft", "submit"): Step("submitted", WRITERS),
    ("submitted", "take"): Step("in-edit", RELEASERS),
    ("submitted", "approve"): Step("ready", RELEASERS),
    ("submitted", "return"): Step("draft", WRITERS),
    ("in-edit", "approve"): Step("ready", RELEASERS),
    ("in-edit", "return"): Step("draft", RELEASERS),
    ("ready", "take"): Step("in-edit", RELEASERS),
    ("ready", "return"): Step("draft", RELEASERS),
    ("released", "edit"): Step("released", WRITERS),
    ("released", "assign"): Step("released", EDITORS),
    ("released", "release"): Step("released", RELEASERS),
    ("released", "correct"): Step("released", SENIOR),
    ("released", "refile"): Step("released", RELEASERS),
    ("released", "embargo"): Step("released", SENIOR),
    ("released", "hold"): Step("held", RELEASERS),
    ("released", "kill"): Step("killed", SENIOR),
    ("held", "edit"): Step("held", WRITERS),
    ("held", "assign"): Step("held", EDITORS),
    ("held", "lift"): Step("released", RELEASERS),
    ("held", "kill"): Step("killed", SENIOR),
}
"""Everything that is allowed. What is not in the table is forbidden: nothing leads out of `killed`."""

SECOND_LOOK: frozenset[Action] = frozenset({"correct", "kill"})
"""Actions that one person asks for and another takes, or one alone who says why."""
REASONED: frozenset[Action] = frozenset({"return", "correct", "embargo", "hold", "kill"})
"""Actions that nobody may take without saying why."""

Refusal = Literal["stage", "role", "type", "reason", "wording", "wrong-and-right"]


def check_action(stage: Stage, action: Action, role: Role, type_: ItemType = "text") -> Refusal | None:
    """Why `role` may not take `action` with a story of `type_` at `stage`; None where it may.

    The stage is judged before the role, the role before the type.
    """
    step = STEPS.get((stage, action))
    if step is None:
        return "stage"
    if role not in step.roles:
        return "role"
    return None if type_ in LIMITED.get((role, action), (type_,)) else "type"


def next_stage(stage: Stage, action: Action) -> Stage:
    """Where an allowed action leads; KeyError for one that is not in the table."""
    return STEPS[stage, action].to


def allowed_actions(stage: Stage, role: Role, type_: ItemType = "text") -> tuple[Action, ...]:
    """The actions `role` may take at `stage`, in the order of the table of actions."""
    return tuple(action for action in ACTIONS if check_action(stage, action, role, type_) is None)


class Check(msgspec.Struct, frozen=True):
    """One finding before a release: a stable code, whether it blocks, the field it is about, and what was found."""

    code: str
    severity: Literal["block", "warn"]
    field: str = ""
    found: str = ""


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What a check needs to know beside the content.

    `version` is what the wire has of the story (0: nothing); `is_changed` whether the content differs from that;
    `standing_embargo` is the embargo now in force on the wire, which only a senior role may move,
    `original_embargo` that of the story this one translates.
    """

    now: datetime
    role: Role
    version: int = 0
    is_changed: bool = True
    standing_embargo: datetime | None = None
    original_embargo: datetime | None = None
    has_killed_picture: bool = False


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
    if (floor := about.original_embargo) and (item.embargo_until is None or item.embargo_until < floor):
        yield Check("embargo-of-original", "block", "embargo_until", f"{floor:%Y-%m-%d %H:%M} UTC")
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


def _check_pictures(item: Item, about: Circumstances) -> Iterator[Check]:
    if about.has_killed_picture:
        yield Check("picture-killed", "block", "picture")
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
