"""The table of checks: severities by type and desk, what is found as a whole, words for everything."""

from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings

from newswire.editing.checks.finding import SEVERITIES, Check, has_block
from newswire.editing.checks.table import CHECKS, check_release, find_wrong, read_severity
from newswire.editing.wording import CHECK_LABELS, check_codes, describe_check
from newswire.item.body import Paragraph
from newswire.item.item import Item, ItemType, Media
from tests.editing.checks.items import NOW, about, codes, findings, good
from tests.formats.strategies import items


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
        ({"is_test": True}, ("test-public", "block")),
    ],
)
def test_what_is_missing_or_wrong_is_found(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert findings(good(**changes)) == [expected]


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


def test_a_test_that_stays_inside_may_be_released() -> None:
    assert findings(good(is_test=True, public="no")) == []
    assert findings(good(is_test=True, public="yes")) == [("test-public", "block")]


def test_prepared_copy_is_announced_until_it_has_left() -> None:
    assert findings(good(), is_prepared=True) == [("prepared", "warn")]
    assert findings(good(), is_prepared=True, version=1) == []


def test_a_picture_needs_caption_credit_rights_and_alternative_text_in_the_storys_language() -> None:
    bare = Media("p", "picture", alt={"tr": "Köprü"})
    assert codes(good(media=(bare,))) == ["caption-missing", "credit-missing", "alt-missing", "rights-missing"]
    full = Media("p", "picture", "Bridge", "M. Holt", {"en": "A bridge"})
    assert codes(good(media=(full,))) == ["rights-missing"]
    assert codes(good(media=(full,), usage_terms="Editorial use only")) == []


def test_an_advisory_needs_neither_subject_nor_dateline_nor_a_short_headline() -> None:
    assert findings(good(type="advisory", headline="x" * 90, sections=(), dateline=None)) == []


def test_a_desk_weighs_checks_for_its_own_stories() -> None:
    bare = good(dateline=None)
    assert [one.severity for one in check_release(bare, about(), {"dateline-missing": "block"})] == ["block"]
    assert check_release(bare, about(), {"dateline-missing": "off"}) == ()
    assert [one.severity for one in check_release(bare, about(), {"subject-missing": "block"})] == ["warn"]


def test_a_desk_cannot_weigh_what_is_fixed_or_wake_what_says_nothing_for_a_type() -> None:
    assert read_severity("test-public", "text", {"test-public": "off"}) == "block"
    assert read_severity("dateline-missing", "alert", {"dateline-missing": "block"}) == "off"
    assert read_severity("placeholder", "text", {"placeholder": "sometimes"}) == "block"


@pytest.mark.parametrize(
    "own",
    [{"placeholder": "maybe"}, {"no-such-check": "warn"}, {"language-missing": "warn"}, ["placeholder"], "off", None,
     {"placeholder": None}],
)  # fmt: skip
def test_what_cannot_be_weights_is_named(own: object) -> None:
    assert find_wrong(own)


def test_what_can_be_weights_is_let_through() -> None:
    assert find_wrong({}) == ()
    assert find_wrong({"placeholder": "warn", "quotes-mixed": "off", "dateline-missing": "block"}) == ()


def test_every_check_has_a_weight_for_every_type_a_name_and_a_sentence() -> None:
    assert set(CHECKS) == check_codes() == set(CHECK_LABELS)
    for code in CHECKS:
        assert {read_severity(code, type_, {}) for type_ in get_args(ItemType)} <= set(SEVERITIES)
        assert describe_check(Check(code, "warn", "", "X")).endswith(".")


def test_each_finding_says_what_it_found() -> None:
    checks = check_release(good(body=(Paragraph("XX of XX and TK"),)), about())
    assert checks == (Check("placeholder", "block", "body", "XX, TK"),)
    assert describe_check(checks[0]) == "A placeholder is left in the text: XX, TK."


@settings(max_examples=150, deadline=None)
@given(items)
def test_no_check_fails_on_any_item(item: Item) -> None:
    for check in check_release(item, about(is_prepared=True, twin="Another 100 % headline")):
        assert check.code in CHECKS
        assert "%(" not in describe_check(check)
