"""The demo newsroom on a real database: what it prepares, and its day played through the desk's own verbs."""

import json
import os
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from django.conf import settings
from django.test import Client

from newswire.accounts.models import Role, User
from newswire.delivery.website.follow import do_advance
from newswire.editing.clock import do_due
from newswire.editing.models import Act, Story
from newswire.editing.service import do_kill
from newswire.item.item import Item, Link
from newswire.item.release import Entry
from newswire.kit.errors import RuleError
from newswire.project.demo import live_day
from newswire.project.demo.clients import DESK, SUBSCRIBERS, WEBSITE_QUERY
from newswire.project.demo.content import DemoStory, read_demo_stories
from newswire.project.demo.credentials import path_of, read_credentials
from newswire.project.demo.day import Step, count_script_routine, read_script
from newswire.project.demo.live_day import run_day
from newswire.project.demo.newsdesk import Newsdesk, Notebook
from newswire.project.demo.prepare import NOTEBOOK, do_prepare
from newswire.project.demo.welcome import print_welcome
from newswire.project.postgres.server import Server
from newswire.query.document import make_document
from newswire.query.evaluate import matches
from newswire.query.parse import parse_query
from newswire.routing.feed import read_entries
from newswire.routing.router import Router
from newswire.subscribers.keys import check_key
from newswire.subscribers.models import Seat, Subscription
from newswire.wire.follow import read_after, read_items
from newswire.wire.release import Release
from tests.conftest import TEMPLATE, _django_on, _run

SCRIPT = read_script()
STORIES = read_demo_stories()
PREPARED = f"prepared_{os.getpid()}"
Connection = psycopg.Connection[Any]


@pytest.fixture(scope="module")
def prepared(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a prepared demo; its database is the template that each test copies (the drawings take seconds)."""
    _run(server, f"CREATE DATABASE {PREPARED} TEMPLATE {TEMPLATE} STRATEGY WAL_LOG")
    home = tmp_path_factory.mktemp("demo")
    with _django_on(server.dsn_for(database=PREPARED)):
        do_prepare(home)
    yield home
    _run(server, f"DROP DATABASE {PREPARED} WITH (FORCE)")


@pytest.fixture
def demo(prepared: Path, server: Server, tmp_path: Path) -> Iterator[Path]:
    """A copy of the prepared demo for one test: its home; Django's default connection points at its database."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    for name in (NOTEBOOK, path_of(prepared).name):
        (home / name).write_bytes((prepared / name).read_bytes())
    name = f"{PREPARED}_copy"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {PREPARED} STRATEGY WAL_LOG")
    with _django_on(server.dsn_for(database=name)):
        yield home
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def wire(demo: Path, server: Server) -> Iterator[Connection]:
    """An autocommitting connection to the demo's database."""
    assert demo.exists()
    with psycopg.connect(server.dsn_for(database=f"{PREPARED}_copy"), autocommit=True) as opened:
        yield opened


class Day:
    """The script played with a clock of its own; the clock's loop runs between two steps, as it does in the worker."""

    def __init__(self, home: Path, wire: Connection) -> None:
        self.path = home / NOTEBOOK
        self.wire = wire
        self.now = start_of(wire)
        self.desk = Newsdesk(Notebook.load(self.path))

    def play(self, steps: Sequence[Step]) -> None:
        """Does the steps in order, each after its pause."""
        for step in steps:
            self.wait(step.after_seconds)
            self.desk.do_step(step, self.now)

    def wait(self, seconds: int) -> None:
        """Lets time pass, second by second; what falls due is done."""
        for _ in range(seconds):
            self.now += timedelta(seconds=1)
            do_due(self.now)

    def kinds(self, story: str) -> list[tuple[str, int]]:
        """Kind and version of a story's releases so far."""
        guid = self.desk.notebook.guids[story]
        return [(one.kind, one.version) for one in releases(self.wire) if one.guid == guid]


@pytest.fixture
def day(demo: Path, wire: Connection) -> Day:
    """The day of a fresh demo, before its first step."""
    return Day(demo, wire)


def start_of(wire: Connection) -> datetime:
    """A moment after the newest story."""
    return releases(wire)[-1].released_at + timedelta(hours=1)


def releases(wire: Connection) -> list[Release]:
    return read_after(wire, 0)


def route(wire: Connection) -> None:
    router = Router()
    while router.do_route(wire):
        pass


def entries_of(wire: Connection, organisation: str) -> list[Entry]:
    """Everything an organisation's subscription has had."""
    route(wire)
    number = Subscription.objects.get(contract__subscriber__name=organisation).number
    found: list[Entry] = []
    while page := read_entries(wire, number, len(found)):
        found += page
    return found


def items_on(wire: Connection) -> list[Item]:
    return list(read_items(wire, [one.seq for one in releases(wire)]).values())


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


def step(key: str) -> Step:
    return next(one for one in SCRIPT if one.key == key)


def upto(key: str) -> Sequence[Step]:
    """The script up to and with that step."""
    return SCRIPT[: [one.key for one in SCRIPT].index(key) + 1]


def test_everybody_can_sign_in_at_the_own_door_and_not_at_the_other(demo: Path) -> None:
    credentials = read_credentials(demo)
    assert {(one.username, one.role) for one in credentials.desk} == {(one.username, one.role) for one in DESK}
    for login in credentials.desk:
        user = User.objects.get(username=login.username)
        assert (user.check_password(login.password), user.role, user.is_desk) == (True, login.role, True)
    chief = next(one for one in credentials.desk if one.role == "duty-chief")
    seat = credentials.portal[0]
    for path, login, stranger in (("/desk/", chief, seat), ("/portal/", seat, chief)):
        browser = Client(headers={"host": "127.0.0.1"})
        browser.post(f"{path}login/", {"username": login.username, "password": login.password})
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
    dsn: str, home: Path, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
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
        assert Act.objects.get(story=story, action="release").seq == release.seq
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


def test_the_website_gets_its_portion_and_no_note_to_editors(demo: Path, wire: Connection) -> None:
    route(wire)
    while do_advance(wire, demo):
        pass
    chosen = {item.headline for item in items_on(wire) if is_selected(item, WEBSITE_QUERY) and item.public != "no"}
    rows = wire.execute("SELECT headline, row_to_json(s)::text FROM edition.story s WHERE state = 'live'").fetchall()
    assert {headline for headline, _ in rows} == chosen
    assert len(rows) < len(STORIES)
    written = "\n".join(row for _, row in rows)
    notes = [item.editor_note for item in items_on(wire) if item.editor_note]
    assert notes
    assert not [note for note in notes if json.dumps(note, ensure_ascii=False)[1:-1] in written]


def test_the_whole_script_gives_the_kinds_it_tells(demo: Path, day: Day) -> None:
    before = len(releases(day.wire))
    day.play(SCRIPT)
    day.wait(90)
    told = [(day.desk.notebook.guids[one.story], "new" if one.kind == "advisory" else one.kind) for one in SCRIPT]
    study = day.desk.notebook.guids["study"]
    played = releases(day.wire)[before:]
    assert [(one.guid, one.kind) for one in played if one.actor != "clock"] == told
    assert [(one.guid, one.kind, one.version) for one in played if one.actor == "clock"] == [(study, "lift", 2)]
    assert day.kinds("ferry") == [("new", 1), ("update", 2), ("correction", 3), ("update", 4)]
    assert day.kinds("norrel") == [("new", 1), ("hold", 2), ("lift", 3)]
    assert day.kinds("mayor") == [("new", 1), ("kill", 2)]
    stages = {one.guid: one.stage for one in Story.objects.all()}
    assert [stages[day.desk.notebook.guids[name]] for name in ("ferry", "norrel", "mayor")] == [
        "released",
        "released",
        "killed",
    ]


def test_the_readers_of_the_day_see_it_as_it_stands(day: Day) -> None:
    day.play(SCRIPT)
    day.wait(90)
    guids = day.desk.notebook.guids
    entries = entries_of(day.wire, SUBSCRIBERS[0].organisation)
    mayor = [entry for entry in entries if entry.guid == guids["mayor"]]
    assert [(entry.kind, entry.use, entry.item) for entry in mayor] == [
        ("new", "recall", None),
        ("kill", "recall", None),
    ]
    assert mayor[-1].note == step("mayor-kill").notice
    assert step("mayor-kill").reason not in mayor[-1].note
    (corrected,) = [entry for entry in entries if entry.guid == guids["ferry"] and entry.kind == "correction"]
    content = step("ferry-correction").content
    assert content is not None
    assert corrected.item is not None
    assert corrected.item.correction == content.correction


def test_the_embargoed_story_comes_to_the_others_with_the_lift(demo: Path, day: Day) -> None:
    yeni_ufuk, alnawras = SUBSCRIBERS[0].organisation, SUBSCRIBERS[1].organisation

    def had(organisation: str) -> list[tuple[str, str, int]]:
        guid = day.desk.notebook.guids["study"]
        return [(one.kind, one.use, one.version) for one in entries_of(day.wire, organisation) if one.guid == guid]

    def shown() -> bool:
        while do_advance(day.wire, demo):
            pass
        content = step("study").content
        assert content is not None
        row = day.wire.execute("SELECT 1 FROM edition.story WHERE headline = %s", (content.headline,)).fetchone()
        return row is not None

    day.play(upto("study"))
    day.wait(89)
    assert had(yeni_ufuk) == [("new", "hold", 1)]
    assert had(alnawras) == []
    assert not shown()
    day.wait(1)
    assert had(yeni_ufuk) == [("new", "publish", 1), ("lift", "publish", 2)]
    assert [(kind, use, version) for kind, use, version in had(alnawras)] == [("new", "publish", 1)]
    assert shown()
    day.wait(200)
    assert day.kinds("study") == [("new", 1), ("lift", 2)]


def test_a_notebook_that_is_not_there_is_empty_and_a_saved_one_comes_back(tmp_path: Path) -> None:
    path = tmp_path / NOTEBOOK
    assert Notebook.load(path) == Notebook()
    notebook = Notebook(guids={"ferry": "urn:ferry"}, next_step=7, next_routine=9)
    notebook.save(path)
    assert Notebook.load(path) == notebook
    assert [one.name for one in tmp_path.iterdir()] == [NOTEBOOK]


class Ticks:
    """Stands in for the day's stop event: no pause is waited for, and after `steps` of them the day is over."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.waited: list[float] = []

    def wait(self, seconds: float) -> bool:
        """Whether the day is over."""
        self.waited.append(seconds)
        self.left -= 1
        return self.left < 0

    def is_set(self) -> bool:
        """Whether the day is over."""
        return self.left < 0


def run_for(home: Path, steps: int) -> Ticks:
    ticks = Ticks(steps)
    run_day(home, ticks)  # type: ignore[arg-type]  # an Event whose time is ours
    return ticks


def test_a_day_stopped_in_the_middle_goes_on_where_it_stood(demo: Path, wire: Connection) -> None:
    before = len(releases(wire))
    run_for(demo, 4)
    assert Notebook.load(demo / NOTEBOOK).next_step == 4
    run_for(demo, 0)
    assert len(releases(wire)) == before + 4
    ticks = run_for(demo, 3)
    assert ticks.waited == [one.after_seconds for one in SCRIPT[4:8]]
    guids = Notebook.load(demo / NOTEBOOK).guids
    played = releases(wire)[before:]
    assert [one.guid for one in played] == [guids[one.story] for one in SCRIPT[:7]]
    assert [one.kind for one in played] == ["new"] * 6 + ["update"]


def test_after_the_script_routine_goes_on_and_survives_a_restart_too(demo: Path, wire: Connection) -> None:
    notebook = Notebook.load(demo / NOTEBOOK)
    notebook.next_step = len(SCRIPT)
    notebook.save(demo / NOTEBOOK)
    before = len(releases(wire))
    first = count_script_routine()
    run_for(demo, 2)
    run_for(demo, 1)
    after = Notebook.load(demo / NOTEBOOK)
    assert (after.next_step, after.next_routine) == (len(SCRIPT), first + 3)
    expected = [after.guids[f"routine-{number}"] for number in range(first, first + 3)]
    assert [one.guid for one in releases(wire)[before:]] == expected


def test_a_step_the_rules_forbid_is_passed_over(
    demo: Path, day: Day, wire: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    run_for(demo, 4)
    ferry = Story.objects.get(guid=Notebook.load(demo / NOTEBOOK).guids["ferry"])
    chief = User.objects.filter(role=Role.DUTY_CHIEF)[0]
    do_kill(ferry.pk, actor=chief, now=day.now, reason="a visitor tries it", wording="Kill the ferry story.")
    before = len(releases(wire))
    run_for(demo, 3)
    assert Notebook.load(demo / NOTEBOOK).next_step == 7
    assert ["ferry-update" in one.getMessage() for one in caplog.records if one.name == live_day.__name__] == [True]
    guids = Notebook.load(demo / NOTEBOOK).guids
    assert [one.guid for one in releases(wire)[before:]] == [guids["ferry-tr"], guids["routine-0"]]
    assert Story.objects.get(pk=ferry.pk).stage == "killed"


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
