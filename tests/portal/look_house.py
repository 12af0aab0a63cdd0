"""A house with something on all three screens: pictures in several shapes, a film, plans of a week, a dossier."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from newswire.accounts.models import Role, User
from newswire.editing import service as desk
from newswire.editing.dossiers import do_open_dossier
from newswire.editing.planning import service
from newswire.editing.planning.models import Coverage, Event
from newswire.editing.planning.watching import do_watch
from newswire.item.item import Media, Rendition
from newswire.item.rights import Restriction
from newswire.media.renditions import do_make_renditions
from newswire.media.store import do_store
from newswire.subscribers.models import Seat
from tests.editing.people import edit, make_story, make_user
from tests.media.pictures import draw, encode
from tests.newsroom import Newsroom
from tests.portal.newsroom import Reader

HOUR = timedelta(hours=1)
CAPTIONS = (
    "Cranes over the northern quay of Northaven on Tuesday, after three days of storm",
    "The ferry Solveig leans to port outside the harbour",
    "Passengers reach the quay",
    "Harbour master Ida Brandt",
    "Waves over the breakwater",
    "Repairs at the quay",
)
Draw = Callable[[int], bytes]
SIZES = ((1600, 900), (900, 1350), (1200, 1200), (1500, 1000), (1000, 1500), (1600, 700))


def draw_plain(number: int) -> bytes:
    """A picture of one of the sizes."""
    return encode(draw(*SIZES[number % len(SIZES)]))


def do_furnish(newsroom: Newsroom, reader: Reader, home: Path, *, picture: Draw = draw_plain) -> User:
    """Releases and plans; returns the chief of the desk."""
    chief = make_user(Role.DUTY_CHIEF)
    for number, media in enumerate(_make_media(home, picture)):
        rights = Restriction(countries_out=("JP",), no_archive=True) if number == 1 else None
        said: dict[str, Any] = {"language": "ar", "headline": "العاصفة تغلق ميناء نورثافن"} if number == 4 else {}
        newsroom.append(f"picture-{number}", media=(msgspec.structs.replace(media, rights=rights),), **said)
    newsroom.append("film", media=(_make_film(home, picture),), headline="Ferry runs aground off Northaven")
    newsroom.append(
        "study", media=(next(_make_media(home, picture)),), embargo_until=newsroom.now + HOUR, headline="Study"
    )
    _gather(newsroom, chief)
    newsroom.route()
    for coverage in _plan(newsroom.now, chief):
        if coverage.slugline == "VELMARK-BUDGET/FUND":
            do_watch(Seat.objects.get(user=reader.user).pk, coverage.pk, now=newsroom.now)
    newsroom.route()
    return chief


def _make_media(home: Path, picture: Draw) -> Iterator[Media]:
    for number, caption in enumerate(CAPTIONS):
        yield Media(
            f"own-{number}", "graphic" if number == 2 else "picture", caption=caption, credit="Ada Lind/Newswire",
            alt={"en": f"What picture {number} shows"}, renditions=do_make_renditions(home, picture(number)),
        )  # fmt: skip


def _make_film(home: Path, picture: Draw) -> Media:
    made = do_make_renditions(home, picture(0))
    poster = msgspec.structs.replace(next(one for one in made if one.name == "web"), name="poster")
    full = Rendition("full", do_store(home, b"no film at all" * 999), "video/mp4", 1920, 1080, 13_986)
    return Media("film", "video", caption="The ferry from the air", renditions=(poster, full), seconds=83.0)


def _gather(newsroom: Newsroom, chief: User) -> None:
    now = newsroom.now
    storm = do_open_dossier(code="storm", name="The storm of Northaven", about="", actor=chief, now=now)
    ferry = do_open_dossier(code="ferry", name="Ferry aground", about="", actor=chief, now=now)
    told = (
        ("Storm warning for the coast", 26, (storm,)), ("Harbour closes, forty ships wait outside", 20, (storm,)),
        ("Ferry runs aground off Northaven", 3, (storm, ferry)), ("All 212 passengers are ashore", 1, (storm, ferry)),
    )  # fmt: skip
    for headline, hours, dossiers in told:
        at = now - timedelta(hours=hours)
        story = make_story(chief, at, headline=headline, people="Ida Brandt, Ada Lind", places="Northaven, Halden")
        edit(story, chief, at, dossiers=list(dossiers))
        desk.do_release(story.pk, actor=chief, now=at)
        if hours == 3:
            edit(story, chief, at + HOUR, dossiers=list(dossiers), standfirst="Coast guard takes off passengers")
            desk.do_release(story.pk, actor=chief, now=at + HOUR)


def _plan(now: datetime, chief: User) -> Iterator[Coverage]:
    plans: tuple[tuple[str, str, str, float, dict[str, Any]], ...] = (
        ("FERRY-AGROUND/INQUIRY", "First findings, passengers, salvage", "Port Merrow", 1.5, {"words": 450}),
        ("VELMARK-BUDGET/FUND", "Vote expected in the evening", "Eldra", 4, {"words": 600, "pictures": 3}),
        ("WATER-CONFERENCE", "افتتاح مؤتمر المياه", "", 30, {"language": "ar", "pictures": 4}),
        ("REGATTA", "Pictures of the start", "Halden", 52, {"type": "picture", "pictures": 8}),
        ("SECRET", "Nobody may know", "Eldra", 5, {"is_announced": False}),
        ("HARBOUR-MASTER", "News conference", "Northaven", 3, {}),
    )
    for slugline, about, place, hours, said in plans:
        due = now + timedelta(hours=hours)
        event = service.do_save_event(
            Event(title=f"Event of {slugline}", place=place, starts_at=due), actor=chief, now=now
        )
        fields: dict[str, Any] = {"is_announced": True, "sections": ["world"]} | said
        coverage = Coverage(slugline=slugline, about=about, event=event, due_at=due, **fields)
        yield service.do_save_coverage(coverage, actor=chief, now=now)
        if slugline == "HARBOUR-MASTER":
            service.do_cancel_coverage(coverage.pk, actor=chief, now=now)
        if slugline == "FERRY-AGROUND/INQUIRY":
            story = make_story(chief, now, headline="Inquiry: the ferry was too close to the shore")
            service.do_link_story(coverage.pk, actor=chief, now=now, guid=story.guid)
            desk.do_release(story.pk, actor=chief, now=now)
