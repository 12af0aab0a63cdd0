"""Restrictions at the desk: typed as newsrooms write them, kept for machines, told to those who have the picture."""

import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.forms import Form
from django.http import QueryDict
from django.test import override_settings
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.desk.rights_field import RightsField
from newswire.editing import service
from newswire.editing.models import Story
from newswire.editing.translations import do_begin_translation
from newswire.item.rights import OUTLETS, Restriction, keep_restriction, read_restriction
from newswire.media.models import Picture, Video
from newswire.subscribers.models import OUTLET_NAMES, Subscriber
from newswire.wire.follow import read_after, read_items
from tests.desk.conftest import client_of
from tests.desk.test_pictures import form_of
from tests.desk.test_stories import form_data
from tests.editing.people import make_story, make_user
from tests.media.pictures import draw, encode

pytestmark = [
    pytest.mark.usefixtures("dsn"),
    # Wagtail leaves the temporary file of each size it makes to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path) -> Iterator[Path]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield tmp_path
    gc.collect()


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


class RightsForm(Form):
    """A form with nothing but restrictions."""

    rights = RightsField()


def fill(**posted: Any) -> RightsForm:
    data = QueryDict(mutable=True)
    for name, value in posted.items():
        data.setlist(f"rights_{name}", value if isinstance(value, list) else [value])
    return RightsForm(data)


def saved(form: RightsForm) -> Restriction | None:
    assert form.is_valid(), form.errors
    return read_restriction(form.cleaned_data["rights"])


def test_what_is_typed_and_what_is_ticked_count_together() -> None:
    house = Subscriber.objects.create(name="The Named")
    form = fill(line="JAPAN OUT", only=["newspaper"], out=["website"], clients=[str(house.pk)], web="on", archive="on")
    assert saved(form) == Restriction(
        countries_out=("JP",),
        outlets_only=("newspaper",),
        outlets_out=("website",),
        clients_only=(house.pk,),
        no_web=True,
        no_archive=True,
    )
    assert saved(fill(line="JAPAN OUT · NO WEB")) == Restriction(countries_out=("JP",), no_web=True)
    assert saved(fill(line="")) is None


@pytest.mark.parametrize("line", ["ATLANTIS OUT", "careful please", "ONLY XX"])
def test_a_country_that_does_not_exist_is_refused_by_name(line: str) -> None:
    form = fill(line=line)
    assert not form.is_valid()
    assert line.split()[0] in str(form.errors) or line.split()[1] in str(form.errors)


def test_a_client_that_does_not_exist_is_refused() -> None:
    assert not fill(clients=["4711"]).is_valid()


def test_what_was_kept_stands_in_the_form_again() -> None:
    kept = Restriction(countries_out=("JP",), outlets_out=("website",), no_archive=True)
    form = RightsForm(initial={"rights": keep_restriction(kept)})
    page = form.as_p()
    assert 'value="JP OUT"' in page
    assert "<details open>" in page
    assert page.count("checked") == 2
    assert "<details>" in RightsForm().as_p()
    assert set(OUTLET_NAMES) == set(OUTLETS)


def test_a_storys_restrictions_are_saved_released_and_shown(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    client = client_of(chief)
    client.post("/desk/stories/add/", form_data(rights_line="JAPAN OUT", rights_web="on"))
    story = Story.objects.get()
    assert read_restriction(story.rights) == Restriction(countries_out=("JP",), no_web=True)
    assert "JP OUT · NO WEB" in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    release = service.do_release(story.pk, actor=chief, now=now)
    assert read_items(connection, [release.seq])[release.seq].rights == Restriction(countries_out=("JP",), no_web=True)


def test_a_translation_inherits_them(chief: User, now: datetime) -> None:
    rights = keep_restriction(Restriction(countries_only=("TR",)))
    story = make_story(chief, now, rights=rights)
    service.do_release(story.pk, actor=chief, now=now)
    assert do_begin_translation(story.pk, "tr", actor=chief, now=now).rights == rights


def add_picture() -> Picture:
    return Picture.objects.create(title="Bridge", file=ContentFile(encode(draw(400, 300)), "bridge.jpg"))


def test_new_restrictions_of_a_picture_reach_those_who_have_it(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    picture = add_picture()
    story = make_story(chief, now, picture=picture)
    service.do_release(story.pk, actor=chief, now=now)
    client, address = client_of(chief), f"/desk/images/{picture.pk}/"
    client.post(address, form_of(picture, caption="Other words"))
    assert len(read_after(connection, 0)) == 1, "words are no right"
    page = client.post(address, form_of(picture, rights_line="JAPAN OUT", expires_0="2099-01-02T03:04"), follow=True)
    assert "1 story was refiled with the new restrictions." in page.content.decode()
    [_, refile] = read_after(connection, 0)
    [media] = read_items(connection, [refile.seq])[refile.seq].media
    assert (refile.kind, media.rights) == ("refile", Restriction(countries_out=("JP",)))
    assert media.expires is not None
    assert "JP OUT" in client.get("/desk/images/").content.decode()


def test_who_may_not_release_changes_nothing_on_the_wire(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    picture = add_picture()
    picture.uploaded_by_user = reporter = make_user(Role.REPORTER, "rita")
    picture.save()
    story = make_story(chief, now, picture=picture)
    service.do_release(story.pk, actor=chief, now=now)
    client_of(reporter).post(f"/desk/images/{picture.pk}/", form_of(picture, rights_line="JAPAN OUT"))
    assert len(read_after(connection, 0)) == 1


def test_a_videos_restrictions_are_kept_and_shown(chief: User) -> None:
    video = Video.objects.create(title="Ship", file=ContentFile(b"x", "ship.mp4"))
    client = client_of(chief)
    client.post(f"/desk/videos/{video.pk}/", {"title": "Ship", "rights_web": "on", "rights_line": "JAPAN OUT"})
    video.refresh_from_db()
    assert read_restriction(video.rights) == Restriction(countries_out=("JP",), no_web=True)
    assert "JP OUT · NO WEB" in client.get("/desk/videos/").content.decode()
