"""Who may do what to a story at which stage: a table and pure decisions. What must hold before a release: `checks/`.

Nothing here knows the database or the screen; `service.py` asks before it acts, the desk asks before it shows a button.
"""

from typing import Literal, get_args

import msgspec

from newswire.item.item import ItemType

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
MEDIA_KILLERS: frozenset[Role] = SENIOR | {"picture-editor"}
"""Who may withdraw a picture or film from every story at once."""

VISUAL: frozenset[ItemType] = frozenset({"picture", "video", "graphic"})
LIMITED: dict[tuple[Role, Action], frozenset[ItemType]] = {
    ("picture-editor", action): VISUAL for action in get_args(Action) if action not in ("edit", "submit")
}
"""Where a role may take an action with some types only: a picture editor releases pictures, not politics."""


BEFORE_RELEASE: tuple[Stage, ...] = ("draft", "submitted", "in-edit", "ready")
"""The stages before a story's first release."""


class Step(msgspec.Struct, frozen=True):
    """One allowed move: the stage it leads to and the roles that may make it."""

    to: Stage
    roles: frozenset[Role]


def _before_release() -> dict[tuple[Stage, Action], Step]:
    """What is alike at each stage before the first release."""
    steps: dict[tuple[Stage, Action], Step] = {}
    for stage in BEFORE_RELEASE:
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


def check_ask(stage: Stage, action: Action, role: Role, type_: ItemType = "text") -> Refusal | None:
    """Why `role` may not ask for `action` with a story at `stage`; None where it may.

    Editors may ask for what only seniors may take.
    """
    if action not in SECOND_LOOK or (stage, action) not in STEPS:
        return "stage"
    return None if role in EDITORS else check_action(stage, action, role, type_)


def next_stage(stage: Stage, action: Action) -> Stage:
    """Where an allowed action leads; KeyError for one that is not in the table."""
    return STEPS[stage, action].to


def allowed_actions(stage: Stage, role: Role, type_: ItemType = "text") -> tuple[Action, ...]:
    """The actions `role` may take at `stage`, in the order of the table of actions."""
    return tuple(action for action in ACTIONS if check_action(stage, action, role, type_) is None)
