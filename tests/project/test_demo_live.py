"""The demo's live day on a real database: the whole script, restarts in the middle, steps the rules forbid."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from newswire.accounts.models import Role, User
from newswire.delivery.website.follow import do_advance
from newswire.editing.clock import do_due
from newswire.editing.models import Story
from newswire.editing.service import do_kill
from newswire.project.demo import live_day
from newswire.project.demo.clients import SUBSCRIBERS
from newswire.project.demo.day import Step, count_script_routine, read_script
from newswire.project.demo.live_day import run_day
from newswire.project.demo.newsdesk import Newsdesk, Notebook
from newswire.project.demo.prepare import NOTEBOOK
from newswire.subscribers.models import Contract, Subscriber
from newswire.subscribers.service import do_save_product, do_subscribe
from tests.project.demo_wire import Connection, entries_of, releases, start_of

pytestmark = pytest.mark.xdist_group("demo")  # one worker makes what all of them share
SCRIPT = read_script()


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


def step(key: str) -> Step:
    return next(one for one in SCRIPT if one.key == key)


def upto(key: str) -> Sequence[Step]:
    """The script up to and with that step."""
    return SCRIPT[: [one.key for one in SCRIPT].index(key) + 1]


def test_the_whole_script_gives_the_kinds_it_tells(day: Day) -> None:
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


def test_the_embargoed_story_comes_to_the_others_with_the_lift(day: Day) -> None:
    daily, other = SUBSCRIBERS[0].organisation, "Gannet Post"
    subscriber = Subscriber.objects.create(name=other)
    do_save_product("all", "Everything", "")
    do_subscribe(other, contract=Contract(subscriber=subscriber, starts_at=day.now), product_codes=["all"])

    def had(organisation: str) -> list[tuple[str, str, int]]:
        guid = day.desk.notebook.guids["study"]
        return [(one.kind, one.use, one.version) for one in entries_of(day.wire, organisation) if one.guid == guid]

    def shown() -> bool:
        while do_advance(day.wire, settings.NEWSWIRE_HOME, now=day.now):
            pass
        content = step("study").content
        assert content is not None
        row = day.wire.execute("SELECT 1 FROM edition.story WHERE headline = %s", (content.headline,)).fetchone()
        return row is not None

    day.play(upto("study"))
    day.wait(89)
    assert had(daily) == [("new", "hold", 1)]
    assert had(other) == []
    assert not shown()
    day.wait(1)
    assert had(daily) == [("new", "publish", 1), ("lift", "publish", 2)]
    assert had(other) == [("new", "publish", 1)]
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
