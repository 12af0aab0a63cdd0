"""Who is on duty, who writes the roster, and who is mailed of what."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings
from wagtail.users.models import UserProfile

from newswire.accounts.models import Act, Mail, Role, User
from newswire.editing import second_look, service, workflow
from newswire.editing.models import Story
from newswire.editing.shifts import service as shifts
from newswire.editing.shifts.models import Duty
from newswire.editing.shifts.notice import read_told
from newswire.editing.shifts.rules import LONGEST, check_duty
from newswire.kit.errors import NotFoundError, RuleError
from tests.editing.people import make_story, make_user

HOUR = timedelta(hours=1)


def person(name: str, role: Role = Role.DUTY_CHIEF, email: str | None = None) -> User:
    user = make_user(role, name)
    user.email = f"{name}@example.org" if email is None else email
    user.save()
    return user


@pytest.fixture
def chief(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return person("chief")


def duty(who: User, start: datetime, end: datetime, actor: User | None = None, **changes: Any) -> Duty:
    return shifts.do_save_duty(person=who, starts_at=start, ends_at=end, actor=actor or who, now=start, **changes)


def told() -> list[str]:
    return sorted(Mail.objects.values_list("to", flat=True))


def test_a_shift_begins_on_the_minute_and_has_ended_on_the_minute(chief: User, now: datetime) -> None:
    duty(chief, now, now + 8 * HOUR)
    moments = (now - HOUR / 60, now, now + 8 * HOUR - HOUR / 60, now + 8 * HOUR)
    assert [bool(shifts.read_on_duty(at)) for at in moments] == [False, True, True, False]


def test_two_may_be_on_duty_and_one_who_left_the_agency_is_not(chief: User, now: datetime) -> None:
    other = person("other", Role.ADMINISTRATOR)
    duty(chief, now, now + 2 * HOUR)
    duty(other, now + HOUR, now + 3 * HOUR)
    assert shifts.read_on_duty(now + HOUR) == [chief, other]
    other.is_active = False
    other.save()
    assert shifts.read_on_duty(now + HOUR) == [chief]
    User.objects.filter(pk=chief.pk).update(role=Role.EDITOR)
    assert shifts.read_on_duty(now + HOUR) == []


def test_what_is_wrong_with_a_shift(now: datetime) -> None:
    later = now + 8 * HOUR
    assert check_duty(now, later, is_senior=True, others=[]) is None
    assert check_duty(later, now, is_senior=True, others=[]) == "order"
    assert check_duty(now, now, is_senior=True, others=[]) == "order"
    assert check_duty(now, now + LONGEST + HOUR, is_senior=True, others=[]) == "length"
    assert check_duty(now, later, is_senior=False, others=[]) == "person"
    assert check_duty(now, later, is_senior=True, others=[(now - HOUR, now + HOUR)]) == "overlap"
    assert check_duty(now, later, is_senior=True, others=[(now - HOUR, now), (later, later + HOUR)]) is None


def test_a_shift_that_cannot_be_is_not_written(chief: User, now: datetime) -> None:
    editor = person("editor", Role.EDITOR)
    duty(chief, now, now + 2 * HOUR)
    for who, start, end, words in (
        (chief, now + HOUR, now + 3 * HOUR, "already has a shift"),
        (chief, now + 9 * HOUR, now + 8 * HOUR, "ends after it begins"),
        (editor, now, now + HOUR, "Only a duty chief"),
    ):
        with pytest.raises(RuleError, match=words):
            duty(who, start, end, actor=chief)
    assert Duty.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.DUTY_CHIEF, Role.ADMINISTRATOR)])
def test_only_seniors_write_the_roster(chief: User, now: datetime, role: Role) -> None:
    actor, kept = person("someone", role), duty(chief, now, now + HOUR)
    with pytest.raises(RuleError):
        duty(chief, now + 2 * HOUR, now + 3 * HOUR, actor=actor)
    with pytest.raises(RuleError):
        shifts.do_delete_duty(kept.pk, actor=actor, now=now)
    assert shifts.read_roster(now) == [kept]


def test_a_shift_is_changed_and_dropped_and_all_of_it_is_logged(chief: User, now: datetime) -> None:
    kept = duty(chief, now, now + HOUR)
    duty(chief, now, now + 2 * HOUR, duty_id=kept.pk)
    assert [one.ends_at for one in shifts.read_roster(now)] == [now + 2 * HOUR]
    shifts.do_delete_duty(kept.pk, actor=chief, now=now)
    assert shifts.read_roster(now) == []
    acts = Act.objects.filter(about="duty", name=str(kept.pk)).order_by("id")
    assert [one.action for one in acts] == ["roster", "roster", "unroster"]
    assert acts[2].detail == {
        "person": "chief", "starts_at": "2026-11-24T09:30:00Z", "ends_at": "2026-11-24T11:30:00Z"
    }  # fmt: skip
    with pytest.raises(NotFoundError):
        shifts.do_delete_duty(kept.pk, actor=chief, now=now)
    with pytest.raises(NotFoundError):
        duty(chief, now, now + HOUR, duty_id=999)


def test_whoever_is_on_duty_is_told_else_every_duty_chief_and_never_the_actor(chief: User, now: datetime) -> None:
    night, mute = person("night"), person("mute", email="")
    person("boss", Role.ADMINISTRATOR)
    editor = person("editor", Role.EDITOR)
    assert read_told(now, editor) == [chief, night]
    duty(night, now, now + HOUR)
    assert read_told(now, editor) == [night]
    assert read_told(now, night) == [chief]
    duty(mute, now + HOUR, now + 2 * HOUR)
    assert read_told(now + HOUR, editor) == [chief, night]


@override_settings(NEWSWIRE_BASE_URL="https://desk.example.org")
def test_a_request_for_a_second_look_is_mailed_with_its_link(chief: User, now: datetime) -> None:
    night, story = person("night"), released(chief, now)
    duty(night, now, now + HOUR)
    said = {"wording": "Kill.", "reason": "Libel"}
    look = second_look.do_ask(story.pk, "kill", actor=chief, now=now, said=said)
    mail = Mail.objects.get()
    assert mail.to == "night@example.org"
    assert mail.subject == "Second look: Kill “Bridge over the Orla opens after two years of repairs”"
    assert "chief asks for a second look." in mail.text
    assert "Reason: Libel" in mail.text
    assert mail.text.endswith(f"https://desk.example.org/desk/second-looks/{look.pk}/")


@override_settings(NEWSWIRE_BASE_URL="https://desk.example.org")
def test_a_hold_is_mailed(chief: User, now: datetime) -> None:
    editor, story = person("editor", Role.EDITOR), released(chief, now)
    service.do_hold(story.pk, actor=editor, now=now, reason="Second source")
    mail = Mail.objects.get()
    assert mail.subject.startswith("Hold: “Bridge")
    assert "Second source" in mail.text
    assert mail.text.endswith(f"https://desk.example.org/desk/stories/edit/{story.pk}/")


@pytest.mark.parametrize(("urgency", "mails"), [(1, 1), (2, 1), (3, 0)])
def test_only_a_story_of_high_urgency_is_mailed_when_it_is_submitted(
    chief: User, now: datetime, urgency: int, mails: int
) -> None:
    reporter = person("reporter", Role.REPORTER)
    story = make_story(reporter, now, urgency=urgency)
    workflow.do_submit(story.pk, actor=reporter, now=now)
    assert told() == [chief.email] * mails
    if mails:
        assert Mail.objects.get().subject.startswith(f"Urgency {urgency} submitted: “Bridge")


def test_nothing_is_mailed_of_what_was_refused(chief: User, now: datetime) -> None:
    story = released(chief, now)
    with pytest.raises(RuleError):
        service.do_hold(story.pk, actor=person("editor", Role.EDITOR), now=now, reason=" ")
    assert told() == []


def test_a_mail_is_in_the_language_of_whoever_gets_it(chief: User, now: datetime) -> None:
    UserProfile.objects.create(user=chief, preferred_language="tr")
    other, story = person("other"), released(chief, now)
    service.do_hold(story.pk, actor=other, now=now, reason="r")
    assert Mail.objects.get().to == chief.email
    UserProfile.objects.filter(user=chief).update(preferred_language="")
    service.do_lift(story.pk, actor=other, now=now)
    service.do_hold(story.pk, actor=other, now=now, reason="r")
    assert Mail.objects.order_by("-id")[0].subject.startswith("Hold:")


def released(actor: User, now: datetime) -> Story:
    story = make_story(actor, now)
    service.do_release(story.pk, actor=actor, now=now)
    return story
