"""The web version in the form: the summary of what is posted, whose words the field has, who may ask."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.desk import web_panel, web_version_views
from newswire.desk.web_version_views import WrittenForm, write_raw
from newswire.editing import service
from newswire.editing.markup import read_web, write_body
from newswire.editing.model_summary import Proposal, read_asker
from newswire.editing.models import Story
from newswire.editing.web_cap import WebCap, read_web_cap
from newswire.item.body import Crosshead, Paragraph, Quote, WebBlock
from newswire.item.item import Item
from newswire.wire.follow import read_after, read_items
from tests.desk.conftest import client_of
from tests.desk.test_stories import form_data
from tests.editing.people import make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")

ADDRESS = "/desk/stories/web-version/"
MODEL = "/desk/stories/web-version/model/"
TEXT = (
    "<p>The bridge over the Orla opened to cars and walkers on Tuesday.</p><p>Mara Holt, the mayor, cut a ribbon in "
    "front of 300 people and called the two years of repairs a test of patience for the whole town, which has only one "
    "other way over the river.</p><p>Trams will follow in spring, when rails and wires are in place and the drivers "
    "are trained.</p>"
)
OWN = (Paragraph("The bridge is open."), Crosshead("What follows"), Quote("A test of patience.", "Mara Holt"))


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


def posted(body: str = TEXT, summary: tuple[WebBlock, ...] = (), **changes: Any) -> dict[str, Any]:
    """What the panel posts."""
    raw = WrittenForm().fields["body"].widget.format_value(body)
    return {"type": "text", "language": "en", "headline": "Bridge opens", "standfirst": "", "byline": "",
            "dateline_place": "", "dateline_country": "", "places": "", "people": "", "organisations": "",
            "public": "auto", "body": raw, "summary": write_raw(summary), "summary_origin": ""} | changes  # fmt: skip


def test_the_summary_of_what_is_written_is_shown_with_its_length_and_the_cap(client: Client) -> None:
    answer = client.post(ADDRESS, posted())
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "The site shows the automatic summary." in page
    assert "<p>The bridge over the Orla opened to cars and walkers on Tuesday.</p>" in page
    assert "Trams will follow" not in page
    assert "12 words" in page
    assert "18 % of the text" in page
    assert "At most 120 words and 35 % of the text." in page
    assert not Story.objects.exists()


def test_the_summary_stands_in_the_direction_of_its_story(client: Client) -> None:
    body = "<p>افتتح الجسر اليوم.</p><p>" + "وقال رئيس البلدية إن الجسر جاهز. " * 6 + "</p>"
    page = client.post(ADDRESS, posted(body, language="ar")).content.decode()
    assert '<div class="desk-web-text" lang="ar" dir="rtl"><p>افتتح الجسر اليوم.' in page


def test_what_is_pinned_is_the_summary_in_the_editors_format(client: Client) -> None:
    page = client.post(ADDRESS, posted()).content.decode()
    raw = page.split('data-web-raw="')[1].split('"')[0].replace("&quot;", '"')
    assert [one["text"] for one in json.loads(raw)["blocks"]] == [
        "The bridge over the Orla opened to cars and walkers on Tuesday."
    ]
    assert 'data-web-possible="yes"' in page


def test_a_story_of_one_line_has_no_summary(client: Client) -> None:
    page = client.post(ADDRESS, posted("<p>Too short to cut.</p>")).content.decode()
    assert 'data-web-possible="no"' in page
    assert "The site shows headline and standfirst alone" in page


def test_an_own_version_is_measured_and_its_faults_are_told(client: Client) -> None:
    page = client.post(ADDRESS, posted(summary=OWN)).content.decode()
    assert 'data-web-shown="editor"' in page
    assert "10 words" in page
    assert "cuts or changes a quotation: A test of patience.</span>" in page
    stale = (Paragraph("In front of 500 people Jana Holt cut a ribbon."),)
    page = client.post(ADDRESS, posted(summary=stale)).content.decode()
    assert "numbers or names that are not in the story: 500, Jana." in page
    long = (Paragraph("The bridge is open. " * 31),)
    page = client.post(ADDRESS, posted(summary=long)).content.decode()
    assert "longer than the public site takes: 124 / 120." in page


def test_a_models_text_is_said_to_be_one_and_no_means_no(client: Client) -> None:
    page = client.post(ADDRESS, posted(summary=OWN, summary_origin="model")).content.decode()
    assert "The site shows the text of a model, labelled as such." in page
    page = client.post(ADDRESS, posted(summary=OWN, public="no")).content.decode()
    assert "This story stays off the public site." in page


@pytest.mark.parametrize("text", ["", "x", "[]", "7", '{"blocks": 7}'])
def test_a_text_that_is_none_is_refused_and_breaks_nothing(client: Client, text: str) -> None:
    assert client.post(ADDRESS, posted(body=text) | {"body": text}).status_code == 400


def test_a_field_that_is_wrong_or_missing_does_not_keep_the_summary_away(client: Client) -> None:
    said = posted(language="xx", headline="", summary_origin="me") | {"type": "poem"}
    page = client.post(ADDRESS, said)
    assert (page.status_code, "The bridge over the Orla opened" in page.content.decode()) == (200, True)
    only = {name: value for name, value in posted().items() if name in ("body", "summary")}
    assert "The bridge over the Orla opened" in client.post(ADDRESS, only).content.decode()


def test_only_writers_ask_and_only_by_posting(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 405
    assert client_of(make_user(Role.SALES)).post(ADDRESS, posted())["Location"] == "/desk/"
    assert client_of(make_user(Role.REPORTER)).post(ADDRESS, posted()).status_code == 200


def test_the_editor_has_the_panel_beside_the_field(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    for address in ("/desk/stories/add/", f"/desk/stories/edit/{story.pk}/"):
        page = client.get(address).content.decode()
        assert f'data-web-version="{ADDRESS}"' in page
        assert 'name="summary_origin"' in page
        assert "Pin this summary" in page
        assert "Ask the model" not in page


def save(client: Client, story: Story, summary: tuple[WebBlock, ...], origin: str) -> Story:
    client.post(f"/desk/stories/edit/{story.pk}/", form_data(summary=write_raw(summary), summary_origin=origin))
    return Story.objects.get(pk=story.pk)


def test_what_is_written_in_the_form_is_saved_as_blocks_and_released(
    client: Client, editor: User, now: datetime, connection: Connection[Any]
) -> None:
    story = save(client, make_story(editor, now, summary=""), OWN, "")
    assert (read_web(story.summary), story.summary_origin) == (OWN, "editor")
    service.do_release(story.pk, actor=editor, now=now)
    [release] = read_after(connection, 0)
    item = read_items(connection, [release.seq])[release.seq]
    assert (item.summary, item.summary_origin) == (OWN, "editor")


def test_an_empty_field_is_the_automatic_summary_and_nobodys(client: Client, editor: User, now: datetime) -> None:
    for origin in ("", "editor", "model"):
        story = save(client, make_story(editor, now), (), origin)
        assert (story.summary, story.summary_origin) == ("", "")


@pytest.mark.parametrize(
    ("summary", "said", "origin"),
    [
        (OWN, "editor", "model"),  # the same words, whatever the form says
        (OWN, "", "model"),
        ((*OWN, Paragraph("Edited.")), "model", "model"),
        ((*OWN, Paragraph("Edited.")), "", "model"),
        ((Paragraph("Written anew."),), "editor", "editor"),
    ],
)
def test_a_models_text_stays_one_until_it_is_written_anew(
    client: Client, editor: User, now: datetime, summary: tuple[WebBlock, ...], said: str, origin: str
) -> None:
    story = make_story(editor, now, summary=write_body(OWN), summary_origin="model")
    assert save(client, story, summary, said).summary_origin == origin


def test_a_stale_version_is_told_of_by_the_checks(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now, summary="<p>The bridge opened for 500 people.</p>")
    page = client.get(f"/desk/stories/{story.pk}/checks/").content.decode()
    assert "The web version has numbers or names that are not in the story: 500." in page
    assert f'href="/desk/stories/edit/{story.pk}/#field-summary"' in page
    dialogue = client.get(f"/desk/stories/{story.pk}/release/").content.decode()
    assert "numbers or names that are not in the story: 500." in dialogue


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """A model that has something to say to every story but the refused one; what it was asked."""
    items: list[Item] = []

    def ask(item: Item, cap: WebCap) -> Proposal:
        items.append(item)
        assert cap == read_web_cap()
        if item.headline == "Refused":
            return Proposal((), "it names 14, which is not in the story")
        return Proposal((Paragraph("A model’s words."),) if item.body else ())

    for module in (web_panel, web_version_views):
        monkeypatch.setattr(module, "read_asker", lambda: ask)
    return items


def test_a_model_proposes_and_saves_nothing(client: Client, asked: list[Item]) -> None:
    assert "Ask the model" in client.get("/desk/stories/add/").content.decode()
    answer = client.post(MODEL, posted(summary=OWN)).json()
    assert [one["text"] for one in answer["raw"]["blocks"]] == ["A model’s words."]
    assert asked[0].summary == ()
    assert not Story.objects.exists()


def test_why_a_models_text_is_not_taken_is_said(client: Client, asked: list[Item]) -> None:
    why = client.post(MODEL, posted(headline="Refused")).json()
    assert why == {"refused": "The model’s text was not taken: it names 14, which is not in the story."}
    assert client.post(MODEL, posted("")).json() == {"refused": "The model’s text was not taken: it wrote nothing."}
    assert client.post(MODEL, posted() | {"body": "x"}).status_code == 400
    assert len(asked) == 2


def test_without_a_model_there_is_nothing_to_ask(client: Client) -> None:
    assert read_asker() is None
    assert client.post(MODEL, posted()).status_code == 404
