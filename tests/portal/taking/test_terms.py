"""What may be done with a story, in words that a night editor understands at once."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from newswire.item.item import Media
from newswire.item.release import Entry
from newswire.item.rights import Restriction
from newswire.portal.taking.terms import write_media_terms, write_restriction, write_story_terms
from newswire.subscribers.terms import Terms
from tests.stories import make_guid, make_item


@pytest.mark.parametrize(
    ("restriction", "words"),
    [
        (None, []),
        (Restriction(countries_out=("JP", "KR")), ["Not in: Japan, South Korea."]),
        (Restriction(countries_only=("GR",)), ["Only in: Greece."]),
        (Restriction(outlets_out=("broadcaster",)), ["Not for: Radio or television."]),
        (Restriction(outlets_only=("newspaper", "magazine")), ["Only for: Newspaper, Magazine."]),
        (Restriction(clients_only=(7,)), ["Only for clients with whom it was agreed."]),
        (
            Restriction(no_web=True, no_archive=True),
            ["Not for websites.", "Not for archives: it may be used for a day and not be kept."],
        ),
    ],
)
def test_every_restriction_is_a_sentence(restriction: Restriction | None, words: list[str]) -> None:
    assert list(write_restriction(restriction, "en")) == words


def test_no_restriction_is_left_unsaid() -> None:
    everything = Restriction(
        countries_only=("TR",), countries_out=("JP",), outlets_only=("agency",), outlets_out=("website",),
        clients_only=(1,), no_web=True, no_archive=True,
    )  # fmt: skip
    assert len(list(write_restriction(everything, "en"))) == len(Restriction.__struct_fields__)


def test_a_contract_and_an_embargo_and_an_end_are_told(now: datetime) -> None:
    item = make_item("a", now, expires=now + timedelta(days=2), rights=Restriction(no_web=True))
    entry = Entry(
        n=1, kind="new", use="hold", until=now + timedelta(hours=1), guid=make_guid("a"), version=1,
        released_at=now, item=item,
    )  # fmt: skip
    terms = Terms(claims=(), starts_at=now, web_display_days=30, ai_use="grounding")
    assert write_story_terms(entry, item, terms, "en") == [
        "Not before 24 November 2026, 10:30 UTC.",
        "Not for websites.",
        "To be removed by 26 November 2026, 09:30 UTC.",
        "On your own website for 30 days at most.",
        "To be credited to Newswire.",
        "Use by AI: Ground answers on it.",
    ]


def test_a_picture_has_terms_of_its_own_and_countries_are_named_in_the_readers_language(now: datetime) -> None:
    media = Media("p", "picture", rights=Restriction(countries_out=("DE",)), expires=now)
    with translation.override("tr"):
        said = write_media_terms(media, "tr")
    assert "Almanya" in said[0]
    assert len(said) == 2
