"""The fields of a story: what the form offers, saves and refuses, and where the picker's places come from."""

import gc
import io
import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from psycopg import Connection
from wagtail.images import get_image_model

from newswire.accounts.models import Role, User
from newswire.desk.story_form import StoryForm
from newswire.editing import service
from newswire.editing.markup import read_pictures
from newswire.editing.models import Dossier, Story, StoryMedia
from newswire.item.body import Embed, Paragraph
from newswire.kit.errors import RuleError
from newswire.wire.follow import read_after, read_items
from tests.desk.conftest import client_of
from tests.desk.test_stories import form_data
from tests.editing.people import make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


def test_every_field_of_the_form_is_saved(client: Client) -> None:
    dossier = Dossier.objects.create(code="orla", name="The Orla bridge")
    changes: dict[str, Any] = {
        "genre": "Analysis",
        "byline": "Mara Holt, Jan Ryba",
        "dateline_place": "istanbul",
        "dateline_code": "TR/istanbul",
        "dateline_country": "",
        "dossiers": [dossier.pk],
        "expires": "2027-01-01 12:00",
        "is_prepared": "on",
        "is_test": "on",
        "usage_terms": "No archive",
        "public_note": "Updated",
        "editor_note": "Video to follow",
        "sources": "Foreman, private",
    }
    response = client.post("/desk/stories/add/", form_data(**changes))
    assert response.status_code == 302
    story = Story.objects.get()
    assert (story.genre, story.byline, story.is_prepared, story.is_test) == (
        "Analysis",
        "Mara Holt, Jan Ryba",
        True,
        True,
    )
    assert (story.dateline_code, story.dateline_country) == ("TR/istanbul", "TR")
    assert list(story.dossiers.all()) == [dossier]
    assert story.expires is not None
    assert (story.usage_terms, story.public_note, story.sources) == ("No archive", "Updated", "Foreman, private")


def test_a_place_that_was_written_over_is_free_text_again(client: Client) -> None:
    client.post("/desk/stories/add/", form_data(dateline_place="Northaven", dateline_code="TR/istanbul"))
    story = Story.objects.get()
    assert (story.dateline_place, story.dateline_code, story.dateline_country) == ("Northaven", "", "CZ")


def test_a_genre_that_is_none_is_refused(client: Client) -> None:
    response = client.post("/desk/stories/add/", form_data(genre="Gossip"))
    assert "Gossip is not one of the available choices" in response.content.decode()
    assert not Story.objects.exists()


def test_a_closed_dossier_is_not_offered_but_keeps_its_stories(client: Client, editor: User, now: datetime) -> None:
    closed = Dossier.objects.create(code="old", name="Closed affair", is_closed=True)
    Dossier.objects.create(code="new", name="Open affair")
    story = make_story(editor, now)
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert "Open affair" in page
    assert "Closed affair" not in page
    response = client.post("/desk/stories/add/", form_data(dossiers=[closed.pk]))
    assert response.status_code == 200
    story.dossiers.add(closed)
    service.do_save(story, actor=editor, now=now)
    assert "Closed affair" in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()


def test_what_the_form_knows_leaves_on_the_wire_and_private_sources_do_not(
    client: Client, editor: User, now: datetime, connection: Connection[Any]
) -> None:
    story = make_story(
        editor, now, genre="Analysis", byline="Mara Holt, Jan Ryba", expires=datetime(2027, 1, 1, tzinfo=UTC)
    )
    story.dossiers.add(Dossier.objects.create(code="orla", name="The Orla bridge"))
    service.do_save(story, actor=editor, now=now)
    service.do_release(story.pk, actor=editor, now=now)
    [release] = read_after(connection, 0)
    item = read_items(connection, [release.seq])[release.seq]
    assert (item.genre, item.bylines) == ("genre:Analysis", ("Mara Holt", "Jan Ryba"))
    assert [one.qcode for one in item.dossiers] == ["orla"]
    assert item.expires == datetime(2027, 1, 1, tzinfo=UTC)
    assert "foreman" not in str(item).lower()
    page = client.get(f"/desk/stories/history/{story.pk}/revisions/{Story.objects.get().latest_revision_id}/view/")
    assert "The Orla bridge" in page.content.decode()


def test_a_table_is_saved_as_rows_and_shown_as_a_table(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now, body="<p>| Party | Seats |</p><p>|---|---|</p><p>| Left | 12 |</p>")
    page = client.get(f"/desk/stories/history/{story.pk}/revisions/{story.latest_revision_id}/view/").content.decode()
    assert "<thead><tr><th>Party</th><th>Seats</th></tr></thead>" in page
    assert "<td>12</td>" in page


def test_a_picture_in_the_text_that_is_gone_stops_the_release_with_a_sentence(
    client: Client, editor: User, now: datetime
) -> None:
    story = make_story(editor, now, body='<p>a</p><embed alt="" embedtype="image" format="fullwidth" id="99"/>')
    with pytest.raises(RuleError, match="no longer in the library"):
        service.do_release(story.pk, actor=editor, now=now)
    for answer in (client.get(f"/desk/stories/{story.pk}/release/"), client.post(f"/desk/stories/{story.pk}/release/")):
        assert answer.status_code == 409
        assert "no longer in the library" in answer.content.decode()
    assert Story.objects.get().version == 0


def picture(title: str, **words: str) -> Any:
    """A picture in the library."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), title_colour(title)).save(file, "JPEG")
    model: Any = get_image_model()
    made = model.objects.create(title=title, file=ContentFile(file.getvalue(), f"{title}.jpg"), **words)
    made.file.close()
    return model.objects.get(pk=made.pk)


def title_colour(title: str) -> tuple[int, int, int]:
    """A colour of its own for each title, so that no two files are the same."""
    return (sum(title.encode()) % 256, 90, 120)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's temporary files
def test_further_pictures_and_those_in_the_text_leave_with_the_story_each_once(
    client: Client, editor: User, now: datetime, connection: Connection[Any]
) -> None:
    lead, further, placed = picture("lead"), picture("second", credit="Ida"), picture("third", caption="In the text")
    body = (
        f'<p>a</p><embed alt="A rail" embedtype="image" format="fullwidth" id="{placed.pk}"/>'
        f'<p>b</p><embed alt="" embedtype="image" format="fullwidth" id="{further.pk}"/>'
    )
    story = make_story(editor, now, picture=lead, body=body)
    story.further_media.add(StoryMedia(picture=further, caption="Trams", alt="A tram"))
    service.do_save(story, actor=editor, now=now)
    service.do_release(story.pk, actor=editor, now=now)
    [release] = read_after(connection, 0)
    item = read_items(connection, [release.seq])[release.seq]
    ids = [f"picture-{one.pk}" for one in (lead, further, placed)]
    assert [one.id for one in item.media] == ids
    assert [(one.caption, one.credit, one.alt) for one in item.media[1:]] == [
        ("Trams", "Ida", {"en": "A tram"}),
        ("In the text", "", {"en": "A rail"}),
    ]
    assert item.body == (Paragraph("a"), Embed(ids[2]), Paragraph("b"), Embed(ids[1]))
    latest = Story.objects.get().latest_revision_id
    page = client.get(f"/desk/stories/history/{story.pk}/revisions/{latest}/view/").content.decode()
    assert page.count("<figure><img") >= 2
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail's temporary files
def test_the_text_editor_takes_a_picture_and_the_form_a_further_one(client: Client) -> None:
    image = picture("bridge")
    atomic = {"key": "b", "type": "atomic", "depth": 0, "text": " ", "inlineStyleRanges": []}
    entity = {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"id": image.pk, "format": "fullwidth", "alt": "x"}}
    body = {
        "blocks": [{**atomic, "entityRanges": [{"key": 0, "offset": 0, "length": 1}]}],
        "entityMap": {"0": entity},
    }
    changes = {
        "body": json.dumps(body),
        "further_media-TOTAL_FORMS": "1",
        "further_media-0-id": "",
        "further_media-0-ORDER": "1",
        "further_media-0-picture": str(image.pk),
        "further_media-0-caption": "Side",
        "further_media-0-credit": "",
        "further_media-0-alt": "",
    }
    assert client.post("/desk/stories/add/", form_data(**changes)).status_code == 302
    story = Story.objects.get()
    assert read_pictures(story.body) == {image.pk: "x"}
    assert [one.caption for one in story.further_media.all()] == ["Side"]


def test_what_would_be_lost_on_release_is_refused_with_a_sentence() -> None:
    form: Any = SimpleNamespace(cleaned_data={"body": '<p>a</p><iframe src="https://x.example/"></iframe>'})
    with pytest.raises(ValidationError, match="cannot be released: iframe"):
        StoryForm.clean_body(form)


def test_places_are_offered_in_the_language_that_is_asked_for(client: Client, stranger: Client) -> None:
    [first, *_rest] = client.get("/desk/places.json", {"q": "lond", "language": "tr"}).json()["places"]
    assert first == {"code": "GB/london", "name": "Londra", "country": "GB", "zone": "Europe/London"}
    assert client.get("/desk/places.json").json() == {"places": []}
    assert client.get("/desk/places.json", {"q": "x" * 5000, "language": "\x00'"}).json() == {"places": []}
    assert client.post("/desk/places.json").status_code == 405
    assert stranger.get("/desk/places.json?q=a").status_code == 302
