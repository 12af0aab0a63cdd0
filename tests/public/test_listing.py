"""What stands on the pages that list stories, decided without a database."""

from datetime import UTC, date, datetime, timedelta

from newswire.edition.shape import Dossier, Listed, Where
from newswire.public.listing import MOST_PEOPLE, compose_affair, group_by_day, merge_cards, month_of

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def _listed(name: str, hours: int = 0, people: tuple[str, ...] = (), places: tuple[Where, ...] = ()) -> Listed:
    moment = NOW - timedelta(hours=hours)
    return Listed(
        public_id=name,
        language="en",
        type="text",
        headline=name,
        slug=name,
        standfirst="",
        sections=(),
        picture=None,
        urgency=5,
        published_at=moment,
        updated_at=moment,
        people=people,
        places=places,
        dossiers=(Dossier("storm", "The storm"),),
    )


def test_cards_are_grouped_by_their_day_in_utc() -> None:
    cards = [_listed("a"), _listed("b", 9), _listed("c", 10), _listed("d", 60)]
    groups = group_by_day(cards)
    assert [[card.headline for card in group.cards] for group in groups] == [["a", "b"], ["c"], ["d"]]
    assert [group.noon for group in groups] == [datetime(2026, 11, day, 12, tzinfo=UTC) for day in (24, 23, 21)]
    assert group_by_day(()) == ()


def test_who_is_named_most_comes_first_then_who_was_named_last() -> None:
    stories = [
        _listed("newest", 0, ("Ida", "New")),
        _listed("middle", 1, ("Ida", "Ola", "Ola")),
        _listed("old", 2, ("Ola", "Ida", "Old")),
        _listed("oldest", 3, ("Ida",)),
    ]
    affair = compose_affair(stories)
    assert affair.latest.headline == "newest"
    assert [(one.name, one.stories) for one in affair.people] == [("Ida", 4), ("Ola", 2), ("New", 1), ("Old", 1)]
    assert [card.headline for card in affair.people[0].newest] == ["newest", "middle", "old"]
    assert [card.headline for card in affair.people[3].newest] == ["old"]


def test_a_dossier_full_of_people_names_the_most_important() -> None:
    affair = compose_affair([_listed("a", people=tuple(f"Person {number}" for number in range(40)))])
    assert len(affair.people) == MOST_PEOPLE


def test_places_are_counted_by_code_under_their_newest_name() -> None:
    stories = [
        _listed("a", 0, places=(Where("XV/korva", "Mount Korva"), Where("", "the pass"))),
        _listed("b", 1, places=(Where("XV/korva", "Korva"), Where("XV", "Velmark"))),
    ]
    found = [(one.where.name, one.stories) for one in compose_affair(stories).places]
    assert found[0] == ("Mount Korva", 2)
    assert sorted(found[1:]) == [("Velmark", 1), ("the pass", 1)]


def test_cards_of_several_chains_stand_once_and_never_the_story_itself() -> None:
    a, b, c, d = (_listed(name) for name in "abcd")
    assert merge_cards((a, b), (b, c), (d,), without=["c", "x"], most=5) == (a, b, d)
    assert merge_cards((a, b), (c,), without=(), most=2) == (a, b)
    assert merge_cards((), without=(), most=2) == ()


def test_a_month_is_as_long_as_it_is() -> None:
    assert month_of(date(2026, 11, 24)) == (date(2026, 11, 1), 30)
    assert month_of(date(2028, 2, 1)) == (date(2028, 2, 1), 29)
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), 31)
