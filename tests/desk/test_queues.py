"""Queues, desks, the list's columns and filters, the panels: what each person sees and may do from there."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection as django_connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Role, User
from newswire.desk.dashboard import MyDesk, MyQueue
from newswire.desk.queue_views import AT_ONCE, IN_A_DIALOGUE, LONGEST, read_queue
from newswire.editing import workflow
from newswire.editing.deed import role_of
from newswire.editing.models import Desk, Story
from newswire.editing.rules import BEFORE_RELEASE, allowed_actions
from tests.desk.conftest import Enter, client_of
from tests.desk.test_stories import form_data
from tests.editing.people import make_story, make_user
from tests.editing.test_desks import make_desk
from tests.editing.test_service import bring_to

pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def editor(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


@pytest.fixture
def world(editor: User) -> Desk:
    return make_desk("World", editor)


def headlines(desk: Desk, user: User) -> dict[str, list[str]]:
    return {one.stage: [row.story.headline for row in one.rows] for one in read_queue(desk, user)}


def questions(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(django_connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_queue_stands_by_stage_most_urgent_first_with_only_my_drafts(
    world: Desk, editor: User, now: datetime
) -> None:
    reporter = make_user(Role.REPORTER)
    for stage in BEFORE_RELEASE:
        for urgency in (5, 1):
            story = make_story(editor, now, headline=f"{stage} {urgency}", urgency=urgency)
            bring_to(stage, story, editor, now)
    make_story(reporter, now, desk=world, headline="A reporter's draft")
    make_story(editor, now, desk=make_desk("Sport"), headline="Elsewhere")
    out = make_story(editor, now, headline="Out")
    bring_to("released", out, editor, now)
    expected = {stage: [f"{stage} 1", f"{stage} 5"] for stage in BEFORE_RELEASE}
    assert headlines(world, editor) == expected
    assert headlines(world, reporter) == expected | {"draft": ["A reporter's draft"]}
    assert [one.stage for one in read_queue(world, editor)] == ["submitted", "in-edit", "ready", "draft"]


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.SUBSCRIBER, Role.SALES)])
def test_a_row_offers_what_the_table_allows_and_no_more(role: Role, world: Desk, now: datetime) -> None:
    user = make_user(role, "somebody")
    for stage in BEFORE_RELEASE:
        story = make_story(user, now, desk=world)
        bring_to(stage, story, make_user(Role.DUTY_CHIEF, f"chief-{stage}"), now)
    for column in read_queue(world, user):
        [row] = column.rows
        allowed = allowed_actions(column.stage, role_of(user))
        assert {one.action for one in row.offers} == set(allowed) & {*AT_ONCE, *IN_A_DIALOGUE}, column.stage


def test_a_story_waits_since_it_was_last_moved(world: Desk, editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    later = now + timedelta(hours=3)
    workflow.do_submit(story.pk, actor=editor, now=later)
    assert read_queue(world, editor)[0].rows[0].since == later
    make_story(editor, now)
    assert read_queue(world, editor)[3].rows[0].since == now


@pytest.mark.usefixtures("world")
def test_the_buttons_of_a_queue_move_the_story_and_come_back(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    workflow.do_submit(story.pk, actor=editor, now=now)
    page = client.get("/desk/queues/world/").content.decode()
    assert f'action="/desk/stories/{story.pk}/take/"' in page
    assert f'href="/desk/stories/{story.pk}/return/"' in page
    answer = client.post(f"/desk/stories/{story.pk}/take/", {"next": "/desk/queues/world/"})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/queues/world/")
    story.refresh_from_db()
    assert (story.stage, story.assignee) == ("in-edit", editor)
    away = client.post(f"/desk/stories/{story.pk}/approve/", {"next": "https://elsewhere.example/"})
    assert away["Location"] == f"/desk/stories/edit/{story.pk}/"


def test_a_queue_shows_each_headline_in_its_own_direction(
    client: Client, world: Desk, editor: User, now: datetime
) -> None:
    story = make_story(editor, now, desk=world, language="ar", headline="افتتاح الجسر")
    workflow.do_submit(story.pk, actor=editor, now=now)
    page = client.get("/desk/queues/world/").content.decode()
    assert '<bdi lang="ar" dir="rtl">افتتاح الجسر</bdi>' in page
    assert "nobody has it" in page


def test_a_long_queue_asks_no_more_questions_and_says_how_much_it_leaves_out(
    client: Client, world: Desk, editor: User, now: datetime
) -> None:
    first = make_story(editor, now, desk=world)
    workflow.do_submit(first.pk, actor=editor, now=now)
    one, all_one = questions(client, "/desk/queues/world/"), questions(client, "/desk/queues/")
    Story.objects.bulk_create(
        Story(guid=f"urn:x:{n}", headline=f"Story {n}", desk=world, stage="submitted", assignee=editor)
        for n in range(LONGEST + 3)
    )
    for number in range(5):
        make_desk(f"Desk{number}")
    assert questions(client, "/desk/queues/world/") == one
    assert questions(client, "/desk/queues/") == all_one
    page = client.get("/desk/queues/world/").content.decode()
    assert "4 more" in page
    assert page.count("<bdi lang") == LONGEST
    assert f"?desk={world.pk}&amp;stage=submitted" in page


def test_the_list_of_queues_counts_what_waits_and_puts_my_desks_first(
    client: Client, world: Desk, editor: User, now: datetime
) -> None:
    make_desk("Arts")
    for stage in ("submitted", "submitted", "ready"):
        bring_to(stage, make_story(editor, now, desk=world), editor, now)
    page = client.get("/desk/queues/").content.decode()
    assert page.index(">World<") < page.index(">Arts<")
    assert "2 submitted" in page
    assert "1 ready" in page


def test_sales_and_subscribers_see_no_queue_and_an_unknown_desk_is_not_found(
    enter: Enter, client: Client, world: Desk
) -> None:
    for role in (Role.SALES, Role.SUBSCRIBER):
        other = enter(role)
        for address in ("/desk/queues/", f"/desk/queues/{world.code}/"):
            assert other.get(address).status_code in (302, 403), (role, address)
            assert b"World" not in other.get(address).content
    assert client.get("/desk/queues/nowhere/").status_code == 404
    assert client.post("/desk/queues/").status_code == 405


@pytest.mark.parametrize("role", list(Role))
def test_only_editors_and_above_open_the_desks(role: Role, world: Desk) -> None:
    client = client_of(make_user(role, "somebody"))
    may = role in (Role.EDITOR, Role.DUTY_CHIEF, Role.ADMINISTRATOR)
    for address in ("/desk/desks/", "/desk/desks/add/", f"/desk/desks/{world.pk}/"):
        assert (client.get(address).status_code == 200) == may, address
    client.post("/desk/desks/add/", {"name": "Sport", "code": "sport", "silence_minutes": "0"})
    client.post(f"/desk/desks/{world.pk}/", {"name": "Other", "code": "world", "silence_minutes": "0"})
    assert Desk.objects.filter(code="sport").exists() == may
    assert Desk.objects.filter(name="Other").exists() == may


def test_a_desk_is_made_and_changed_in_its_form(client: Client, editor: User) -> None:
    reporter = make_user(Role.REPORTER)
    said: dict[str, Any] = {"name": "Spor", "code": "spor", "silence_minutes": "45", "members": [reporter.pk]}
    answer = client.post("/desk/desks/add/", said)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/desks/")
    desk = Desk.objects.get()
    assert (desk.name, desk.silence_minutes, list(desk.members.all())) == ("Spor", 45, [reporter])
    assert b"a-reporter" in client.get("/desk/desks/").content
    client.post(f"/desk/desks/{desk.pk}/", said | {"name": "Sport", "members": [editor.pk]})
    desk.refresh_from_db()
    assert (desk.name, list(desk.members.all())) == ("Sport", [editor])


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"code": "two words"}, {"code": "world"}, {"silence_minutes": "-1"}, {"members": ["0"]}]
)
def test_what_is_wrong_with_a_desk_is_said_and_what_was_typed_is_kept(
    client: Client, world: Desk, wrong: dict[str, Any]
) -> None:
    said = {"name": "Typed name", "code": "sport", "silence_minutes": "5"} | wrong
    answer = client.post("/desk/desks/add/", said)
    assert answer.status_code == 200
    assert b"w-field__errors" in answer.content
    assert "name" in wrong or b"Typed name" in answer.content
    assert list(Desk.objects.all()) == [world]


@pytest.mark.usefixtures("world")
def test_the_list_of_desks_asks_the_same_number_of_questions_for_many(client: Client) -> None:
    before = questions(client, "/desk/desks/")
    for number in range(6):
        make_desk(f"Desk{number}", make_user(Role.REPORTER, f"r{number}"))
    assert questions(client, "/desk/desks/") == before


def test_a_story_written_in_the_form_begins_at_its_writers_desk(client: Client, world: Desk) -> None:
    client.post("/desk/stories/add/", form_data())
    assert Story.objects.get().desk == world


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("desk={world}", {"Ours"}),
        ("assignee=mine", {"Ours"}),
        ("assignee=nobody", {"Free"}),
        ("assignee={other}", {"Theirs"}),
        ("assignee=mine&stage=draft", set()),
        ("assignee=nonsense", {"Ours", "Theirs", "Free"}),
    ],
)
def test_the_list_is_filtered_by_desk_and_by_whose_a_story_is(
    client: Client, world: Desk, editor: User, now: datetime, query: str, found: set[str]
) -> None:
    other = make_user(Role.REPORTER)
    ours, theirs, _free = (make_story(other, now, headline=name) for name in ("Ours", "Theirs", "Free"))
    workflow.do_assign(ours.pk, actor=editor, now=now, desk=world, assignee=editor)
    workflow.do_assign(theirs.pk, actor=editor, now=now, desk=None, assignee=other)
    workflow.do_submit(ours.pk, actor=editor, now=now)
    page = client.get(f"/desk/stories/?{query.format(world=world.pk, other=other.pk)}").content.decode()
    assert {name for name in ("Ours", "Theirs", "Free") if f">{name}</bdi>" in page} == found


@pytest.mark.usefixtures("world")
def test_the_list_shows_desk_and_person_without_further_questions(client: Client, editor: User, now: datetime) -> None:
    make_story(editor, now)
    before = questions(client, "/desk/stories/")
    for number in range(12):
        person = make_user(Role.REPORTER, f"r{number}")
        story = make_story(editor, now, desk=make_desk(f"Desk{number}"))
        workflow.do_assign(story.pk, actor=editor, now=now, desk=story.desk, assignee=person)
    assert questions(client, "/desk/stories/") == before
    page = client.get("/desk/stories/").content.decode()
    assert "Desk7" in page
    assert "r7" in page


def test_my_queue_holds_what_is_assigned_to_me_and_my_desk_what_waits_there(
    client: Client, world: Desk, editor: User, now: datetime
) -> None:
    reporter = make_user(Role.REPORTER)
    mine = make_story(reporter, now, headline="Mine")
    workflow.do_assign(mine.pk, actor=editor, now=now, desk=None, assignee=editor)
    waiting = make_story(reporter, now, desk=world, headline="Waiting at World")
    workflow.do_submit(waiting.pk, actor=reporter, now=now)
    make_story(reporter, now, desk=world, headline="Still a draft")
    elsewhere = make_story(reporter, now, desk=make_desk("Sport"), headline="Waiting elsewhere")
    workflow.do_submit(elsewhere.pk, actor=reporter, now=now)
    assert list(MyQueue().rows(editor)) == [mine]
    assert list(MyDesk().rows(editor)) == [waiting]
    assert list(MyQueue().rows(reporter)) == list(MyDesk().rows(reporter)) == []
    page = client.get("/desk/").content.decode()
    assert "My queue" in page
    assert "My desk" in page
    assert "Waiting at World" in page
