"""Templates, snippets, find and replace over HTTP: who sees which, what is saved, what is refused."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.editing.models import Desk, Story
from newswire.editing.writing.models import Template, TextSnippet
from tests.desk.conftest import Enter, client_of
from tests.desk.test_stories import form_data
from tests.editing.people import make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")

TEMPLATE = {
    "name": "Market close", "type": "text", "language": "en", "urgency": "4", "headline": "Stocks close ",
    "slugline": "MARKETS", "byline": "", "dateline_place": "London", "sections": ["economy"], "keywords": "",
    "standfirst": "", "body": "Shares ended the day.\n\n## Movers\n\nBanks & miners led.",
}  # fmt: skip


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


@pytest.fixture
def client(editor: User) -> Client:
    return client_of(editor)


def text(page: Any) -> str:
    return str(page.content.decode())


def test_a_template_is_made_changed_and_deleted(client: Client) -> None:
    assert client.post("/desk/templates/add/", TEMPLATE)["Location"] == "/desk/templates/"
    template = Template.objects.get()
    assert template.fields["slugline"] == "MARKETS"
    assert template.fields["body"].startswith("<p>Shares ended the day.</p><h2>Movers</h2><p>Banks &amp; miners")
    assert "byline" not in template.fields
    assert "Market close" in text(client.get("/desk/templates/"))
    form = text(client.get(f"/desk/templates/{template.pk}/"))
    assert "## Movers" in form
    assert "Banks &amp; miners led." in form
    desk = Desk.objects.create(code="economy", name="Economy")
    client.post(f"/desk/templates/{template.pk}/", TEMPLATE | {"desk": desk.pk, "slugline": ""})
    template.refresh_from_db()
    assert (template.desk, "slugline" in template.fields) == (desk, False)
    client.post(f"/desk/templates/{template.pk}/delete/")
    assert not Template.objects.exists()


def test_a_template_without_a_name_is_shown_again(client: Client) -> None:
    answer = client.post("/desk/templates/add/", TEMPLATE | {"name": ""})
    assert answer.status_code == 200
    assert "This field is required." in text(answer)
    assert "## Movers" in text(answer)


def test_a_new_story_begins_with_what_the_template_says(client: Client) -> None:
    client.post("/desk/templates/add/", TEMPLATE)
    template = Template.objects.get()
    assert f"/desk/stories/add/?template={template.pk}" in text(client.get("/desk/stories/add/"))
    page = text(client.get(f"/desk/stories/add/?template={template.pk}"))
    for words in ('value="Stocks close"', 'value="MARKETS"', 'value="London"', "Shares ended the day."):
        assert words in page
    assert re.search(r'value="economy"[^>]*checked', page)
    assert not Story.objects.exists()
    client.post(f"/desk/stories/add/?template={template.pk}", form_data(headline="Stocks close up"))
    assert Story.objects.get().headline == "Stocks close up"


@pytest.mark.parametrize("asked", ["999", "x", "", "-1", "٣"])
def test_a_template_that_does_not_exist_is_an_empty_form(client: Client, asked: str) -> None:
    assert client.get("/desk/stories/add/", {"template": asked}).status_code == 200


def test_a_reporter_sees_everybodys_templates_and_those_of_the_own_desks_only() -> None:
    reporter = make_user(Role.REPORTER)
    mine, other = (Desk.objects.create(code=code, name=code) for code in ("mine", "other"))
    mine.members.add(reporter)
    made = {
        name: Template.objects.create(name=name, desk=desk, fields={"headline": f"From {name}"})
        for name, desk in (("all", None), ("of-mine", mine), ("of-other", other))
    }
    client = client_of(reporter)
    page = text(client.get("/desk/stories/add/"))
    assert [name for name in made if f"<bdi>{name}</bdi>" in page] == ["all", "of-mine"]
    assert "From of-other" not in text(client.get(f"/desk/stories/add/?template={made['of-other'].pk}"))


@pytest.mark.parametrize("role", [Role.REPORTER, Role.TRANSLATOR, Role.PICTURE_EDITOR])
def test_templates_are_kept_by_editors_alone(enter: Enter, role: Role) -> None:
    template = Template.objects.create(name="t")
    client = enter(role)
    for address in ("", "add/", f"{template.pk}/"):
        assert client.get(f"/desk/templates/{address}").status_code in (302, 403)
        assert client.post(f"/desk/templates/{address}", TEMPLATE).status_code in (302, 403, 405)
    assert client.post(f"/desk/templates/{template.pk}/delete/").status_code in (302, 403)
    assert list(Template.objects.values_list("name", flat=True)) == ["t"]


def test_a_snippet_is_made_changed_and_deleted(client: Client, editor: User) -> None:
    client.post("/desk/my-snippets/add/", {"shortcut": "Sig", "text": "Reporting by Mara Holt"})
    snippet = TextSnippet.objects.get()
    assert (snippet.owner, snippet.shortcut) == (editor, "sig")
    assert ";;sig" in text(client.get("/desk/my-snippets/"))
    client.post(f"/desk/my-snippets/{snippet.pk}/", {"shortcut": "sig", "text": "Reporting by M. Holt"})
    snippet.refresh_from_db()
    assert snippet.text == "Reporting by M. Holt"
    client.post(f"/desk/my-snippets/{snippet.pk}/delete/")
    assert not TextSnippet.objects.exists()


def test_a_shortcut_is_once_for_each_person(client: Client) -> None:
    TextSnippet.objects.create(owner=make_user(Role.REPORTER), shortcut="sig", text="theirs")
    client.post("/desk/my-snippets/add/", {"shortcut": "sig", "text": "mine"})
    answer = client.post("/desk/my-snippets/add/", {"shortcut": "SIG", "text": "mine again"})
    assert "You have a snippet with this shortcut already." in text(answer)
    assert client.post("/desk/my-snippets/add/", {"shortcut": "a b", "text": "x"}).status_code == 200
    assert sorted(TextSnippet.objects.values_list("text", flat=True)) == ["mine", "theirs"]


def test_another_persons_snippet_does_not_exist(client: Client) -> None:
    theirs = TextSnippet.objects.create(owner=make_user(Role.DUTY_CHIEF), shortcut="sig", text="theirs only")
    assert "theirs only" not in text(client.get("/desk/my-snippets/"))
    assert client.get(f"/desk/my-snippets/{theirs.pk}/").status_code == 404
    assert client.post(f"/desk/my-snippets/{theirs.pk}/", {"shortcut": "x", "text": "x"}).status_code == 404
    assert client.post(f"/desk/my-snippets/{theirs.pk}/delete/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.text == "theirs only"


def test_the_editor_has_ones_own_snippets(client: Client, editor: User, now: datetime) -> None:
    TextSnippet.objects.create(owner=editor, shortcut="sig", text='"Quoted" <b>')
    TextSnippet.objects.create(owner=make_user(Role.DUTY_CHIEF), shortcut="theirs", text="x")
    page = text(client.get(f"/desk/stories/edit/{make_story(editor, now).pk}/"))
    assert 'data-snippet="sig" data-text="&quot;Quoted&quot; &lt;b&gt;"' in page
    assert 'data-snippet="theirs"' not in page


def seen_in(page: Any) -> str:
    found = re.search(r'name="seen" value="(\w+)"', text(page))
    return found[1] if found else ""


def test_replacing_shows_each_hit_first_and_then_does_it(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    address = f"/desk/stories/{story.pk}/replace/"
    said = {"wanted": "bridge", "new": "ferry"}
    assert client.get(address).status_code == 200
    look = client.post(address, said)
    assert "3 places found" in text(look)
    assert text(look).count("<ins>ferry</ins>") == 3
    assert story.revisions.count() == 1
    done = client.post(address, said | {"seen": seen_in(look)})
    assert done["Location"] == f"/desk/stories/edit/{story.pk}/"
    assert "3 places replaced." in text(client.get(done["Location"]))
    assert Story.objects.get().headline == "ferry over the Orla opens after two years of repairs"
    assert story.revisions.count() == 2


def test_other_words_than_those_shown_are_shown_first(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    address = f"/desk/stories/{story.pk}/replace/"
    look = client.post(address, {"wanted": "bridge", "new": "ferry"})
    again = client.post(address, {"wanted": "bridge", "new": "tunnel", "seen": seen_in(look)})
    assert "<ins>tunnel</ins>" in text(again)
    assert story.revisions.count() == 1


def test_nothing_found_offers_nothing(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    look = client.post(f"/desk/stories/{story.pk}/replace/", {"wanted": "BRIDGE", "new": "x", "exact": "on"})
    assert "0 places found" in text(look)
    assert seen_in(look) == ""
    assert client.post(f"/desk/stories/{story.pk}/replace/", {"wanted": ""}).status_code == 200
    assert story.revisions.count() == 1


def test_a_replacement_that_does_not_fit_is_refused_in_words(client: Client, editor: User, now: datetime) -> None:
    story = make_story(editor, now, headline="b" * 200)
    address = f"/desk/stories/{story.pk}/replace/"
    said = {"wanted": "b", "new": "bb"}
    answer = client.post(address, said | {"seen": seen_in(client.post(address, said))})
    assert answer.status_code == 409
    assert "Nothing was replaced." in text(answer)
    assert Story.objects.get().headline == "b" * 200


def test_who_may_not_edit_the_story_may_not_replace_in_it(editor: User, now: datetime, enter: Enter) -> None:
    story = make_story(editor, now)
    Story.objects.filter(pk=story.pk).update(stage="in-edit")
    for role in (Role.REPORTER, Role.SALES):
        answer = enter(role).post(f"/desk/stories/{story.pk}/replace/", {"wanted": "a", "new": "b"})
        assert answer.status_code in (302, 403)
    assert story.revisions.count() == 1


def test_the_editors_button_saves_first_and_then_opens_find_and_replace(
    client: Client, editor: User, now: datetime
) -> None:
    story = make_story(editor, now)
    answer = client.post(f"/desk/stories/edit/{story.pk}/", form_data(headline="Typed") | {"action-replace": "1"})
    assert answer["Location"] == f"/desk/stories/{story.pk}/replace/"
    assert Story.objects.get().headline == "Typed"
