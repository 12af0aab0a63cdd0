"""The transition table, tried for every stage, action and role, and the checks before a release."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import msgspec
import pytest

from newswire.accounts.models import Role as AccountRole
from newswire.editing.models import StageChoice
from newswire.editing.rules import (
    ACTIONS,
    CHECKS,
    EDITORS,
    RELEASERS,
    SENIOR,
    STAGES,
    STEPS,
    WRITERS,
    Action,
    Check,
    Circumstances,
    Role,
    Stage,
    allowed_actions,
    check_action,
    check_release,
    find_placeholders,
    has_block,
    next_stage,
)
from newswire.editing.wording import ACTION_LABELS, STAGE_LABELS, check_codes, describe_check, describe_refusal
from newswire.item.body import Paragraph
from newswire.item.item import Dateline, Item, ItemType, Media

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
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


def good(**changes: Any) -> Item:
    fields: dict[str, Any] = {
        "guid": "urn:newsml:test.example:20261124:a",
        "type": "text",
        "language": "en",
        "headline": "Bridge opens",
        "first_created": NOW,
        "dateline": Dateline("Ostrava"),
        "sections": ("economy",),
        "body": (Paragraph("The bridge opened on Tuesday."),),
    }
    return Item(**(fields | changes))


def about(**changes: Any) -> Circumstances:
    return msgspec.structs.replace(Circumstances(now=NOW, role="editor"), **changes)


def findings(item: Item, **changes: Any) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in check_release(item, about(**changes))]


def test_a_complete_story_passes_without_a_word() -> None:
    assert findings(good()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"headline": "  "}, ("headline-missing", "block")),
        ({"headline": "x" * 65}, ("headline-long", "warn")),
        ({"language": ""}, ("language-missing", "block")),
        ({"language": "de"}, ("language-unknown", "block")),
        ({"standfirst": "TK people came"}, ("placeholder", "block")),
        ({"embargo_until": NOW}, ("embargo-past", "block")),
        ({"expires": NOW - timedelta(hours=1)}, ("expiry-past", "block")),
        ({"body": ()}, ("body-missing", "warn")),
        ({"dateline": None}, ("dateline-missing", "warn")),
        ({"sections": ()}, ("subject-missing", "warn")),
        ({"type": "picture"}, ("picture-missing", "block")),
    ],
)
def test_what_is_missing_or_wrong_is_found(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert findings(good(**changes)) == [expected]


def test_a_headline_of_64_characters_is_fine_and_an_alert_needs_nothing_else() -> None:
    assert findings(good(headline="x" * 64)) == []
    assert findings(good(type="alert", body=(), dateline=None)) == []


def test_a_picture_needs_caption_credit_and_alternative_text_in_the_storys_language() -> None:
    bare = Media("p", "picture", alt={"tr": "Köprü"})
    assert findings(good(media=(bare,))) == [
        ("caption-missing", "warn"),
        ("credit-missing", "warn"),
        ("alt-missing", "warn"),
    ]
    assert findings(good(media=(Media("p", "picture", "Bridge", "M. Holt", {"en": "A bridge"}),))) == []


@pytest.mark.parametrize(
    "text",
    ["XX people came", "about XXX euros", "said TK", "TKTK", "il a XX ans", "saat XX'te"],
)
def test_placeholders_are_found(text: str) -> None:
    assert find_placeholders([text])


@pytest.mark.parametrize(
    "text",
    [
        "en el siglo XX",
        "XX. yüzyılın başında",
        "в XX веке",
        "au XXe siècle",
        "flight TK 1951 to Adana",
        "TK-1951",
        "FOXX won",
        "xx",
        "abad ke-XX",
    ],
)
def test_the_twentieth_century_and_a_flight_number_are_no_placeholders(text: str) -> None:
    assert find_placeholders([text]) == ()


def test_each_placeholder_is_named_once_with_its_field() -> None:
    checks = check_release(good(body=(Paragraph("XX of XX and TK"),)), about())
    assert checks == (Check("placeholder", "block", "body", "XX, TK"),)
    assert describe_check(checks[0]) == "A placeholder is left in the text: XX, TK."


def test_blocks_come_before_warnings() -> None:
    severities = [severity for _code, severity in findings(good(body=(), language="", dateline=None))]
    assert severities == ["block", "warn", "warn"]
    assert has_block(check_release(good(language=""), about()))
    assert not has_block(check_release(good(body=()), about()))


def test_an_embargo_in_the_past_blocks_only_a_first_release() -> None:
    assert findings(good(embargo_until=NOW), version=2) == []


def test_only_a_senior_role_moves_an_embargo_that_stands_on_the_wire() -> None:
    until = NOW + timedelta(hours=2)
    assert findings(good(embargo_until=until), version=1, standing_embargo=until) == []
    for changed in (None, until + timedelta(hours=1)):
        moved = good(embargo_until=changed)
        assert findings(moved, version=1, standing_embargo=until) == [("embargo-moved", "block")]
        assert findings(moved, version=1, standing_embargo=until, role="duty-chief") == []


def test_an_update_that_changes_nothing_is_warned_of() -> None:
    assert findings(good(), version=1, is_changed=False) == [("nothing-changed", "warn")]


def test_every_finding_and_every_refusal_has_its_words() -> None:
    worst = good(headline="", language="", type="picture", media=())
    assert len(CHECKS) == 6
    for check in check_release(worst, about()):
        assert check.code in check_codes()
        assert describe_check(check)
    for refusal in ("stage", "role", "reason", "wording", "wrong-and-right"):
        assert describe_refusal(refusal, "held", "kill").endswith(".")
