"""The planning at the desk: day and week, the forms, one click to a story and to the day's advisory."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role, User
from newswire.editing.models import Desk, Story
from newswire.editing.planning.models import Coverage, Event
from tests.desk.conftest import Enter, client_of
from tests.editing.people import make_story, make_user

DAY = "/desk/planning/?day=2026-11-24"
EVENT = {"title": "Budget vote", "place": "Northaven", "starts_at_0": "2026-11-24T10:00", "starts_at_1": "UTC"}
PLAN = {"slugline": "VOTE", "about": "Parliament votes", "type": "text", "language": "en", "words": "600",
        "due_at_0": "2026-11-24T12:00", "due_at_1": "Europe/Istanbul"}  # fmt: skip


@pytest.fixture
def editor(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


def test_an_event_and_its_coverage_are_planned_and_stand_on_their_day(client: Client) -> None:
    added = client.post("/desk/planning/events/add/", EVENT)
    assert (added.status_code, added["Location"]) == (302, DAY)
    event = Event.objects.get()
    form = client.get(f"/desk/planning/coverages/add/?event={event.pk}").content.decode()
    assert 'value="2026-11-24T10:00"' in form
    client.post("/desk/planning/coverages/add/", PLAN | {"event": event.pk})
    assert Coverage.objects.get().due_at == datetime(2026, 11, 24, 9, tzinfo=UTC)
    page = client.get(DAY).content.decode()
    for words in ("Budget vote", "VOTE", "Parliament votes", "600 words", "nobody yet", "Begin story", "09:00"):
        assert words in page
    week = client.get(DAY.replace("24", "26") + "&view=week").content.decode()
    assert week.count('class="desk-plan-day"') == 7
    assert "Parliament votes" in week
    assert "Nothing is planned" in client.get("/desk/planning/?day=2026-11-25").content.decode()


def test_the_day_is_the_persons_own(client: Client, editor: User) -> None:
    UserProfile.objects.create(user=editor, current_time_zone="Pacific/Auckland")
    client.post("/desk/planning/coverages/add/", PLAN)
    assert "VOTE" not in client.get(DAY).content.decode().split("main_content")[-1].split("desk-plan-day")[0]
    page = client.get("/desk/planning/?day=2026-11-24").content.decode()
    assert "22:00" in page, "09:00 UTC at the other end of the world"


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: Client) -> None:
    page = client.post("/desk/planning/events/add/", EVENT | {"ends_at_0": "2026-11-24T09:00", "ends_at_1": "UTC"})
    assert page.status_code == 409
    assert "would end before it starts" in page.content.decode()
    assert "Budget vote" in page.content.decode()
    page = client.post("/desk/planning/coverages/add/", PLAN | {"slugline": "", "due_at_0": "x"})
    assert "This field is required." in page.content.decode()
    assert "Give a date and a time of day" in page.content.decode()
    assert not Event.objects.exists()
    assert not Coverage.objects.exists()


def test_a_coverage_is_changed(client: Client) -> None:
    client.post("/desk/planning/coverages/add/", PLAN)
    pk = Coverage.objects.get().pk
    assert 'value="VOTE"' in client.get(f"/desk/planning/coverages/{pk}/").content.decode()
    client.post(f"/desk/planning/coverages/{pk}/", PLAN | {"pictures": "4"})
    assert Coverage.objects.get().pictures == 4
    assert client.get("/desk/planning/coverages/999/").status_code == 404


def test_one_click_begins_the_story_and_the_plan_shows_where_it_stands(client: Client) -> None:
    client.post("/desk/planning/coverages/add/", PLAN)
    pk = Coverage.objects.get().pk
    begun = client.post(f"/desk/planning/coverage/{pk}/begin/")
    story = Story.objects.get()
    assert begun["Location"] == f"/desk/stories/edit/{story.pk}/"
    page = client.get(DAY).content.decode()
    assert f"/desk/stories/edit/{story.pk}/" in page
    assert "desk-stage--draft" in page
    assert "Begin story" not in page
    assert client.get(f"/desk/planning/coverage/{pk}/begin/").status_code == 405


def test_a_coverage_is_linked_and_cancelled_from_its_page(client: Client, editor: User, now: datetime) -> None:
    client.post("/desk/planning/coverages/add/", PLAN)
    pk, story = Coverage.objects.get().pk, make_story(editor, now)
    refused = client.post(f"/desk/planning/coverage/{pk}/link/", {"guid": "urn:no"}, follow=True)
    assert "The desk has no story urn:no." in refused.content.decode()
    client.post(f"/desk/planning/coverage/{pk}/link/", {"guid": story.guid})
    assert Coverage.objects.get().story == story
    client.post(f"/desk/planning/coverage/{pk}/cancel/", {"reason": "put off"})
    assert Coverage.objects.get().is_cancelled
    assert "is-cancelled" in client.get(DAY).content.decode()
    assert client.post(f"/desk/planning/coverage/{pk}/nonsense/").status_code == 404
    assert client.post(f"/desk/planning/story/{pk}/cancel/").status_code == 404


def test_one_click_makes_the_days_advisory_and_opens_it(client: Client) -> None:
    client.post("/desk/planning/coverages/add/", PLAN)
    made = client.post("/desk/planning/advisory/", {"day": "2026-11-24", "language": "tr"})
    story = Story.objects.get()
    assert made["Location"] == f"/desk/stories/edit/{story.pk}/"
    assert (story.type, story.language, story.headline) == ("advisory", "tr", "24.11.2026 haber programı")
    assert "09:00 <b>VOTE</b>" in story.body
    nothing = client.post("/desk/planning/advisory/", {"day": "2026-11-25"}, follow=True)
    assert "Nothing is planned for this day." in nothing.content.decode()


@pytest.mark.parametrize("query", ["day=nonsense", "day=9999-12-31", "day=0001-01-01", "view=week&day=1970-01-01"])
def test_a_day_that_cannot_be_read_does_no_harm(client: Client, query: str) -> None:
    assert client.get(f"/desk/planning/?{query}").status_code == 200


def test_a_reporter_sees_the_plan_and_begins_a_story_but_plans_nothing(enter: Enter, client: Client) -> None:
    client.post("/desk/planning/coverages/add/", PLAN)
    reporter = enter(Role.REPORTER)
    page = reporter.get(DAY).content.decode()
    assert "New coverage" not in page
    assert "Begin story" in page
    assert reporter.post("/desk/planning/coverages/add/", PLAN)["Location"] == "/desk/"
    refused = reporter.post(f"/desk/planning/coverages/{Coverage.objects.get().pk}/", PLAN)
    assert refused.status_code == 409
    assert "Your role does not allow this in the planning." in refused.content.decode()
    assert Coverage.objects.count() == 1


def test_a_stranger_and_a_subscriber_see_no_plan(stranger: Client, enter: Enter) -> None:
    assert stranger.get("/desk/planning/").status_code == 302
    assert enter(Role.SUBSCRIBER).get("/desk/planning/").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_plan(
    client: Client, editor: User, now: datetime, django_count: Any
) -> None:
    desk = Desk.objects.create(code="d", name="D")

    def more(count: int) -> None:
        for _number in range(count):
            event = Event.objects.create(title="E", starts_at=now)
            Coverage.objects.create(slugline="S", due_at=now + timedelta(minutes=1), event=event, desk=desk,
                                    assignee=editor, story=make_story(editor, now))  # fmt: skip

    more(5)
    client.get(DAY)
    few = django_count(lambda: client.get(DAY))
    more(45)
    assert django_count(lambda: client.get(DAY)) == few


def test_the_events_offered_are_bounded_and_the_coverages_own_is_among_them(client: Client, now: datetime) -> None:
    old = Event.objects.create(title="Long ago", starts_at=now - timedelta(days=900))
    coverage = Coverage.objects.create(slugline="S", due_at=now, event=old)
    Event.objects.bulk_create(Event(title=f"Event {n}", starts_at=now + timedelta(hours=n)) for n in range(205))
    form = client.get("/desk/planning/coverages/add/").content.decode()
    assert (form.count("Event "), "Long ago" in form) == (200, False)
    for address in (f"/desk/planning/coverages/{coverage.pk}/", f"/desk/planning/coverages/add/?event={old.pk}"):
        form = client.get(address).content.decode()
        assert "selected>Long ago" in form
        assert "Event 0<" not in form


def test_a_coverage_is_announced_with_what_subscribers_products_ask_for(client: Client) -> None:
    client.post("/desk/planning/coverages/add/", PLAN)
    coverage = Coverage.objects.get()
    assert not coverage.is_announced, "nobody is told by default"
    assert "announced</span>" not in client.get(DAY).content.decode()
    chosen = {"is_announced": "on", "sections": ["politics", "world"], "subjects": ["medtop:11000000"]}
    client.post(f"/desk/planning/coverages/{coverage.pk}/", PLAN | chosen)
    coverage.refresh_from_db()
    assert (coverage.is_announced, coverage.sections, coverage.subjects) == (
        True, ["politics", "world"], ["medtop:11000000"],
    )  # fmt: skip
    form = client.get(f"/desk/planning/coverages/{coverage.pk}/").content.decode()
    assert form.count(" checked") == 3
    assert "medtop:11000000" in form
    assert "announced</span>" in client.get(DAY).content.decode()
    client.post(f"/desk/planning/coverages/{coverage.pk}/", PLAN)
    assert not Coverage.objects.get().is_announced
