"""The demo newsroom's desks, its chief on duty, and what it has promised for today."""

from datetime import datetime, timedelta

import msgspec

from newswire.accounts.models import User
from newswire.editing.desks import do_keep_desk
from newswire.editing.dossiers import do_open_dossier
from newswire.editing.models import Desk
from newswire.editing.planning.models import Coverage, Event
from newswire.editing.planning.service import do_save_coverage, do_save_event
from newswire.editing.shifts.service import do_save_duty
from newswire.project.demo.dossiers import DOSSIERS


class DemoDesk(msgspec.Struct, frozen=True):
    """A desk, who sits at it, and after how many minutes its silence is worth a word."""

    code: str
    name: str
    members: tuple[str, ...]
    silence_minutes: int = 0


class Promise(msgspec.Struct, frozen=True):
    """An event and what is made of it: minutes from now, slugline, who, words and pictures, what products ask for; all
    but what is still secret is announced to subscribers."""

    title: str
    place: str
    minutes: int
    slugline: str
    about: str
    desk: str
    assignee: str
    words: int
    pictures: int = 0
    sections: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    language: str = "en"
    is_announced: bool = True


DESKS = (
    DemoDesk("world", "World", ("edwin", "salma", "maren"), 90),
    DemoDesk("politics", "Politics", ("camille", "maren"), 180),
    DemoDesk("economy", "Economy", ("anna", "elif"), 180),
    DemoDesk("sports", "Sports", ("gonzalo", "elif")),
    DemoDesk("photo", "Photo", ("gonzalo",)),
)
PROMISES = (
    Promise(
        "Harbour authority on the grounding of the Solveig", "Port Merrow", 60, "FERRY-AGROUND/INQUIRY",
        "First findings, passengers, salvage", "world", "maren", 450, 3, ("world",), ("medtop:03000000",),
    ),
    Promise(
        "Velmark parliament debates the flood fund", "Eldra", 150, "VELMARK-BUDGET/FUND",
        "Vote expected in the evening", "politics", "camille", 600, 2, ("politics",), ("medtop:11000000",),
    ),
    Promise(
        "Eldra exchange closes", "Eldra", 240, "MARKETS-ELDRA/CLOSE", "Closing figures and shipping shares", "economy",
        "anna", 250, 0, ("economy",), ("medtop:04000000",),
    ),
    Promise(
        "Northern Cup final, return leg", "Halden", 330, "FOOTBALL-CUP/RETURN", "Match report, quotes, table", "sports",
        "gonzalo", 500, 5, ("sports",), ("medtop:15000000",),
    ),
    Promise(
        "Documents on the harbour contracts", "Port Merrow", 390, "HARBOUR-CONTRACTS",
        "Ask both sides before anybody hears of it", "world", "edwin", 900, is_announced=False,
    ),
    Promise(
        "Liman işçileri toplu sözleşme görüşmesi", "Port Merrow", 1500, "LIMAN-SOZLESME",
        "İkinci tur, sendika ve işveren açıklamaları", "economy", "elif", 350, 2, ("economy",), ("medtop:04000000",),
        "tr",
    ),
    Promise(
        "افتتاح مؤتمر المياه", "إلدرا", 1620, "WATER-CONFERENCE", "كلمات الافتتاح والبيان الختامي", "world", "salma",
        500, 4, ("world", "environment"), ("medtop:06000000",), "ar",
    ),
    Promise(
        "Regata de la bahía, última etapa", "Halden", 3000, "REGATA-BAHIA/FINAL", "Clasificación, fotos, declaraciones",
        "sports", "gonzalo", 400, 8, ("sports",), ("medtop:15000000",), "es",
    ),
    Promise(
        "Mount Korva rescuers are honoured", "Skarhavn", 5760, "KORVA-RESCUE/HONOURS",
        "Ceremony, the climbers meet their rescuers", "world", "maren", 450, 6, ("world", "life"), ("medtop:10000000",),
    ),
)  # fmt: skip


def do_furnish(now: datetime) -> None:
    """Makes desks and dossiers, puts the chiefs on duty in turn for two days, plans the day; the people are there."""
    people = {one.username: one for one in User.objects.all()}
    chief = people["edwin"]
    for desk in DESKS:
        made = Desk(code=desk.code, name=desk.name, silence_minutes=desk.silence_minutes)
        do_keep_desk(made, members=[people[name] for name in desk.members], actor=chief, now=now)
    for dossier in DOSSIERS:
        do_open_dossier(code=dossier.code, name=dossier.name, about=dossier.about, actor=chief, now=now)
    for turn, name in enumerate(("edwin", "gonzalo", "edwin", "gonzalo")):
        begins = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=12 * turn)
        do_save_duty(person=people[name], starts_at=begins, ends_at=begins + timedelta(hours=12), actor=chief, now=now)
    desks = {one.code: one for one in Desk.objects.all()}
    for promise in PROMISES:
        due = _half_hour(now + timedelta(minutes=promise.minutes))
        event = Event(title=promise.title, place=promise.place, starts_at=due - timedelta(minutes=30))
        do_save_event(event, actor=chief, now=now)
        coverage = Coverage(
            event=event,
            slugline=promise.slugline,
            about=promise.about,
            desk=desks[promise.desk],
            assignee=people[promise.assignee],
            due_at=due,
            words=promise.words,
            pictures=promise.pictures or None,
            language=promise.language,
            sections=list(promise.sections),
            subjects=list(promise.subjects),
            is_announced=promise.is_announced,
        )
        do_save_coverage(coverage, actor=chief, now=now)


def _half_hour(moment: datetime) -> datetime:
    """The next full or half hour: nobody plans for 14:06."""
    begun = moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)
    return begun + timedelta(minutes=30)
