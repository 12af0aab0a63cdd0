"""Dossiers: opened, described, closed and opened again by editors and above, and by nobody else."""

from datetime import datetime

import pytest
from django.db import connection as django_connection
from django.test.utils import CaptureQueriesContext

from newswire.accounts.models import Act, Role
from newswire.editing import dossiers
from newswire.editing.models import Dossier
from newswire.kit.errors import NotFoundError, RuleError
from tests.desk.conftest import Enter
from tests.editing.people import make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")

KEEPERS = (Role.EDITOR, Role.DUTY_CHIEF, Role.ADMINISTRATOR)


def test_a_dossier_is_opened_changed_closed_and_opened_again(enter: Enter) -> None:
    client = enter(Role.EDITOR)
    assert "No dossier yet." in client.get("/desk/dossiers/").content.decode()
    response = client.post("/desk/dossiers/", {"name": " The bridge ", "code": "bridge", "about": "Repairs"})
    assert response["Location"] == "/desk/dossiers/"
    dossier = Dossier.objects.get()
    assert (dossier.name, dossier.code, dossier.about, dossier.is_closed) == ("The bridge", "bridge", "Repairs", False)
    assert "The bridge" in client.get("/desk/dossiers/").content.decode()
    address = f"/desk/dossiers/{dossier.pk}/"
    client.post(address, {"name": "The bridges", "about": "More", "code": "other"})
    dossier.refresh_from_db()
    assert (dossier.name, dossier.code, dossier.about) == ("The bridges", "bridge", "More")
    client.post(address, {"close": "1"})
    assert Dossier.objects.get().is_closed
    assert "Open it again" in client.get(address).content.decode()
    client.post(address, {"reopen": "1"})
    assert not Dossier.objects.get().is_closed
    deeds = list(Act.objects.filter(about="dossier", name="bridge").order_by("id").values_list("action", "actor"))
    assert deeds == [(action, "a-editor") for action in ("open", "change", "close", "reopen")]


def test_what_cannot_be_opened_is_said_and_kept(enter: Enter) -> None:
    client = enter(Role.EDITOR)
    Dossier.objects.create(code="bridge", name="One")
    page = client.post("/desk/dossiers/", {"name": "Two", "code": "bridge"}).content.decode()
    assert "There is a dossier with this code already." in page
    assert 'value="Two"' in page
    assert "This field is required" in client.post("/desk/dossiers/", {"name": "", "code": "x"}).content.decode()
    assert client.post("/desk/dossiers/", {"name": "a", "code": "no spaces"}).status_code == 200
    pk = Dossier.objects.get().pk
    assert "This field is required" in client.post(f"/desk/dossiers/{pk}/", {"name": ""}).content.decode()
    assert Dossier.objects.get().name == "One"
    assert client.get("/desk/dossiers/999/").status_code == 404


@pytest.mark.parametrize("role", [one for one in Role if one not in KEEPERS])
def test_nobody_else_keeps_the_dossiers(enter: Enter, role: Role, now: datetime) -> None:
    client = enter(role)
    pk = Dossier.objects.create(code="bridge", name="One").pk
    for address in ("/desk/dossiers/", f"/desk/dossiers/{pk}/"):
        for answer in (client.get(address), client.post(address, {"name": "x", "code": "x", "close": "1"})):
            assert answer.status_code in (302, 403)
    assert Dossier.objects.get().name == "One"
    actor = make_user(role, "another")
    with pytest.raises(RuleError):
        dossiers.do_open_dossier(code="x", name="x", about="", actor=actor, now=now)
    with pytest.raises(RuleError):
        dossiers.do_close_dossier(pk, actor=actor, now=now)
    assert not Dossier.objects.get().is_closed


def test_a_dossier_that_is_not_there(now: datetime) -> None:
    with pytest.raises(NotFoundError):
        dossiers.do_close_dossier(7, actor=make_user(Role.EDITOR), now=now)


def test_the_list_asks_as_many_questions_for_many_dossiers_as_for_one(enter: Enter, now: datetime) -> None:
    client = enter(Role.EDITOR)
    story = make_story(make_user(Role.EDITOR, "b"), now)

    def questions() -> int:
        with CaptureQueriesContext(django_connection) as asked:
            assert client.get("/desk/dossiers/").status_code == 200
        return len(asked)

    story.dossiers.add(Dossier.objects.create(code="d0", name="0"))
    story.save()
    client.get("/desk/dossiers/")
    few = questions()
    Dossier.objects.bulk_create([Dossier(code=f"d{number}", name=str(number)) for number in range(1, 9)])
    assert questions() == few
    page = client.get("/desk/dossiers/").content.decode()
    assert (page.count("<td>1</td>"), page.count("<td>0</td>")) == (1, 8)


def test_many_dossiers_stand_on_several_pages(enter: Enter) -> None:
    client = enter(Role.EDITOR)
    Dossier.objects.bulk_create(Dossier(code=f"d-{n:03}", name=f"Affair {n:03}") for n in range(101))
    first = client.get("/desk/dossiers/").content.decode()
    assert first.count("<bdi>Affair") == 100
    assert 'href="?p=2"' in first
    second = client.get("/desk/dossiers/?p=2").content.decode()
    assert second.count("<bdi>Affair") == 1
    assert 'href="?p=1"' in second
    assert client.get("/desk/dossiers/?p=x").status_code == 200
