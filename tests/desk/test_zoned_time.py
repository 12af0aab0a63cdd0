"""Times with their zone: what is typed is what is meant, also where clocks change; countdowns say how long it is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role
from newswire.desk import story_views
from newswire.desk.templatetags.desk_times import countdown, write_countdown
from newswire.desk.zoned_time import (
    NoSuchMomentError,
    ZonedTimeField,
    ZonedTimeInput,
    find_trouble,
    keep_exact,
    read_local,
    to_moment,
)
from newswire.editing import service, timing
from newswire.editing.models import Scheduled, Story
from tests.desk.conftest import client_of
from tests.editing.people import make_story, make_user

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ZONES = ("Europe/Berlin", "Europe/Istanbul", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran", "UTC")

MOMENTS = st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
LOCAL_TIMES = st.integers(1_577_836_800 // 300, 1_893_456_000 // 300).map(
    lambda number: datetime.fromtimestamp(number * 300, UTC).replace(tzinfo=None)
)


class Form(forms.Form):
    at = ZonedTimeField(required=False)


def form(text: str, zone: str = "", which: str = "") -> Form:
    return Form({"at_0": text, "at_1": zone, "at_2": which})


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-11-24T09:30", "Europe/Istanbul", datetime(2026, 11, 24, 6, 30, tzinfo=UTC)),
        ("2026-07-01 09:30", "Europe/Berlin", datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("2026-07-01T09:30:15", "America/New_York", datetime(2026, 7, 1, 13, 30, 15, tzinfo=UTC)),
        ("2026-07-01T09:30", "", datetime(2026, 7, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_the_moment_in_its_zone(text: str, zone: str, expected: datetime) -> None:
    filled = form(text, zone)
    assert filled.is_valid()
    assert filled.cleaned_data["at"] == expected
    assert filled.cleaned_data["at"].tzinfo is UTC


def test_a_time_that_never_comes_is_refused_with_a_sentence() -> None:
    filled = form("2026-03-29T02:30", "Europe/Berlin")
    assert filled.errors["at"] == [
        "The clocks go forward then: 02:30 does not exist in Europe/Berlin. Give another time."
    ]
    assert 'value="2026-03-29T02:30"' in str(filled["at"]), "what was typed stays"


def test_a_time_that_comes_twice_is_asked_about_and_both_can_be_meant() -> None:
    asked = form("2026-10-25T02:30", "Europe/Berlin")
    assert asked.errors["at"] == ["The clocks go back then: 02:30 comes twice in Europe/Berlin. Say which of the two."]
    assert 'name="at_2"' in str(asked["at"])
    moments = [form("2026-10-25T02:30", "Europe/Berlin", which) for which in ("first", "second")]
    assert [one.is_valid() and one.cleaned_data["at"] for one in moments] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]
    assert 'name="at_2"' not in str(form("2026-10-25T04:30", "Europe/Berlin")["at"])


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("tomorrow", "UTC", "Give a date and a time"),
        ("2026-11-24", "UTC", "Give a date and a time"),
        ("2026-11-24T09:30+02:00", "UTC", "Give a date and a time"),
        ("9999-12-31T23:59", "UTC", "Give a date and a time"),
        ("2026-11-24T09:30", "Moon/Tranquility", "There is no such time zone"),
        ("2026-11-24T09:30", "../../etc/passwd", "There is no such time zone"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, zone: str, words: str) -> None:
    filled = form(text, zone)
    assert words in filled.errors["at"][0]
    assert str(filled["at"])


def test_empty_is_no_time_and_the_zone_is_the_persons_own() -> None:
    with timezone.override("Asia/Tehran"):
        empty = form("")
        assert empty.is_valid()
        assert empty.cleaned_data["at"] is None
        assert '<option value="Asia/Tehran" selected>' in str(Form()["at"])
        assert '<label for="id_at">' in str(Form())
        assert 'id="id_at"' in str(Form()["at"])


def test_the_same_moment_in_another_zone_is_no_change() -> None:
    at = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    field = ZonedTimeField(required=False)
    assert not field.has_changed(at, ["2026-11-24T09:30", "Europe/Istanbul", ""])
    assert field.has_changed(at, ["2026-11-24T09:31", "Europe/Istanbul", ""])
    assert field.has_changed(at, ["never", "Europe/Istanbul", ""])
    assert not field.has_changed(None, ["", "Europe/Istanbul", ""])


@given(at=MOMENTS, zone=st.sampled_from(ZONES))
def test_what_is_shown_is_read_back_as_the_same_moment(at: datetime, zone: str) -> None:
    with timezone.override(zone):
        field = ZonedTimeField()
        assert field.clean(ZonedTimeInput().decompress(at)) == at


@given(
    local=LOCAL_TIMES,
    zone=st.sampled_from(ZONES),
)
def test_a_local_time_is_one_moment_or_is_asked_about(local: datetime, zone: str) -> None:
    there = ZoneInfo(zone)
    shown = [
        moment
        for minutes in range(-180, 181, 30)
        if (moment := local.replace(tzinfo=there).astimezone(UTC) + timedelta(minutes=minutes))
        and moment.astimezone(there).replace(tzinfo=None) == local
    ]
    trouble = find_trouble(local, there)
    assert len(shown) == {None: 1, "twice": 2, "never": 0}[trouble]
    if trouble is None:
        assert [to_moment(local, there)] == shown
    elif trouble == "twice":
        assert [to_moment(local, there, "first"), to_moment(local, there, "second")] == shown
    else:
        with pytest.raises(NoSuchMomentError):
            to_moment(local, there, "first")


def test_a_bare_date_is_no_time() -> None:
    assert read_local("2026-11-24") is None
    assert read_local(" 2026-11-24 09:30 ") == datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001 - a local time has no zone


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "due now"), (-5, "due now"), (0.5, "in 1 min"), (59, "in 59 min"), (60, "in 1 h 0 min"),
        (134, "in 2 h 14 min"), (47 * 60, "in 47 h 0 min"), (51 * 60, "in 2 d 3 h"),
    ],
)  # fmt: skip
def test_a_countdown_says_how_long_it_is(minutes: float, words: str, now: datetime) -> None:
    assert write_countdown(now + timedelta(minutes=minutes), now) == words


def test_a_countdown_has_the_absolute_time_on_hover() -> None:
    with timezone.override("Europe/Berlin"):
        shown = countdown(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    assert 'title="24 Nov 2026, 10:30 CET"' in shown
    assert 'datetime="2026-11-24T09:30:00Z"' in shown
    assert 'data-until="2026-11-24T09:30:00Z"' in shown


def test_a_release_is_scheduled_in_the_zone_that_was_said(dsn: str, now: datetime) -> None:  # noqa: ARG001
    chief = make_user(Role.DUTY_CHIEF)
    story = make_story(chief, now)
    client = client_of(chief)
    refused = client.post(f"/desk/stories/{story.pk}/release/", {"at_0": "2099-03-29T02:30", "at_1": "Europe/Berlin"})
    assert "02:30 does not exist in Europe/Berlin" in refused.content.decode()
    assert not Scheduled.objects.exists()
    assert 'value="2099-03-29T02:30"' in refused.content.decode()
    client.post(f"/desk/stories/{story.pk}/release/", {"at_0": "2099-07-01T09:00", "at_1": "Europe/Istanbul"})
    assert Scheduled.objects.get().at == datetime(2099, 7, 1, 6, tzinfo=UTC)
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert 'data-until="2099-07-01T06:00:00Z"' in page


def test_an_embargo_is_moved_in_the_zone_that_was_said(dsn: str, now: datetime) -> None:  # noqa: ARG001
    chief = make_user(Role.DUTY_CHIEF)
    UserProfile.objects.create(user=chief, current_time_zone="America/New_York")
    story = make_story(chief, now, embargo_until=datetime(2099, 1, 1, 12, tzinfo=UTC))
    service.do_release(story.pk, actor=chief, now=now)
    client = client_of(chief)
    page = client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    assert 'value="2099-01-01T07:00"' in page
    assert '<option value="America/New_York" selected>' in page
    client.post(
        f"/desk/stories/{story.pk}/embargo/",
        {"until_0": "2099-02-01T07:00", "until_1": "America/New_York", "reason": "they asked"},
    )
    assert Story.objects.get().lift_at == datetime(2099, 2, 1, 12, tzinfo=UTC)
    client.post(f"/desk/stories/{story.pk}/embargo/", {"until_0": "", "reason": "out already"})
    assert Story.objects.get().lift_at is None


def test_the_dashboard_counts_down(dsn: str, now: datetime) -> None:  # noqa: ARG001
    chief = make_user(Role.DUTY_CHIEF)
    story = make_story(chief, now)
    timing.do_schedule(story.pk, actor=chief, now=now, at=datetime(2099, 1, 1, tzinfo=UTC))
    page = client_of(chief).get("/desk/").content.decode()
    assert 'data-until="2099-01-01T00:00:00Z"' in page
    assert " d " in page.split('data-until="2099')[1].split("</time>")[0].rpartition(">")[2]


def test_a_moment_with_microseconds_is_shown_in_a_form_a_browser_takes_and_stays_as_it_was() -> None:
    # a browser leaves the field empty for more than three places after the second: the embargo was gone on saving
    was = datetime(2026, 11, 29, 12, 8, 53, 53217, tzinfo=UTC)
    shown = ZonedTimeInput().decompress(was)
    assert shown[0] == "2026-11-29T12:08:53.053"
    field = ZonedTimeField()
    assert not field.has_changed(was, shown)
    assert keep_exact(field.clean(shown), was) == was
    assert keep_exact(was + timedelta(minutes=1), was) == was + timedelta(minutes=1)
    assert keep_exact(None, was) is None


def test_an_embargo_to_the_microsecond_is_not_moved_by_saving_the_story(dsn: str, now: datetime) -> None:  # noqa: ARG001
    chief = make_user(Role.DUTY_CHIEF)
    until = now + timedelta(days=30000, microseconds=53217)
    story = make_story(chief, now, embargo_until=until)
    view = story_views.StoryViewSet().edit_handler.bind_to_model(Story)
    form = view.get_form_class()(instance=story, for_user=chief)
    form.cleaned_data = {"embargo_until": until.replace(microsecond=53000)}
    assert form.clean_embargo_until() == until
