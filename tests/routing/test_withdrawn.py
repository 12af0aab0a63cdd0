"""Stories that nobody may be given any more: killed, or held until further word."""

from newswire.routing.withdrawn import find_withdrawn
from tests.newsroom import Newsroom
from tests.stories import make_guid


def test_what_is_killed_or_held_is_withdrawn_and_what_was_lifted_is_not(newsroom: Newsroom) -> None:
    for name in ("free", "killed", "held", "lifted", "embargoed"):
        newsroom.release(name, embargo_until=newsroom.now.replace(hour=23) if name == "embargoed" else None)
    newsroom.release("killed", "kill")
    for name in ("held", "lifted"):
        newsroom.release(name, "hold")
    newsroom.release("lifted", "lift")
    guids = [make_guid(name) for name in ("free", "killed", "held", "lifted", "embargoed", "never")]
    assert find_withdrawn(newsroom.connection, guids) == {make_guid("killed"), make_guid("held")}
    assert find_withdrawn(newsroom.connection, []) == set()


def test_a_kill_counts_before_it_is_routed(newsroom: Newsroom) -> None:
    newsroom.release("a")
    newsroom.append("a", "kill")
    assert find_withdrawn(newsroom.connection, [make_guid("a")]) == {make_guid("a")}
