"""What is chosen: the lead, then what tells most, within the room."""

from hypothesis import given
from hypothesis import strategies as st

from newswire.enrichment.passages import take_apart
from newswire.enrichment.salience import choose, find_terms, read_story
from newswire.item.body import Paragraph

STORY = [
    "The harbour of Northaven opened after the storm had closed the harbour for three days.",
    "A band played on the old bridge in the morning while people ate cake and drank tea.",
    "The storm had kept forty ships outside the harbour of Northaven, and ferries stayed away.",
]


def chosen(texts: list[str], room: int, headline: str = "") -> list[int]:
    return choose(read_story(take_apart([Paragraph(text) for text in texts], "en"), headline, "en"), room)


def test_the_lead_comes_first_and_alone_where_nothing_else_fits() -> None:
    assert chosen(STORY, 16) == [0]


def test_what_belongs_to_the_story_beats_what_only_stands_earlier() -> None:
    assert chosen(STORY, 32) == [0, 2]


def test_what_the_headline_says_counts() -> None:
    passages = take_apart([Paragraph(text) for text in STORY], "en")
    without = read_story(passages, "", "en").worth
    with_it = read_story(passages, "Bands play on the old bridge", "en").worth
    assert [now > before for now, before in zip(with_it, without, strict=True)] == [False, True, False]


def test_nothing_where_the_lead_does_not_fit() -> None:
    assert chosen(STORY, 10) == []
    assert chosen([], 100) == []


def test_a_question_a_quotation_or_a_few_words_are_no_lead() -> None:
    for soft in (
        "Who opens the harbour of Northaven after such a storm this week?",
        "It is open.",
        "“Open,” said Lind.",
    ):
        assert 1 in chosen([soft, *STORY], 16)


def test_two_sentences_that_say_the_same_are_not_both_taken() -> None:
    again = "The harbour of Northaven opened after the storm closed the harbour for three days."
    other = "Divers cleared much sand from the channel near Karsholm before the first ferry left."
    assert chosen([STORY[0], again, other], 31) == [0, 2]


def test_terms_are_words_that_carry_matter_in_one_form_each() -> None:
    assert find_terms("However, the harbours said the EU harbour is 120 years old.", "en") == [
        "harbour", "eu", "harbour", "120", "year",
    ]  # fmt: skip
    assert find_terms("Toplantının ardından liman açıldı.", "tr") == find_terms("toplantının LİMAN açıldı", "tr")


_sentence = st.sampled_from(
    [
        "Lind opened the harbour today.",
        "She left.",
        "However, it closed.",
        "“No,” he said.",
        "Forty ships came to Northaven.",
    ]
)


@given(st.lists(_sentence, max_size=25), st.integers(0, 60))
def test_the_room_is_kept_and_nothing_comes_without_what_it_needs(texts: list[str], room: int) -> None:
    passages = take_apart([Paragraph(text) for text in texts], "en")
    taken = choose(read_story(passages, "", "en"), room)
    assert taken == sorted(set(taken))
    assert sum(passages[place].words for place in taken) <= room
    assert all(set(range(passages[place].needs, place)) <= set(taken) for place in taken)
