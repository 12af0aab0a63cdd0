"""The list and the editor: what they show, what they save, and what they never do."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection as django_connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.desk.web_version_views import write_raw
from newswire.editing import service
from newswire.editing.markup import write_body
from newswire.editing.models import Story
from newswire.item.body import Crosshead, Paragraph, Quote
from newswire.wire.follow import read_after
from tests.desk.conftest import client_of
from tests.editing.people import edit, make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


def form_data(**changes: Any) -> dict[str, Any]:
    """What a browser posts for a story; `changes` replace single fields."""
    fields: dict[str, Any] = {
        "language": "en",
        "type": "text",
        "urgency": "4",
        "headline": "Bridge opens",
        "standfirst": "",
        "dateline_place": "Ostrava",
        "dateline_country": "cz",
        "byline": "Mara Holt",
        # the rich text editor posts its own content format
        "body": '{"blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "It opened.", "inlineStyleRanges": '
        '[{"offset": 3, "length": 6, "style": "BOLD"}], "entityRanges": []}], "entityMap": {}}',
        "dateline_code": "",
        "genre": "",
        "dossiers": [],
        "expires": "",
        "further_media-TOTAL_FORMS": "0",
        "further_media-INITIAL_FORMS": "0",
        "further_media-MIN_NUM_FORMS": "0",
        "further_media-MAX_NUM_FORMS": "1000",
        "picture": "",
        "picture_caption": "",
        "picture_credit": "",
        "picture_alt": "",
        "sections": ["economy", "world"],
        "subjects": ["medtop:20000337"],
        "slugline": "",
        "places": "Brno",
        "people": "",
        "organisations": "",
        "keywords": "",
        "public": "auto",
        "summary": write_raw(()),
        "summary_origin": "",
        "public_note": "",
        "editor_note": "",
        "sources": "",
        "usage_terms": "",
        "embargo_until": "",
    }
    return fields | changes


def test_a_story_is_written_in_the_form_and_saved_with_its_writer(client: Client, editor: User) -> None:
    response = client.post("/desk/stories/add/", form_data())
    story = Story.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/desk/stories/edit/{story.pk}/")
    assert (story.headline, story.dateline_country, story.sections) == ("Bridge opens", "CZ", ["economy", "world"])
    assert (story.created_by, story.stage, story.version) == (editor, "draft", 0)
    assert "It <b>opened</b>." in story.body
    assert story.subjects == ["medtop:20000337"]
    assert story.latest_revision is not None
    assert story.guid.startswith("urn:newsml:")


def test_saving_with_release_leads_to_the_dialogue(client: Client) -> None:
    response = client.post("/desk/stories/add/", form_data(**{"action-release": "Release"}))
    story = Story.objects.get()
    assert response["Location"] == f"/desk/stories/{story.pk}/release/"
    response = client.post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Other", **{"action-release": "x"}))
    assert response["Location"] == f"/desk/stories/{story.pk}/release/"
    story.refresh_from_db()
    assert (story.headline, story.stage) == ("Other", "draft")


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"headline": ""}, "This field is required"), ({"dateline_country": "T1"}, "Two letters, such as TR or FR")],
)
def test_what_cannot_be_saved_is_said_and_kept(client: Client, changes: dict[str, str], words: str) -> None:
    response = client.post("/desk/stories/add/", form_data(byline="Kept Name", **changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "Kept Name" in page
    assert not Story.objects.exists()


def test_autosave_keeps_the_state_of_a_story_that_was_released_meanwhile(
    client: Client, editor: User, now: datetime
) -> None:
    story = make_story(editor, now)
    service.do_release(story.pk, actor=editor, now=now)
    response = client.post(
        f"/desk/stories/edit/{story.pk}/", form_data(headline="Going on"), headers={"accept": "application/json"}
    )
    assert response.status_code == 200
    assert response.json()["success"]
    story.refresh_from_db()
    assert (story.headline, story.stage, story.version) == ("Going on", "released", 1)
    assert story.is_updated_since_release


def test_a_topic_of_another_vocabulary_stays_where_an_import_brought_it(
    client: Client, editor: User, now: datetime
) -> None:
    story = make_story(editor, now, subjects=["reuters:earn"])
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert '<option value="reuters:earn" selected>' in page
    client.post(f"/desk/stories/edit/{story.pk}/", form_data(subjects=["reuters:earn", "medtop:15000000"]))
    story.refresh_from_db()
    assert story.subjects == ["reuters:earn", "medtop:15000000"]


def test_the_topics_are_offered_in_the_language_of_the_screen(client: Client) -> None:
    topics = dict(client.get("/desk/topics/fr.json").json())
    assert topics["medtop:15000000"] == "Sport"
    assert len(topics) > 1000
    assert any(" › " in path for path in topics.values())


def test_a_killed_story_cannot_be_edited_by_anyone(now: datetime) -> None:
    chief = make_user(Role.ADMINISTRATOR)
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    service.do_kill(story.pk, actor=chief, now=now, reason="r", wording="w")
    client = client_of(chief)
    assert "This story was killed" in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    client.post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Back again"))
    client.post(f"/desk/stories/unlock/{story.pk}/")
    client.post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Back again"))
    story.refresh_from_db()
    assert (story.headline, story.stage) == ("Bridge over the Orla opens after two years of repairs", "killed")


def test_a_story_locked_by_somebody_else_is_not_overwritten(client: Client, now: datetime) -> None:
    other = make_user(Role.REPORTER)
    story = make_story(other, now)
    assert client_of(other).post(f"/desk/stories/lock/{story.pk}/").status_code == 302
    client.post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Over it"))
    story.refresh_from_db()
    assert story.headline != "Over it"
    client.post(f"/desk/stories/unlock/{story.pk}/")
    client.post(f"/desk/stories/edit/{story.pk}/", form_data(headline="After taking over"))
    story.refresh_from_db()
    assert story.headline == "After taking over"


def test_reverting_brings_back_old_words_but_no_old_stage(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now, headline="First words")
    first = story.latest_revision
    assert first is not None
    edit(story, editor, now, headline="Second words")
    service.do_release(story.pk, actor=editor, now=now)
    url = f"/desk/stories/history/{story.pk}/revisions/{first.pk}/revert/"
    assert "First words" in client.get(url).content.decode()
    client.post(f"/desk/stories/edit/{story.pk}/", form_data(headline="First words", revision=str(first.pk)))
    story.refresh_from_db()
    assert (story.headline, story.stage, story.version) == ("First words", "released", 1)


def test_a_released_story_can_be_neither_deleted_nor_copied(
    client: Client, editor: User, now: datetime, connection: Connection[Any]
) -> None:
    story = make_story(editor, now)
    service.do_release(story.pk, actor=editor, now=now)
    assert client.get(f"/desk/stories/delete/{story.pk}/").status_code == 302
    assert client.post(f"/desk/stories/delete/{story.pk}/")["Location"] == "/desk/"
    assert client.post(f"/desk/stories/copy/{story.pk}/").status_code == 404
    assert client.post(f"/desk/bulk/editing/story/delete/?id={story.pk}").status_code == 404
    assert Story.objects.filter(pk=story.pk).exists()
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert f"/desk/stories/delete/{story.pk}/" not in page
    assert len(read_after(connection, 0)) == 1


def test_a_draft_is_deleted_by_its_writer_or_an_editor_and_by_no_other_reporter(
    client: Client, editor: User, now: datetime
) -> None:
    reporter, other = make_user(Role.REPORTER), make_user(Role.REPORTER, "other")
    own, of_editor, of_reporter = (make_story(who, now) for who in (reporter, editor, reporter))
    client_of(reporter).post(f"/desk/stories/delete/{own.pk}/")
    client_of(other).post(f"/desk/stories/delete/{of_editor.pk}/")
    client.post(f"/desk/stories/delete/{of_reporter.pk}/")
    assert list(Story.objects.all()) == [of_editor]


def test_the_editor_offers_each_role_its_own_actions(now: datetime) -> None:
    chief, reporter = make_user(Role.DUTY_CHIEF), make_user(Role.REPORTER)
    story = make_story(chief, now)
    offered = {"reporter": ("action-submit",), "chief": ("action-release", "action-submit")}
    for user, name in ((reporter, "reporter"), (chief, "chief")):
        page = client_of(user).get(f"/desk/stories/edit/{story.pk}/").content.decode()
        for action in ("action-release", "action-submit", "action-correct"):
            assert (f'name="{action}"' in page) == (action in offered[name]), (name, action)
    service.do_release(story.pk, actor=chief, now=now)
    for user, senior in ((reporter, False), (chief, True)):
        page = client_of(user).get(f"/desk/stories/edit/{story.pk}/").content.decode()
        assert ('name="action-correct"' in page) == senior
        assert (f"/desk/stories/{story.pk}/kill/" in page) == senior


def test_the_list_shows_each_story_in_its_own_direction_with_stage_and_version(
    client: Client, editor: User, now: datetime
) -> None:
    arabic = make_story(editor, now, language="ar", headline="افتتاح الجسر")
    service.do_release(arabic.pk, actor=editor, now=now)
    edit(arabic, editor, now, headline="افتتاح الجسر اليوم")
    page = client.get("/desk/stories/").content.decode()
    assert '<bdi lang="ar" dir="rtl">افتتاح الجسر اليوم</bdi>' in page
    assert "desk-stage--released" in page
    assert "edited" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?language=tr", {"Köprü"}),
        ("?stage=released", {"Bridge"}),
        ("?urgency=1", {"Köprü"}),
        ("?q=bridge", {"Bridge"}),
        ("?q=nothing", set()),
        ("?type=alert", set()),
        ("", {"Bridge", "Köprü"}),
    ],
)
def test_the_list_is_filtered_and_searched(
    client: Client, editor: User, now: datetime, query: str, found: set[str]
) -> None:
    bridge = make_story(editor, now, headline="Bridge")
    make_story(editor, now, headline="Köprü", slugline="KOPRU", language="tr", urgency=1)
    service.do_release(bridge.pk, actor=editor, now=now)
    page = client.get(f"/desk/stories/{query}").content.decode()
    assert {name for name in ("Bridge", "Köprü") if f">{name}</bdi>" in page} == found


def test_the_list_asks_the_database_the_same_number_of_questions_for_one_story_and_for_forty(
    client: Client, editor: User, now: datetime
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(django_connection) as asked:
            assert client.get("/desk/stories/").status_code == 200
        return len(asked)

    make_story(editor, now)
    client.get("/desk/stories/")
    one = questions()
    for number in range(39):
        make_story(editor if number % 2 else make_user(Role.REPORTER, f"r{number}"), now)
    assert questions() == one
    assert one <= 16


def test_both_previews_show_what_their_readers_would_see(client: Client, editor: User, now: datetime) -> None:
    only = (Paragraph("Only this."), Crosshead("Trams"), Quote("At last.", "Ida Brandt"))
    story = make_story(editor, now, editor_note="Video to follow", summary=write_body(only), summary_origin="model")
    page = client.get(f"/desk/stories/history/{story.pk}/revisions/{story.latest_revision_id}/view/").content.decode()
    assert "Rails come in <strong>spring</strong>" in page
    assert "Video to follow" in page
    client.post(
        f"/desk/stories/preview/{story.pk}/?mode=public", form_data(summary=write_raw(only), summary_origin="model")
    )
    page = client.get(f"/desk/stories/preview/{story.pk}/?mode=public").content.decode()
    assert "<p>Only this.</p>" in page
    assert '<h2 class="crosshead">Trams</h2>' in page
    assert "<blockquote><p>At last.</p><footer>Ida Brandt</footer></blockquote>" in page
    assert "an editor approved it" in page
    assert "It opened" not in page
    assert "foreman" not in page


def test_the_strip_says_where_the_story_stands(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now, embargo_until=now + timedelta(days=1))
    service.do_release(story.pk, actor=editor, now=now)
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert "version 1, number 1 on the wire" in page
    assert "Embargo ends" in page
    assert "25 Nov 2026, 09:30" in page
