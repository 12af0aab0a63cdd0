"""The end of a right: when it comes, what is left, and words that say it is no error."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.editing.wording import kill_wording
from newswire.item.body import Embed, Paragraph
from newswire.item.item import Item, Media
from newswire.item.rights_end import drop_expired, find_expired, is_rights_end, read_end, rights_ended_wording
from newswire.item.vocabulary.languages import LANGUAGES
from tests.stories import make_item

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ends = st.none() | st.integers(-3, 3).map(lambda hours: NOW + hours * HOUR)


def make(expires: datetime | None, files: list[datetime | None]) -> Item:
    media = tuple(Media(f"picture-{n}", "picture", expires=at) for n, at in enumerate(files, 1))
    body = (Paragraph("Text."), *(Embed(one.id) for one in media))
    return make_item("bridge", NOW, expires=expires, media=media, body=body)


@given(ends, st.lists(ends, max_size=4))
def test_the_first_end_counts_and_what_has_ended_leaves_no_trace(
    expires: datetime | None, files: list[datetime | None]
) -> None:
    item = make(expires, files)
    given_ends = [at for at in (expires, *files) if at]
    assert read_end(item) == (min(given_ends) if given_ends else None)
    rest = drop_expired(item, NOW)
    assert [one.expires for one in rest.media] == [at for at in files if at is None or at > NOW]
    assert {one.media_id for one in rest.body if isinstance(one, Embed)} == {one.id for one in rest.media}
    assert find_expired(rest.media, NOW) == frozenset()
    assert rest.body[0] == Paragraph("Text.")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_words_of_an_ended_right_are_told_from_those_of_a_kill(language: str) -> None:
    words = rights_ended_wording(language, "Bridge opens")
    assert is_rights_end(words)
    assert "Bridge opens" in words
    assert not is_rights_end(kill_wording(language, "Bridge opens"))
    assert (words == rights_ended_wording("en", "Bridge opens")) == (language == "en")
