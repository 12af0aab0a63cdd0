"""The demo newsroom as one finds it: desks with people, somebody on duty, a day that was planned."""

from datetime import datetime, timedelta

import pytest

from newswire.accounts.models import Role, User
from newswire.editing.models import Desk, Dossier
from newswire.editing.planning.announced import is_told, read_plans
from newswire.editing.planning.models import Coverage
from newswire.editing.shifts.service import read_on_duty
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.item.vocabulary.mediatopics import read_mediatopics
from newswire.item.vocabulary.sections import SECTIONS
from newswire.project.demo.clients import DESK, SUBSCRIBERS
from newswire.project.demo.content import read_demo_stories
from newswire.project.demo.day import read_script
from newswire.project.demo.dossiers import DOSSIERS, find_dossiers
from newswire.project.demo.room import DESKS, PROMISES, do_furnish
from newswire.query.parse import parse_query
from newswire.subscribers.terms import Claim, Terms


@pytest.fixture
def furnished(dsn: str, now: datetime) -> datetime:
    assert dsn
    for person in DESK:
        User.objects.create_user(person.username, role=Role(person.role))
    do_furnish(now)
    return now


@pytest.mark.usefixtures("furnished")
def test_every_desk_has_people() -> None:
    assert {one.code for one in Desk.objects.all()} == {one.code for one in DESKS}
    assert all(one.members.exists() for one in Desk.objects.all())


def test_one_chief_is_on_duty_at_any_time_of_the_first_two_days(furnished: datetime) -> None:
    for hours in range(0, 48, 3):
        assert len(read_on_duty(furnished + timedelta(hours=hours))) == 1


def test_what_is_promised_has_a_desk_somebody_who_sits_at_it_and_a_time_to_come(furnished: datetime) -> None:
    promised = list(Coverage.objects.select_related("desk", "assignee", "event"))
    assert len(promised) == len(PROMISES)
    for one in promised:
        assert one.desk is not None
        assert one.assignee in one.desk.members.all()
        assert one.due_at > furnished
        assert one.event is not None


@pytest.mark.usefixtures("furnished")
def test_every_dossier_is_open_and_its_stories_are_stories_of_the_demo() -> None:
    assert {one.code: one.name for one in Dossier.objects.filter(is_closed=False)} == {
        one.code: one.name for one in DOSSIERS
    }
    keys = {one.key for one in read_demo_stories()} | {step.story for step in read_script()}
    for dossier in DOSSIERS:
        assert set(dossier.stories) <= keys
        assert find_dossiers(dossier.stories[0]) == (dossier.code,)
    assert find_dossiers("en-comet") == ()


def test_every_client_of_the_demo_is_told_of_something_and_nobody_of_what_is_secret(furnished: datetime) -> None:
    plans = read_plans(furnished, furnished + timedelta(days=7), furnished)
    assert len(plans) == sum(one.is_announced for one in PROMISES) < len(PROMISES)
    assert not {one.slugline for one in plans} & {one.slugline for one in PROMISES if not one.is_announced}
    for client in SUBSCRIBERS:
        claims = tuple(Claim(one.name, parse_query(one.query)) for one in client.products)
        terms = Terms(claims, starts_at=furnished - timedelta(days=1))
        told = [one for one in plans if is_told(one, terms, furnished)]
        assert 1 <= len(told) < len(plans), client.key


def test_what_is_planned_can_be_matched_by_the_vocabularies() -> None:
    for one in PROMISES:
        assert set(one.sections) <= SECTIONS.keys()
        assert set(one.subjects) <= read_mediatopics().keys()
        assert one.language in LANGUAGES
