"""The demo newsroom on a real database: its people, its stories on the wire, and who has had them."""

import json
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.test import Client

from newswire.accounts.models import Act, Role, User
from newswire.delivery.website.follow import do_advance
from newswire.editing.models import Story
from newswire.item.item import Item, Link
from newswire.kit.clock import utc_now
from newswire.kit.errors import RuleError
from newswire.project.demo.clients import DESK, SUBSCRIBERS, WEBSITE_QUERY
from newswire.project.demo.content import DemoStory, read_demo_stories
from newswire.project.demo.credentials import DeskLogin, PortalLogin, path_of, read_credentials
from newswire.project.demo.newsdesk import Notebook
from newswire.project.demo.prepare import NOTEBOOK, do_prepare
from newswire.project.demo.welcome import print_welcome
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.parse import parse_query
from newswire.subscribers.keys import check_key
from newswire.subscribers.models import Seat, Subscription
from tests.project.demo_wire import Connection, entries_of, items_on, releases, route, start_of

pytestmark = pytest.mark.xdist_group("demo")  # one worker makes what all of them share

STORIES = read_demo_stories()


def is_selected(item: Item, *queries: str) -> bool:
    return any(matches(parse_query(query), make_document(item)) for query in queries)


def snapshot(wire: Connection) -> dict[str, object]:
    """How many rows every table holds, and where the wire ends."""
    tables = wire.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'edition')"
    ).fetchall()
    counts: dict[str, object] = {}
    for (table,) in tables:
        row = wire.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert row is not None
        counts[table] = row[0]
    return counts | {"chain": releases(wire)[-1].chain}


def test_everybody_can_sign_in_at_the_own_door_and_not_at_the_other(demo: Path) -> None:
    credentials = read_credentials(demo)
    assert {(one.username, one.role) for one in credentials.desk} == {(one.username, one.role) for one in DESK}
    for login in credentials.desk:
        user = User.objects.get(username=login.username)
        assert (user.check_password(login.password), user.role, user.is_desk) == (True, login.role, True)
    chief = next(one for one in credentials.desk if one.role == "duty-chief")
    seat = credentials.portal[0]
    doors: list[tuple[str, DeskLogin | PortalLogin, DeskLogin | PortalLogin]]
    doors = [("/desk/", chief, seat), ("/portal/", seat, chief)]
    for path, entering, stranger in doors:
        browser = Client(headers={"host": "127.0.0.1"})
        browser.post(f"{path}login/", {"username": entering.username, "password": entering.password})
        assert browser.get(path, follow=True).status_code == 200
        other = Client(headers={"host": "127.0.0.1"})
        other.post(f"{path}login/", {"username": stranger.username, "password": stranger.password})
        assert other.get(path).status_code in (302, 403)


def test_seats_belong_to_their_organisation(demo: Path) -> None:
    named = {(one.subscriber, one.username) for one in read_credentials(demo).portal}
    assert named == {(one.organisation, seat.username) for one in SUBSCRIBERS for seat in one.seats}
    for login in read_credentials(demo).portal:
        user = User.objects.get(username=login.username)
        assert user.check_password(login.password)
        assert user.role == Role.SUBSCRIBER
        assert Seat.objects.get(user=user).subscriber.name == login.subscriber


def test_keys_open_the_subscription_they_are_written_beside(demo: Path, wire: Connection) -> None:
    now = start_of(wire)
    keys = read_credentials(demo).keys
    assert [one.subscriber for one in keys] == [one.organisation for one in SUBSCRIBERS]
    for one, organisation in zip(keys, SUBSCRIBERS, strict=True):
        access = check_key(wire, f"Bearer {one.key}", pepper=settings.SECRET_KEY, now=now)
        subscription = Subscription.objects.get(name=one.subscription)
        assert access.number == subscription.number
        assert subscription.contract.subscriber is not None
        assert subscription.contract.subscriber.name == organisation.organisation
        assert access.terms.embargo_right is organisation.may_have_embargoed
        assert access.terms.archive_days == organisation.archive_days


def test_the_credentials_are_readable_for_their_owner_alone(prepared: Path) -> None:
    file = path_of(prepared)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = json.loads(file.read_bytes())
    assert set(found) == {"desk", "portal", "keys", "abone"}
    assert all(set(one) == {"role", "username", "password"} for one in found["desk"])
    assert all(set(one) >= {"username", "password"} for one in found["portal"])
    assert all(set(one) == {"subscriber", "subscription", "key"} for one in found["keys"])
    assert found["abone"] == []
    secrets = [one["password"] for one in found["desk"] + found["portal"]] + [one["key"] for one in found["keys"]]
    assert len(set(secrets)) == len(secrets)
    assert all(one["key"].startswith("nw_live_") for one in found["keys"])


def test_a_second_prepare_changes_nothing(demo: Path, wire: Connection) -> None:
    before = snapshot(wire), path_of(demo).read_bytes(), (demo / NOTEBOOK).read_bytes()
    do_prepare(demo)
    assert (snapshot(wire), path_of(demo).read_bytes(), (demo / NOTEBOOK).read_bytes()) == before


def test_a_prepare_that_breaks_off_leaves_nothing_and_the_next_one_makes_it_whole(
    home: Path, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    plain = tuple(msgspec.structs.replace(one, picture=None) for one in STORIES if not one.follows)[:5]
    monkeypatch.setattr("newswire.project.demo.prepare.read_demo_stories", lambda: (*plain, broken()))
    with pytest.raises(RuleError):
        do_prepare(home)
    assert not path_of(home).exists()
    assert (User.objects.count(), Subscription.objects.count(), releases(connection)) == (0, 0, [])
    monkeypatch.setattr("newswire.project.demo.prepare.read_demo_stories", lambda: plain)
    do_prepare(home)
    assert len(releases(connection)) == len(plain)
    assert path_of(home).exists()


def broken() -> DemoStory:
    """A story that no editor may release: it has a placeholder in it."""
    return msgspec.structs.replace(STORIES[-1], key="broken", headline="Ferry carries XX", picture=None)


def test_every_story_is_on_the_wire_through_the_desk(demo: Path, wire: Connection) -> None:
    guids = Notebook.load(demo / NOTEBOOK).guids
    found = releases(wire)
    assert [one.guid for one in found] == [guids[story.key] for story in STORIES]
    assert {(one.kind, one.version, one.archive) for one in found} == {("new", 1, False)}
    editors = {one.username for one in DESK if one.role in ("editor", "duty-chief")}
    assert {one.actor for one in found} <= editors
    for release, item, content in zip(found, items_on(wire), STORIES, strict=True):
        story = Story.objects.get(guid=release.guid)
        assert (story.stage, story.version, story.last_seq) == ("released", 1, release.seq)
        assert Act.objects.get(name=story.guid, action="release").seq == release.seq
        assert (item.headline, item.language, item.urgency) == (content.headline, content.language, content.urgency)
        assert item.first_created == release.released_at
        assert len(item.media) == (content.picture is not None)
        assert item.summary == content.summary
    assert [one.released_at for one in found] == sorted(one.released_at for one in found)


def test_stories_link_to_those_they_follow_and_translate(demo: Path, wire: Connection) -> None:
    guids = Notebook.load(demo / NOTEBOOK).guids
    items = {item.guid: item for item in items_on(wire)}
    linking = [one for one in STORIES if one.follows or one.translation_of]
    assert linking
    for content in linking:
        links = items[guids[content.key]].links
        assert not content.follows or Link("follows", guids[content.follows]) in links
        assert not content.translation_of or Link("translation-of", guids[content.translation_of]) in links


@pytest.mark.parametrize("organisation", SUBSCRIBERS, ids=lambda one: one.key)
def test_a_subscriber_gets_what_its_query_says(wire: Connection, organisation: Any) -> None:
    queries = [product.query for product in organisation.products]
    expected = [item.guid for item in items_on(wire) if is_selected(item, *queries)]
    entries = entries_of(wire, organisation.organisation)
    assert expected
    assert [entry.guid for entry in entries] == expected
    assert [entry.n for entry in entries] == list(range(1, len(expected) + 1))
    assert {(entry.kind, entry.use, entry.version) for entry in entries} == {("new", "publish", 1)}


def test_the_website_gets_its_portion_and_no_note_to_editors(wire: Connection) -> None:
    route(wire)
    while do_advance(wire, settings.NEWSWIRE_HOME, now=utc_now()):
        pass
    chosen = {item.headline for item in items_on(wire) if is_selected(item, WEBSITE_QUERY) and item.public != "no"}
    rows = wire.execute("SELECT headline, row_to_json(s)::text FROM edition.story s WHERE state = 'live'").fetchall()
    assert {headline for headline, _ in rows} == chosen
    assert len(rows) < len(STORIES)
    written = "\n".join(row for _, row in rows)
    notes = [item.editor_note for item in items_on(wire) if item.editor_note]
    assert notes
    assert not [note for note in notes if json.dumps(note, ensure_ascii=False)[1:-1] in written]
    pictured = {item.headline for item in items_on(wire) if item.media}
    shown = wire.execute("SELECT headline FROM edition.story WHERE picture IS NOT NULL").fetchall()
    assert {headline for (headline,) in shown} == chosen & pictured
    keys = {key for (keys,) in wire.execute("SELECT lists FROM edition.story").fetchall() for key in keys}
    assert "dossier:korva-rescue" in keys
    assert "author:maren-solheim" in keys
    families = wire.execute("SELECT array_agg(DISTINCT language) FROM edition.story GROUP BY family").fetchall()
    assert max(len(languages) for (languages,) in families) > 1


def test_the_welcome_names_the_doors_with_a_login_for_each(
    prepared: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSWIRE_HOME", str(prepared))
    print_welcome("http://127.0.0.1:8123")
    said = capsys.readouterr().out
    credentials = read_credentials(prepared)
    chief = next(one for one in credentials.desk if one.role == "duty-chief")
    for expected in (chief.password, credentials.portal[0].password, credentials.keys[0].key, str(path_of(prepared))):
        assert expected in said
    for door in ("/", "/desk/", "/portal/", "/v1/stream"):
        assert f"http://127.0.0.1:8123{door}" in said
