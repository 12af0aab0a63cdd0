"""Every verb that changes something leaves a deed: with words, who, in which role, and no formula in the file."""

import ast
import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

import newswire.desk
from newswire.accounts.audit import acting_as, do_record
from newswire.accounts.mail import do_write_mail
from newswire.accounts.models import Act, Role, User
from newswire.desk.words import ABOUT_LABELS, act_label
from newswire.editing.desks import do_weigh
from newswire.editing.models import Desk
from newswire.editing.writing.models import Template
from newswire.editing.writing.service import do_drop_template, do_keep_template, do_replace
from newswire.kit.errors import RuleError
from newswire.media.models import Picture, Video
from tests.desk.conftest import Enter
from tests.editing.flashes import make_flash
from tests.editing.people import make_story, make_user
from tests.media.pictures import draw, encode

SOURCES = Path(newswire.desk.__file__).parent.parent
WRITES = {"do_record": (0, 1), "record": (1, None), "_record": (0, None), "_note": (0, None)}
"""Where the functions that write deeds take the action and what it is about."""


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield


def said(node: ast.expr) -> set[str]:
    """The texts an argument may be."""
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def read_written() -> tuple[set[str], set[str]]:
    actions: set[str] = set()
    about: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WRITES):
                continue
            what, which = WRITES[call.func.id]
            actions |= said(call.args[what]) if not isinstance(call.args[what], ast.JoinedStr) else set()
            about |= said(call.args[which]) if which is not None else set()
    return actions, about


def test_every_deed_and_what_it_is_about_has_words() -> None:
    actions, about = read_written()
    assert {"release", "follow-up", "roster", "plan"} <= actions | {"release"}
    assert {action for action in actions if act_label(action) == action} == set()
    assert about - set(ABOUT_LABELS) <= {""}, "a model's name, where it has one"


def test_a_story_that_follows_a_flash_is_written_down_with_the_role(enter: Enter, now: datetime) -> None:
    client = enter(Role.EDITOR)
    alert = make_flash(User.objects.get(), now)
    client.post(f"/desk/flash/{alert.pk}/story/")
    client.post(f"/desk/flash/{alert.pk}/story/")
    act = Act.objects.get(action="follow-up")
    assert (act.actor, act.role, act.reason) == ("a-editor", "editor", alert.guid)


def test_a_role_is_only_that_of_whoever_is_at_work(dsn: str, now: datetime) -> None:
    assert dsn
    with acting_as("jan", "editor"):
        assert do_record("lift", "story", "g", actor="clock", now=now).role == ""
        assert do_record("lift", "story", "g", actor="jan", now=now).role == "editor"
        assert do_record("lift", "story", "g", actor="jan", role="duty-chief", now=now).role == "duty-chief"
    assert do_record("lift", "story", "g", actor="jan", now=now).role == ""


def test_a_replacement_is_written_down(dsn: str, now: datetime) -> None:
    assert dsn
    editor = make_user(Role.EDITOR)
    story = make_story(editor, now)
    do_replace(story.pk, wanted="noon", new="dawn", case="exact", actor=editor, now=now)
    assert Act.objects.get(action="replace", name=story.guid).reason == "“noon” → “dawn”"


def test_templates_are_kept_by_editors_and_each_change_is_written_down(dsn: str, now: datetime) -> None:
    assert dsn
    editor, reporter = make_user(Role.EDITOR), make_user(Role.REPORTER)
    template = do_keep_template(Template(name="Markets"), actor=editor, now=now)
    with pytest.raises(RuleError, match="Only editors"):
        do_keep_template(template, actor=reporter, now=now)
    with pytest.raises(RuleError, match="Only editors"):
        do_drop_template(template, actor=reporter, now=now)
    do_drop_template(template, actor=editor, now=now)
    acts = Act.objects.filter(about="template").order_by("pk").values_list("action", "name", "actor", "role")
    assert list(acts) == [("keep", "Markets", "a-editor", "editor"), ("drop", "Markets", "a-editor", "editor")]
    assert not Template.objects.exists()


def test_the_weights_of_a_desk_are_not_for_editors(dsn: str, now: datetime) -> None:
    assert dsn
    desk = Desk.objects.create(code="world", name="World")
    with pytest.raises(RuleError, match="weigh checks"):
        do_weigh(desk.pk, {"rights-missing": "off"}, actor=make_user(Role.EDITOR), now=now)
    do_weigh(desk.pk, {"rights-missing": "off"}, actor=make_user(Role.DUTY_CHIEF), now=now)
    assert Act.objects.get(about="desk").detail == {"rights-missing": "– → off"}


def test_a_mail_tried_again_is_written_down_and_a_number_too_long_is_no_mail(enter: Enter, now: datetime) -> None:
    client = enter(Role.SALES)
    mail = do_write_mail("chief@example.org", "Hold", "A story is on hold.", now=now)
    client.post("/desk/outbox/", {"again": f"{mail.pk}".zfill(19)})
    assert not Act.objects.filter(about="mail").exists()
    client.post("/desk/outbox/", {"again": mail.pk})
    act = Act.objects.get(about="mail")
    assert (act.action, act.name, act.actor, act.role) == ("try-again", str(mail.pk), "a-sales", "sales")


def test_media_and_drafts_that_wagtails_views_change_are_written_down(enter: Enter, now: datetime) -> None:
    client = enter(Role.DUTY_CHIEF)
    chief = User.objects.get()
    picture = Picture.objects.create(title="Bridge", file=ContentFile(encode(draw(40, 30)), "bridge.jpg"))
    assert not Act.objects.filter(about="picture").exists(), "made in the background"
    said_of_it = {"title": "Bridge at noon", "kind": "picture", "collection": 1}
    assert client.post(f"/desk/images/{picture.pk}/", said_of_it).status_code == 302
    assert client.post(f"/desk/images/{picture.pk}/delete/").status_code == 302
    draft = make_story(chief, now)
    assert client.post(f"/desk/stories/delete/{draft.pk}/").status_code == 302
    with acting_as("jan", "editor"):
        Video.objects.create(title="Flood", file="videos/flood.mp4")
    acts = Act.objects.exclude(about="person").order_by("pk")
    assert list(acts.values_list("action", "about", "actor", "role", "reason")) == [
        ("media-changed", "picture", "a-duty-chief", "duty-chief", "Bridge at noon"),
        ("media-removed", "picture", "a-duty-chief", "duty-chief", "Bridge at noon"),
        ("delete", "story", "a-duty-chief", "duty-chief", draft.headline),
        ("media-added", "video", "jan", "editor", "Flood"),
    ]


@pytest.mark.parametrize("start", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "＠x"])
def test_no_cell_of_the_file_is_a_formula(enter: Enter, now: datetime, start: str) -> None:
    client = enter(Role.ADMINISTRATOR)
    do_record("hold", "story", "g", actor="p", now=now, detail={start: "x"})
    text = client.get("/desk/audit.csv?about=story").getvalue().decode("utf-8-sig")
    assert [row["detail"] for row in csv.DictReader(io.StringIO(text, newline=""))] == [f"'{start}: x"]
