"""Every list of the desk asks the database the same number of questions for three rows and for twelve."""

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from newswire.accounts.mail import do_write_mail
from newswire.accounts.models import Role, User
from newswire.desk.access import is_room
from newswire.editing import second_look, service, timing, translations
from newswire.editing.models import Desk, Dossier, Story
from newswire.editing.planning.models import Coverage, Event
from newswire.editing.shifts.handover import do_hand_over
from newswire.editing.shifts.service import do_save_duty
from newswire.editing.writing.models import Template, TextSnippet
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.kit.clock import utc_now
from newswire.media.models import Picture, Video
from tests.desk.conftest import client_of
from tests.editing.flashes import make_flash
from tests.editing.people import make_story, make_user
from tests.media.pictures import draw, encode

# Wagtail leaves the temporary file of each size it makes to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

FEW, MANY = 3, 12
LISTS = {
    "wagtailadmin_home": "/desk/",
    "stories:list": "/desk/stories/",
    "stories:list_results": "/desk/stories/results/",
    "stories:history": "/desk/stories/history/{story}/",
    "stories:edit": "/desk/stories/edit/{story}/",
    "desk:action": "/desk/stories/{story}/kill/",
    "desk:audit": "/desk/audit/",
    "desk:coverage-add": "/desk/planning/coverages/add/",
    "desk:desks": "/desk/desks/",
    "desk:dossiers": "/desk/dossiers/",
    "desk:duty": "/desk/duty/",
    "desk:handover": "/desk/handover/",
    "desk:kill-picture": "/desk/pictures/{picture}/kill/",
    "desk:outbox": "/desk/outbox/",
    "desk:pictures": "/desk/images/",
    "desk:planning": "/desk/planning/?day={day}&view=week",
    "desk:queue": "/desk/queues/world/",
    "desk:queues": "/desk/queues/",
    "desk:search": "/desk/search/?q=bridge",
    "desk:second-looks": "/desk/second-looks/",
    "desk:snippets": "/desk/my-snippets/",
    "desk:templates": "/desk/templates/",
    "desk:translate": "/desk/stories/{story}/translate/",
    "desk:videos": "/desk/videos/",
    "desk:wire": "/desk/wire/",
    "desk:wire-newer": "/desk/wire/newer/?after=0",
    "wagtailimages_chooser:choose_results": "/desk/images/chooser/results/",
}
"""The pages that list rows, by the name of their address."""


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield
    gc.collect()


def add_stories(number: int, chief: User, now: datetime, about: tuple[Story, Picture, Desk]) -> None:
    """One more at each stage and of each kind that a list shows."""
    original, picture, desk = about
    for stage in ("draft", "submitted", "in-edit", "ready"):
        story = make_story(chief, now, headline=f"Bridge {number} {stage}")
        Story.objects.filter(pk=story.pk).update(stage=stage, desk=desk, assignee=chief)
    words = {"picture_caption": "The bridge", "picture_credit": "M. Holt", "picture_alt": "A bridge"}
    held = make_story(chief, now, picture=picture, embargo_until=now + timedelta(hours=2), **words)
    service.do_release(held.pk, actor=chief, now=now)
    said = {"reason": "Wrong", "wording": "Do not use."}
    second_look.do_ask(held.pk, "kill", actor=chief, now=now, said=said)
    if number % 2:
        service.do_hold(held.pk, actor=chief, now=now, reason="Checked again")
    make_flash(chief, now)
    planned = make_story(chief, now)
    timing.do_schedule(planned.pk, actor=chief, now=now, at=now + timedelta(hours=1))
    language = [tag for tag in LANGUAGES if tag != "en"][number]
    translations.do_begin_translation(original.pk, language, actor=chief, now=now)


def add(number: int, chief: User, now: datetime, about: tuple[Story, Picture, Desk]) -> None:
    person = make_user(Role.DUTY_CHIEF, f"chief-{number}")
    desk = Desk.objects.create(code=f"desk-{number}", name=f"Desk {number}")
    desk.members.set([person, chief])
    dossier = Dossier.objects.create(code=f"d-{number}", name=f"Bridge {number}")
    about[0].dossiers.add(dossier)
    about[0].save()
    event = Event.objects.create(title=f"Bridge {number}", starts_at=now)
    Coverage.objects.create(event=event, slugline="BRIDGE", due_at=now, desk=desk, assignee=person, story=about[0])
    Template.objects.create(name=f"Markets {number}", desk=desk)
    TextSnippet.objects.create(owner=chief, shortcut=f"s{number}", text="M. Holt")
    picture = Picture.objects.create(title=f"Bridge {number}", file=ContentFile(encode(draw(40 + number, 30)), "a.jpg"))
    Video.objects.create(title=f"Bridge {number}", file=f"videos/{number}.mp4", poster=picture)
    starts = utc_now() + timedelta(minutes=number)
    do_save_duty(person=person, starts_at=starts, ends_at=starts + timedelta(hours=8), actor=chief, now=now)
    do_write_mail("chief@example.org", "Hold", "A story is on hold.", now=now)
    do_hand_over(actor=chief, now=now, note="")
    add_stories(number, chief, now, about)


def test_no_list_asks_more_for_more_rows(
    dsn: str, now: datetime, django_count: Callable[[Callable[[], object]], int]
) -> None:
    assert dsn
    chief = make_user(Role.DUTY_CHIEF, "chief")
    client = client_of(chief)
    story = make_story(chief, now, headline="Bridge opens")
    service.do_release(story.pk, actor=chief, now=now)
    picture = Picture.objects.create(title="Bridge", file=ContentFile(encode(draw(40, 30)), "bridge.jpg"))
    world = Desk.objects.create(code="world", name="World")
    places = {"story": story.pk, "picture": picture.pk, "day": now.date().isoformat()}

    def ask() -> dict[str, int]:
        counted = {}
        for name, address in LISTS.items():
            page = address.format(**places)
            assert client.get(page).status_code == 200, page  # the first time makes thumbnails
            counted[name] = django_count(lambda page=page: client.get(page))  # type: ignore[misc]
        return counted

    for number in range(FEW):
        add(number, chief, now, (story, picture, world))
    few = ask()
    for number in range(FEW, MANY):
        add(number, chief, now, (story, picture, world))
    many = ask()
    assert {name: (few[name], many[name]) for name in LISTS if few[name] != many[name]} == {}
    assert all(is_room(name) for name in LISTS)
