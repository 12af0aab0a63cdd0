"""A story's whole way, as people and machines see it: written, released, streamed in full, public only as a summary."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.conftest import bearer, read_stream
from tests.journeys.service import Service
from tests.waiting import wait_until

HEADLINE = "Bridge at Tollan reopens after 40 days"
STANDFIRST = "Engineers replaced two piers that the October flood had undermined"
PARAGRAPHS = (
    "The bridge at Tollan opened to traffic on Tuesday, forty days after the October flood, the road office said.",
    "Two of its nine piers had been undermined and were replaced while the river was low.",
    "“We drove 64 piles into the bed of the river, most of them at night,” site engineer Runa Askvik said.",
    "Lorries above 20 tonnes must still take the valley road until the new deck has been measured under load.",
    "The repair cost 3.1 million crowns, of which the province pays two thirds and the town the rest.",
    "A ferry that carried 900 people a day since the flood made its last crossing at noon on Monday.",
    "The road office will publish the measurements of the new piers every week until the end of the winter.",
)
SUMMARISED = 2
"""Paragraphs of which the public summary may be made: 35 % of 118 words are 41, and the first two have 35."""
PATIENCE = 20_000


class Agency(msgspec.Struct):
    """A running service with a duty chief, a subscriber to English stories with a seat, and one to sports."""

    service: Service
    keys: dict[str, str]
    chief: str
    seat: str


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """The agency, its people added by the commands the manual names."""
    folder = tmp_path_factory.mktemp("agency")
    for parent in (folder, *folder.parents[:3]):
        if parent != Path("/tmp"):
            parent.chmod(0o755)
    service = Service(folder / "home")
    keys = service.set_up([("english", "lang:en"), ("sports", "section:sports")])
    chief = service.run("person", "add", "chief", "--role", "duty-chief").stdout.strip()
    seat = service.run("person", "add", "reader", "--subscriber", "english").stdout.strip()
    service.start()
    service.wait_until_ready()
    yield Agency(service, keys, chief, seat)
    assert service.stop() == 0


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    page.goto(address)
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    expect(page).not_to_have_url(address)


def write_story(page: Page, address: str) -> None:
    """An editor types a story into the form."""
    page.goto(f"{address}/desk/stories/add/")
    page.fill("input[name=headline]", HEADLINE)
    page.fill("textarea[name=standfirst]", STANDFIRST)
    page.fill("input[name=dateline_place]", "Tollan")
    page.locator("[contenteditable=true]").first.click()
    for paragraph in PARAGRAPHS:
        page.keyboard.type(paragraph)
        page.keyboard.press("Enter")
    page.get_by_role("tab", name="Metadata").click()
    page.get_by_label("World").check()


def test_an_editor_releases_a_story_and_it_arrives_where_it_should_and_nowhere_else(
    agency: Agency, chromium: Browser
) -> None:
    address = agency.service.address
    desk = chromium.new_context(locale="en").new_page()
    sign_in(desk, f"{address}/desk/login/", "chief", agency.chief)
    write_story(desk, address)
    desk.get_by_role("button", name="Release").first.click()
    button = desk.get_by_role("button", name="Release to 1 subscriber")
    expect(button).to_be_visible(timeout=PATIENCE)

    portal = chromium.new_context(locale="en").new_page()
    sign_in(portal, f"{address}/portal/login/", "reader", agency.seat)

    with (
        httpx.Client(base_url=address, timeout=20, headers=bearer(agency.keys["english"])) as client,
        client.stream("GET", "/v1/stream") as stream,
    ):
        events = read_stream(stream)
        assert next(events).data["head"] == 0
        button.click()
        event = next(event for event in events if event.name == "release")
    item = event.data["item"]
    assert (event.data["n"], event.data["kind"], event.data["use"]) == (1, "new", "publish")
    assert item["headlines"][0]["value"] == HEADLINE
    assert [paragraph for paragraph in PARAGRAPHS if paragraph not in item["bodies"][0]["value"]] == []

    expect(portal.get_by_text(HEADLINE).first).to_be_visible(timeout=PATIENCE)
    portal.get_by_text(HEADLINE).first.click()
    expect(portal.get_by_text(PARAGRAPHS[-1])).to_be_visible(timeout=PATIENCE)

    check_public_page(chromium, address)
    check_stranger(agency, event.data["guid"])


def check_public_page(chromium: Browser, address: str) -> None:
    """The page shows headline, standfirst and the summary, and not one sentence beyond it, in its source neither."""
    page = chromium.new_context(locale="en").new_page()
    page.goto(f"{address}/en/")
    wait_until(lambda: HEADLINE in httpx.get(page.url).text, "the story is on the front page")
    page.reload()
    page.get_by_role("link", name=HEADLINE).first.click()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(page.get_by_text(STANDFIRST)).to_be_visible()
    expect(page.get_by_text(PARAGRAPHS[0])).to_be_visible()
    expect(page.get_by_text("only a portion of the stories").first).to_be_visible()
    source = httpx.get(page.url).text
    for paragraph in PARAGRAPHS[SUMMARISED:]:
        for sentence in paragraph.rstrip(".").split(". "):
            assert sentence not in source
    assert page.get_by_role("link", name="Subscription options").first.get_attribute("href") is not None


def check_stranger(agency: Agency, guid: str) -> None:
    """A key that did not buy it gets nothing, not even the number; the answers are those of an empty wire."""
    with httpx.Client(base_url=agency.service.address, headers=bearer(agency.keys["sports"])) as client:
        feed = client.get("/v1/feed")
        assert feed.json() == {"head": 0, "next": "/v1/feed?after=0&wait=0&limit=100", "items": []}
        assert client.get(f"/v1/items/{guid}").content == client.get("/v1/items/urn:never").content
        with client.stream("GET", "/v1/stream") as stream:
            assert next(read_stream(stream)).data["head"] == 0


def test_a_kill_at_the_desk_takes_the_story_away_everywhere(agency: Agency, chromium: Browser) -> None:
    address = agency.service.address
    with httpx.Client(base_url=address, timeout=20, headers=bearer(agency.keys["english"])) as client:
        first = client.get("/v1/feed").json()["items"][0]
        public = chromium.new_page()
        public.goto(f"{address}/en/")
        public.get_by_role("link", name=HEADLINE).first.click()
        expect(public.get_by_role("heading", name=HEADLINE)).to_be_visible()

        desk = chromium.new_context(locale="en").new_page()
        sign_in(desk, f"{address}/desk/login/", "chief", agency.chief)
        desk.goto(f"{address}/desk/stories/")
        desk.get_by_role("link", name=HEADLINE).first.click()
        desk.get_by_role("button", name="More actions").click()
        desk.get_by_role("link", name="Kill").click()
        desk.get_by_label("Reason").fill("The road office withdrew its statement.")
        desk.get_by_label("Wording").fill("KILL: withdraw all versions of the story on the bridge at Tollan.")
        desk.get_by_label("Why nobody else looks at it").fill("Alone in the office at night.")
        with client.stream("GET", "/v1/stream") as stream:
            events = read_stream(stream)
            next(events)
            desk.get_by_role("button", name="Do it alone").click()
            event = next(event for event in events if event.name == "release")
        assert (event.data["n"], event.data["kind"], event.data["use"]) == (2, "kill", "recall")
        assert event.data["guid"] == first["guid"]
        again = client.get("/v1/feed").json()["items"]
    assert [one["use"] for one in again] == ["recall", "recall"]
    assert all(paragraph not in str(again) for paragraph in PARAGRAPHS)
    wait_until(lambda: httpx.get(public.url).status_code == 410, "the public page is gone")
    assert HEADLINE not in httpx.get(public.url).text
    assert HEADLINE not in httpx.get(f"{address}/en/").text
