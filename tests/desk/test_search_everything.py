"""The search over everything the desk has: which words find what, in which script, in how many queries."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from psycopg import Connection

from newswire.accounts.models import Role, User
from newswire.editing import service
from newswire.editing.find import read_found
from newswire.editing.planning.models import Coverage, Event
from newswire.media.models import Picture
from tests.desk.conftest import Enter, client_of
from tests.editing.people import make_story, make_user


@pytest.fixture
def editor(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.EDITOR)


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", tmp_path)


def picture(**words: str) -> Picture:
    [made] = Picture.objects.bulk_create([Picture(title="Quay", file="quay.jpg", width=1, height=1, **words)])
    return made


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("orla", True), ("bridge-orla", True), ("foreman", True), ("rails spring", True), ("RAILS spr", True),
        ("newsml", True), ("bridge unicorn", False), ("h2", False), ("ridge", False),
        ("orla' & | ! :* (", True), ("&", False), ("'", False), ("\x00", False), ("a" * 5000, False),
    ],
)  # fmt: skip
def test_a_story_is_found_by_its_words(query: str, is_found: bool, editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    assert list(read_found(query, 10).stories) == ([story] if is_found else [])


@pytest.mark.parametrize(
    ("headline", "queries"),
    [
        ("İSTANBUL'DA ISPARTA GÜLÜ", ("istanbul", "İstanbul", "ISTANBUL", "ıstanbul", "ısparta", "gulu", "GÜL")),
        ("Diyarbakır’da şölen", ("diyarbakir", "DİYARBAKIR", "solen", "ŞÖL")),
        ("الـقـاهرة تُعلن", ("القاهرة", "تعلن")),
        ("Die Straße nach Łódź", ("strasse", "STRASSE", "straße")),
        ("Ο Οδυσσέας στους δρόμους", ("οδυσσεας", "ΔΡΟΜΟΥΣ")),
        ("Москва: Ёлка", ("москва", "елка")),
    ],
)  # fmt: skip
def test_letters_are_folded_as_in_the_query_language(
    headline: str, queries: tuple[str, ...], editor: User, now: datetime
) -> None:
    story = make_story(editor, now, headline=headline)
    make_story(editor, now)
    for query in queries:
        assert list(read_found(query, 10).stories) == [story], query


def test_plans_and_pictures_are_found_too_and_grouped(editor: User, now: datetime) -> None:
    Event.objects.create(title="Harbour fair", starts_at=now, details="harbourside")
    Coverage.objects.create(slugline="HARBOUR", about="The fair", due_at=now)
    picture(caption="The harbour at dawn", credit="Ada Lind")
    make_story(editor, now, headline="Harbour opens")
    found = read_found("harbour", 10)
    assert [len(one) for one in (found.stories, found.coverages, found.events, found.pictures)] == [1, 1, 1, 1]
    assert len(read_found("lind", 10).pictures) == 1
    page = client_of(editor).get("/desk/search/?q=harbour").content.decode()
    for name in ("stories", "plans", "pictures"):
        assert f'id="found-{name}"' in page


def test_released_and_killed_stories_are_found_as_well(editor: User, now: datetime) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    story = make_story(editor, now)
    service.do_release(story.pk, actor=chief, now=now)
    service.do_kill(story.pk, actor=chief, now=now, reason="r", wording="w")
    assert "desk-stage--killed" in client_of(editor).get("/desk/search/?q=orla").content.decode()


def test_more_than_fit_is_said(editor: User, now: datetime) -> None:
    for _number in range(11):
        make_story(editor, now)
    page = client_of(editor).get("/desk/search/?q=orla").content.decode()
    assert page.count('<li><a href="/desk/stories/edit/') == 10
    assert "another word narrows it down" in page


def test_nothing_found_and_nothing_asked_are_said(editor: User) -> None:
    client = client_of(editor)
    assert "Type a few words" in client.get("/desk/search/").content.decode()
    assert "Nothing was found." in client.get("/desk/search/?q=unicorn").content.decode()
    assert "cannot read this as a query" in client.get("/desk/search/?q=(((").content.decode()


def test_the_index_is_used(editor: User, now: datetime, connection: Connection[Any]) -> None:
    make_story(editor, now)
    connection.execute("SET enable_seqscan = off")
    plan = connection.execute(
        "EXPLAIN SELECT 1 FROM editing_story WHERE newswire_words(editing_story.headline, editing_story.slugline,"
        " editing_story.guid, editing_story.body, editing_story.sources,"
        " editing_story.editor_note || ' ' || editing_story.public_note) @@ newswire_query('orla')"
    ).fetchall()
    assert "editing_story_words" in str(plan)


def test_a_stranger_and_a_subscriber_find_nothing(stranger: Client, enter: Enter) -> None:
    assert stranger.get("/desk/search/?q=orla").status_code == 302
    assert enter(Role.SUBSCRIBER).get("/desk/search/?q=orla").status_code == 403


@pytest.mark.parametrize("address", ["/desk/search/?q=orla", "/desk/stories/"])
def test_the_number_of_queries_does_not_grow(address: str, editor: User, now: datetime, django_count: Any) -> None:
    client = client_of(editor)

    def more(count: int) -> None:
        for number in range(count):
            story = make_story(editor, now)
            Coverage.objects.create(slugline=f"ORLA {number}", due_at=now, story=story, assignee=editor)

    more(5)
    client.get(address)
    few = django_count(lambda: client.get(address))
    more(45)
    assert django_count(lambda: client.get(address)) == few
