"""The website's screen: what goes public is seen, tried and changed; the story's form says what would become of it."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from newswire.accounts.models import Act, Role
from newswire.delivery.website.follow import do_advance
from newswire.delivery.website.outlook import Outlook
from newswire.desk.outlook_panel import tell
from newswire.editing.models import Story
from newswire.subscribers.models import Product
from newswire.subscribers.service import do_open_website
from newswire.subscribers.website import LEAST, Limits, read_limits, read_query
from tests.desk.conftest import Enter
from tests.editing.people import make_story, make_user
from tests.newsroom import START, Newsroom

FORM = {
    "query": "lang:en",
    "head_start": "5",
    "max_words": "80",
    "max_share": "20",
    "cap_economy": "20",
    "cap_news": "0",
}
SAVED = Limits(caps={"economy": 20, "news": 0}, head_start=5, max_words=80, max_share=20)


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", home)


def test_what_goes_public_is_opened_changed_and_on_record(enter: Enter, newsroom: Newsroom) -> None:
    seller = enter(Role.SALES)
    assert b"saving opens it" in seller.get("/desk/website/").content
    answer = seller.post("/desk/website/", FORM, follow=True)
    assert b"What goes public is saved" in answer.content
    assert read_limits(newsroom.connection) == SAVED
    assert read_query(newsroom.connection) == "lang:en"
    page = seller.get("/desk/website/").content.decode()
    assert "saving opens it" not in page
    assert 'name="cap_economy" value="20"' in page
    seller.post("/desk/website/", {**FORM, "cap_economy": "", "head_start": "0"})
    assert read_limits(newsroom.connection) == Limits(caps={"news": 0}, max_words=80, max_share=20)
    deeds = Act.objects.filter(action="website-saved").order_by("id")
    assert [(one.actor, one.detail["head_start"], one.detail["caps"]) for one in deeds] == [
        ("a-sales", 5, {"economy": 20, "news": 0}),
        ("a-sales", 0, {"news": 0}),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"query": "lang:en AND colour:red"}, "nothing was saved"),
        ({"head_start": "-1"}, "greater than or equal to 0"),
        ({"max_words": "500"}, "less than or equal to 120"),
        ({"max_share": "50"}, "less than or equal to 35"),
        ({"cap_economy": "-3"}, "greater than or equal to 0"),
        ({"cap_economy": "many"}, "Enter a whole number"),
        ({"head_start": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(
    enter: Enter, newsroom: Newsroom, changes: dict[str, str], said: str
) -> None:
    answer = enter(Role.DUTY_CHIEF).post("/desk/website/", {**FORM, **changes})
    assert said in answer.content.decode()
    assert read_limits(newsroom.connection) == LEAST
    assert read_query(newsroom.connection) is None


def test_a_look_saves_nothing(enter: Enter, newsroom: Newsroom) -> None:
    answer = enter(Role.SALES).post("/desk/website/", {**FORM, "look": "1"})
    assert answer.status_code == 200
    assert read_query(newsroom.connection) is None


def test_todays_stories_are_counted_beside_the_caps(
    enter: Enter, newsroom: Newsroom, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newswire.desk.website_views.utc_now", lambda: newsroom.now)
    do_open_website("", now=START)
    newsroom.release("a")
    newsroom.release("b", sections=("sports",))
    newsroom.release("c")
    do_advance(newsroom.connection, home, now=newsroom.now)
    page = enter(Role.SALES).get("/desk/website/").content.decode()
    counted = [line.partition("Today: ")[2][0] for line in page.splitlines() if "Today: " in line]
    assert sorted(counted, reverse=True)[:3] == ["2", "1", "0"]


def test_the_product_leads_to_the_screen(enter: Enter) -> None:
    do_open_website("lang:en", now=START)
    seller = enter(Role.SALES)
    assert seller.get("/desk/products/website/")["Location"] == "/desk/website/"
    assert seller.post("/desk/products/website/", {"name": "x", "query": "*", "form": "full"}).status_code == 302
    assert Product.objects.get().query == "lang:en"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SALES, Role.DUTY_CHIEF, Role.ADMINISTRATOR}))
def test_who_neither_sells_nor_leads_does_not_come_in(enter: Enter, role: Role, newsroom: Newsroom) -> None:
    client = enter(role)
    assert client.get("/desk/website/").status_code in (302, 403)
    client.post("/desk/website/", FORM)
    assert read_query(newsroom.connection) is None


def line_of(client: Client, story: Story) -> str:
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    return page.partition("data-outlook>")[2].partition("</p>")[0]


def test_the_form_says_what_would_become_of_the_story(enter: Enter, now: datetime) -> None:
    editor = enter(Role.EDITOR)
    story = make_story(make_user(Role.EDITOR, "writer"), now)
    assert "There is no public site yet." in line_of(editor, story)
    do_open_website("", now=START, limits=Limits(head_start=5))
    assert "5 minutes after its release" in line_of(editor, story)
    do_open_website("lang:tr", now=START)
    assert "Yes would put it there" in line_of(editor, story)
    Story.objects.filter(pk=story.pk).update(public="no")
    assert "data-outlook" in editor.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert b"data-outlook" not in editor.get("/desk/stories/add/").content, "there is nothing to foresee yet"


@pytest.mark.parametrize(
    ("outlook", "said"),
    [
        (Outlook(fate="public"), "Goes to the public site at once."),
        (Outlook(fate="public", minutes=1), "Goes to the public site 1 minute after its release."),
        (
            Outlook(fate="public", minutes=5, section="economy", cap=20, used=3),
            "Goes to the public site 5 minutes after its release. Economy today: 3 of 20.",
        ),
        (
            Outlook(fate="over", section="news", cap=2, used=2),
            "Not on the public site: the day’s cap for stories of no section is reached (2 of 2). Yes passes it.",
        ),
        (Outlook(fate="out"), "It is on the public site; what is released replaces it at once."),
        (
            Outlook(fate="out", minutes=5),
            "It is on the public site; an update replaces it after 5 minutes, a correction at once.",
        ),
        (Outlook(fate="restricted", clause="NO WEB"), "Not on the public site: NO WEB."),
        (Outlook(fate="test"), "A test never goes to the public site."),
        (Outlook(fate="no"), "Not on the public site: the choice above is no."),
        (Outlook(fate="unfit"), "The public site has no place for this type or language."),
        (Outlook(fate="embargo"), "Not on the public site before the embargo is lifted."),
    ],
)
def test_every_fate_has_a_sentence(outlook: Outlook, said: str) -> None:
    assert tell(outlook) == said
