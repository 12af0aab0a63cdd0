"""The transition table, tried for every stage, action and role."""

from typing import get_args

import pytest

from newswire.accounts.models import Role as AccountRole
from newswire.editing.models import StageChoice
from newswire.editing.rules import (
    ACTIONS,
    EDITORS,
    RELEASERS,
    SENIOR,
    STAGES,
    STEPS,
    WRITERS,
    Action,
    Role,
    Stage,
    allowed_actions,
    check_action,
    next_stage,
)
from newswire.editing.wording import ACTION_LABELS, STAGE_LABELS, describe_refusal
from newswire.item.item import ItemType

ROLES: tuple[Role, ...] = get_args(Role)

PLANNING: dict[str, frozenset[Role]] = {
    "assign": EDITORS, "release": RELEASERS, "schedule": RELEASERS, "unschedule": RELEASERS,
}  # fmt: skip
EXPECTED: dict[str, dict[str, frozenset[Role]]] = {
    "draft": {"edit": WRITERS, "submit": WRITERS, **PLANNING},
    "submitted": {"edit": WRITERS, "take": RELEASERS, "approve": RELEASERS, "return": WRITERS, **PLANNING},
    "in-edit": {"edit": RELEASERS, "approve": RELEASERS, "return": RELEASERS, **PLANNING},
    "ready": {"edit": RELEASERS, "take": RELEASERS, "return": RELEASERS, **PLANNING},
    "released": {
        "edit": WRITERS, "assign": EDITORS, "release": RELEASERS, "correct": SENIOR, "refile": RELEASERS,
        "embargo": SENIOR, "hold": RELEASERS, "kill": SENIOR,
    },
    "held": {"edit": WRITERS, "assign": EDITORS, "lift": RELEASERS, "kill": SENIOR},
    "killed": {},
}  # fmt: skip
TYPES: tuple[ItemType, ...] = get_args(ItemType)
OWN_TYPES: dict[str, frozenset[str]] = {"picture-editor": frozenset({"picture", "video", "graphic"})}
"""Roles that do more than write and hand in with some types only."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_action_role_and_type_is_decided_as_written_down(stage: Stage, action: Action, role: Role) -> None:
    roles = EXPECTED[stage].get(action)
    for type_ in TYPES:
        refusal = check_action(stage, action, role, type_)
        if roles is None:
            assert refusal == "stage"
        elif role not in roles:
            assert refusal == "role"
        elif action not in ("edit", "submit") and type_ not in OWN_TYPES.get(role, TYPES):
            assert refusal == "type"
        else:
            assert refusal is None
        assert (action in allowed_actions(stage, role, type_)) == (refusal is None)


def test_a_kill_is_the_end_and_a_subscriber_may_nothing() -> None:
    assert not [action for stage, action in STEPS if stage == "killed"]
    assert all(allowed_actions(stage, "subscriber") == () for stage in STAGES)
    assert {next_stage("released", "kill"), next_stage("held", "kill")} == {"killed"}


def test_correction_and_kill_need_a_senior_role() -> None:
    assert {"duty-chief", "administrator"} == SENIOR
    for stage, action in STEPS:
        if action in ("correct", "kill"):
            assert STEPS[stage, action].roles == SENIOR


def test_the_rules_use_the_same_names_as_the_tables_and_the_accounts() -> None:
    assert set(STAGES) == set(StageChoice.values) == set(get_args(Stage)) == set(STAGE_LABELS)
    assert set(ACTIONS) == set(get_args(Action)) == set(ACTION_LABELS)
    assert set(ROLES) == set(AccountRole.values)
    assert {step.to for step in STEPS.values()} <= set(STAGES)


def test_every_refusal_has_its_words() -> None:
    for refusal in ("stage", "role", "reason", "wording", "wrong-and-right"):
        assert describe_refusal(refusal, "held", "kill").endswith(".")
