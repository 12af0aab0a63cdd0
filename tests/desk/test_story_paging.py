"""The story list of a large newsroom: it ends somewhere, says so, and counts no further."""

from datetime import datetime

import pytest
from django.db import connection as django_connection
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Role
from newswire.desk import story_paging
from newswire.editing.models import Story
from tests.desk.conftest import client_of
from tests.editing.people import make_story, make_user

END = "The first 3 stories; filter or search to reach the others"


@pytest.mark.parametrize(("stories", "ends_early"), [(3, False), (4, True)])
def test_a_list_that_ends_before_the_stories_do_says_so(
    dsn: str, now: datetime, monkeypatch: pytest.MonkeyPatch, stories: int, ends_early: bool
) -> None:
    assert dsn
    monkeypatch.setattr(story_paging, "COUNTED", 3)
    editor = make_user(Role.EDITOR)
    for number in range(stories):
        make_story(editor, now, headline=f"Story {number}")
    page = client_of(editor).get("/desk/stories/").content.decode()
    assert (END in page) is ends_early
    assert ">Story 3</bdi>" in page or not ends_early
    found = client_of(editor).get("/desk/stories/?q=story+0").content.decode()
    assert ">Story 0</bdi>" in found
    assert END not in found


def test_the_count_looks_no_further_than_one_story_more_than_it_pages_through(dsn: str) -> None:
    assert dsn
    paginator = story_paging.StoryPaginator(Story.objects.order_by("pk"), 50)
    with CaptureQueriesContext(django_connection) as asked:
        assert paginator.count == 0
    [question] = asked.captured_queries
    assert f"LIMIT {story_paging.COUNTED + 1}" in question["sql"]
    assert "ORDER BY" not in question["sql"]
