"""The website made again, and in a hurry: what was decided stays, what was overtaken is not shown, notices go first."""

from typing import Any

import pytest

from newswire.delivery.website.follow import do_advance, do_rewind
from newswire.item.item import Correction
from tests.delivery.website.clock import Clock


def a_busy_day(clock: Clock) -> None:
    clock.open(head_start=5, caps={"economy": 4})
    for name in ("a", "b", "k", "n"):
        clock.release(name)
    clock.wait(6)
    clock.release("c")
    clock.release("a", "update", headline="Second ferry enters")
    clock.wait(6)
    clock.release("k", "kill")
    clock.release("n", "update", public="no")
    clock.release("b", "hold")
    clock.release("b", "lift")
    clock.release("a", "update", headline="Third ferry enters")


def test_a_rebuild_shows_what_was_shown_also_from_nothing(clock: Clock) -> None:
    a_busy_day(clock)
    before = clock.snapshot()
    assert clock.headline("a") == "Second ferry enters"
    assert [clock.state(name) for name in ("b", "c", "k", "n")] == ["live", None, "gone", "held"]
    clock.rebuild()
    assert clock.snapshot() == before
    dates = [clock.dates(name) for name in ("a", "b")]
    clock.throw_away()
    clock.rebuild()
    assert [clock.dates(name) for name in ("a", "b")] == dates
    assert clock.headline("a") == "Second ferry enters"
    assert [clock.state(name) for name in ("b", "c", "k", "n")] == ["live", None, "gone", None]
    clock.wait(5)
    assert clock.headline("a") == "Third ferry enters"


def test_a_slot_of_the_cap_is_not_given_again_by_a_rebuild(clock: Clock) -> None:
    clock.open(caps={"economy": 1})
    clock.release("a")
    clock.release("b")
    clock.release("a", "kill")
    clock.throw_away()
    clock.rebuild()
    assert (clock.state("a"), clock.state("b")) == ("gone", None)


def test_what_was_overtaken_while_nobody_looked_is_not_shown_in_passing(clock: Clock) -> None:
    clock.open()
    clock.newsroom.release("a", headline="Twelve ships lost")
    clock.newsroom.release("a", "correction", headline="Two ships delayed", correction=Correction("x", "y"))
    clock.newsroom.release("b")
    clock.newsroom.release("b", "update", public="no")
    seen: list[str] = []
    connection = clock.newsroom.connection
    connection.execute(
        "CREATE TABLE seen AS SELECT headline FROM edition.story;"
        " CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN INSERT INTO seen VALUES (NEW.headline); RETURN NEW; END $$;"
        " CREATE TRIGGER see AFTER INSERT OR UPDATE ON edition.story FOR EACH ROW EXECUTE FUNCTION see()"
    )
    clock.advance()
    seen += [row[0] for row in connection.execute("SELECT headline FROM seen")]
    assert seen == ["Two ships delayed"]


def test_what_is_new_does_not_wait_for_a_rebuild(clock: Clock) -> None:
    clock.open()
    for name in ("a", "b", "c"):
        clock.release(name)
    do_rewind(clock.newsroom.connection)
    clock.newsroom.release("d")
    assert do_advance(clock.newsroom.connection, clock.home, now=clock.newsroom.now) == 1
    assert clock.state("d") == "live"
    assert do_advance(clock.newsroom.connection, clock.home, now=clock.newsroom.now) == 4
    assert do_advance(clock.newsroom.connection, clock.home, now=clock.newsroom.now) == 0
    rows = clock.newsroom.connection.execute(
        "SELECT channel FROM delivery_cursor WHERE channel LIKE 'website%' ORDER BY 1"
    ).fetchall()
    assert rows == [("website",), ("website-takedown",)], "a rebuild that is over leaves nothing"


@pytest.mark.parametrize(("notice", "state"), [("kill", "gone"), ("hold", "held")])
def test_a_notice_overtakes_what_is_queued_and_does_not_wait_for_routing(clock: Clock, notice: Any, state: str) -> None:
    clock.open()
    clock.release("a")
    clock.newsroom.append("b")
    clock.newsroom.append("a", notice)
    clock.advance()
    assert (clock.state("a"), clock.state("b")) == (state, None)
    clock.newsroom.route()
    clock.advance()
    assert (clock.state("a"), clock.state("b")) == (state, "live")


def test_a_hold_that_was_lifted_before_anybody_looked_takes_nothing_down(clock: Clock) -> None:
    clock.open()
    clock.release("a")
    clock.newsroom.append("a", "hold")
    clock.newsroom.append("a", "lift")
    clock.advance()
    assert clock.state() == "live"
    clock.newsroom.route()
    clock.advance()
    assert clock.state() == "live"
