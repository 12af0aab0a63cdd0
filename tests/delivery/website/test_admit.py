"""A day of the website: what is let through when, what the cap keeps back, what the editor wants."""

from datetime import timedelta
from typing import Any

import pytest

from newswire.edition.shape import key_of
from newswire.item.item import Correction
from newswire.item.rights import Restriction
from tests.delivery.website.clock import Clock
from tests.stories import make_guid


def test_subscribers_have_a_head_start(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a")
    assert clock.state() is None
    clock.wait(4.9)
    assert clock.state() is None
    clock.wait(0.1)
    assert clock.state() == "live"
    assert clock.dates()[0] == clock.newsroom.now - timedelta(minutes=5), "a story has the date of its release"


def test_an_update_waits_and_what_is_out_stays_out(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a")
    clock.wait(10)
    clock.release("a", "update", headline="Second ferry enters")
    assert clock.headline() == "Northaven harbour opens again (a)"
    clock.wait(5)
    assert clock.headline() == "Second ferry enters"


def test_a_story_updated_all_the_time_goes_public_all_the_same(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a")
    for minute in range(1, 9):
        clock.wait(1)
        clock.release("a", "update", headline=f"Minute {minute}")
    assert clock.headline() == "Minute 3"


def test_a_correction_of_a_public_story_goes_at_once_and_past_a_waiting_update(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a")
    clock.wait(10)
    clock.release("a", "update", headline="Twelve ships lost")
    clock.release("a", "correction", headline="Two ships delayed", correction=Correction("Twelve lost", "Two delayed"))
    assert clock.headline() == "Two ships delayed"
    clock.wait(10)
    assert clock.headline() == "Two ships delayed"


def test_what_was_wrong_and_unseen_is_never_shown_and_its_correction_reads_as_a_first_version(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a", headline="Twelve ships lost")
    clock.wait(2)
    clock.release("a", "correction", headline="Two ships delayed", correction=Correction("Twelve lost", "Two delayed"))
    assert clock.state() is None
    clock.wait(3)
    assert clock.headline() == "Two ships delayed"
    assert "Twelve" not in str(clock.snapshot())


@pytest.mark.parametrize("notice", ["hold", "kill"])
def test_a_story_held_or_killed_while_it_waits_is_not_shown_and_leaves_no_mark(clock: Clock, notice: str) -> None:
    clock.open(head_start=5)
    clock.release("a")
    clock.release("a", notice)
    clock.wait(10)
    assert clock.state() is None
    clock.rebuild()
    assert clock.state() is None


def test_a_story_held_while_it_waits_is_shown_after_the_lift_and_never_before_its_head_start(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a")
    clock.wait(1)
    clock.release("a", "hold")
    clock.wait(1)
    clock.release("a", "lift")
    assert clock.state() is None
    clock.wait(3)
    assert clock.state() == "live"


def test_a_public_story_is_back_at_once_on_its_lift(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a")
    clock.wait(10)
    clock.release("a", "hold")
    assert clock.state() == "held"
    clock.release("a", "lift")
    assert clock.state() == "live"


def test_a_lifted_embargo_has_its_head_start_too(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a", embargo_until=clock.newsroom.now + timedelta(hours=1))
    clock.wait(60)
    clock.release("a", "lift")
    assert clock.state() is None
    clock.wait(5)
    assert clock.state() == "live"


def test_a_changed_head_start_counts_from_the_next_release_on(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a")
    clock.open(head_start=60)
    clock.release("b")
    clock.wait(5)
    assert (clock.state("a"), clock.state("b")) == ("live", None)


def test_a_days_cap_is_kept_by_section_and_the_next_day_begins_anew(clock: Clock) -> None:
    clock.open(caps={"economy": 2})
    for name in ("a", "b", "c"):
        clock.release(name)
    clock.release("w", sections=("world", "economy"))
    assert [clock.state(name) for name in ("a", "b", "c", "w")] == ["live", "live", None, "live"]
    clock.wait(24 * 60)
    clock.release("d")
    assert clock.state("d") == "live"
    assert clock.state("c") is None, "yesterday's story does not come after all"


def test_what_follows_a_public_story_passes_the_cap(clock: Clock) -> None:
    clock.open(caps={"economy": 1})
    clock.release("a")
    for kind in ("update", "correction", "refile"):
        clock.release("a", kind, headline=f"After the {kind}")
        assert clock.headline() == f"After the {kind}"
    clock.release("a", "hold")
    clock.release("a", "lift")
    assert clock.state() == "live"


def test_an_update_of_a_story_over_the_cap_is_judged_by_its_own_day(clock: Clock) -> None:
    clock.open(caps={"economy": 1})
    clock.release("a")
    clock.release("b")
    clock.release("b", "update")
    assert clock.state("b") is None
    clock.wait(24 * 60)
    clock.release("b", "update", headline="Storm is back", correction=Correction("x", "y"))
    assert clock.headline("b") == "Storm is back"


def test_over_the_cap_only_an_editors_yes_passes_and_it_counts(clock: Clock) -> None:
    clock.open(caps={"economy": 1})
    clock.release("a", public="yes")
    clock.release("b")
    clock.release("c", public="yes")
    assert [clock.state(name) for name in ("a", "b", "c")] == ["live", None, "live"]
    clock.release("b", "update", public="yes")
    assert clock.state("b") == "live"


def test_an_alert_passes_the_cap_and_does_not_count(clock: Clock) -> None:
    clock.open(caps={"economy": 1})
    clock.release("f", type="alert")
    clock.release("a")
    clock.release("g", type="alert")
    assert [clock.state(name) for name in ("f", "a", "g")] == ["live", "live", "live"]


def test_a_cap_of_nothing_lets_nothing_through(clock: Clock) -> None:
    clock.open(caps={"economy": 0, "news": 0})
    clock.release("a")
    clock.release("b", sections=(), subjects=())
    assert clock.live() == 0


def test_a_yes_goes_public_though_the_query_does_not_match(clock: Clock) -> None:
    clock.open("lang:tr")
    clock.release("a")
    clock.release("b", public="yes")
    assert (clock.state("a"), clock.state("b")) == (None, "live")


def test_a_yes_set_later_makes_it_a_first_version_to_readers(clock: Clock) -> None:
    clock.open("lang:tr")
    clock.release("a", headline="Twelve ships lost")
    clock.release("a", "correction", public="yes", correction=Correction("Twelve lost", "Two delayed"))
    assert clock.state() == "live"
    assert "Twelve" not in str(clock.snapshot())


@pytest.mark.parametrize(
    "changes",
    [{"is_test": True}, {"rights": Restriction(no_web=True)}, {"embargo": 60}],
    ids=["test", "no web", "embargo"],
)
def test_a_yes_never_counts_against_a_test_a_restriction_or_an_embargo(clock: Clock, changes: dict[str, Any]) -> None:
    clock.open()
    if minutes := changes.pop("embargo", 0):
        changes["embargo_until"] = clock.newsroom.now + timedelta(minutes=minutes)
    clock.release("a", public="yes", **changes)
    assert clock.state() is None


def test_a_no_keeps_a_story_back_though_the_query_matches(clock: Clock) -> None:
    clock.open()
    clock.release("a", public="no")
    assert clock.state() is None
    assert clock.newsroom.connection.execute("SELECT count(*) FROM delivery_website_decision").fetchone() == (0,)


@pytest.mark.parametrize("choice", ["yes", "auto"])
def test_a_story_changed_to_no_leaves_at_once_without_a_mark_and_may_come_back(clock: Clock, choice: str) -> None:
    clock.open(head_start=5)
    clock.release("a", public=choice)
    clock.wait(5)
    clock.release("a", "update", public="no")
    assert clock.state() == "held"
    clock.release("a", "update", public="yes")
    assert clock.state() == "held"
    clock.wait(5)
    assert clock.state() == "live"


def test_a_no_cancels_what_waits(clock: Clock) -> None:
    clock.open(head_start=5)
    clock.release("a")
    clock.release("a", "update", public="no")
    clock.wait(10)
    assert clock.state() is None


def test_an_automatic_summary_keeps_to_the_word_cap(clock: Clock) -> None:
    clock.open(max_words=20)
    clock.release("a")
    row = clock.newsroom.connection.execute("SELECT summary->0->>'text' FROM edition.story").fetchone()
    assert row is not None
    assert 0 < len(str(row[0]).split()) <= 20
    clock.open(max_words=10)
    clock.release("b")
    assert clock.newsroom.connection.execute(
        "SELECT jsonb_array_length(summary) FROM edition.story WHERE key = %s", (key_of(make_guid("b")),)
    ).fetchone() == (0,)
