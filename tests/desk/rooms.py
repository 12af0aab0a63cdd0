"""The desk as it is walked through by tests: stories in every state, and the address of every page an editor opens."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from django.urls import reverse

from newswire.accounts.models import User
from newswire.desk.menu import DAILY, NEWSROOM, SUBSCRIBERS
from newswire.editing import second_look, service, workflow
from newswire.editing.models import SecondLook, Story
from newswire.media.models import Picture
from tests.editing.people import edit, make_story
from tests.editing.test_media_kill import add_picture


class Rooms(msgspec.Struct, frozen=True):
    """What there is to look at."""

    draft: Story
    edited: Story
    held: Story
    killed: Story
    alert: Story
    look: SecondLook
    picture: Picture


def furnish(chief: User, other: User, now: datetime) -> Rooms:
    """A story of each state; the second look is `other`'s, so that `chief` may decide it."""
    draft, submitted, edited, held, killed, asked = (make_story(chief, now, urgency=n) for n in range(1, 7))
    alert = make_story(chief, now, type="alert", headline="Bridge closed", body="", standfirst="")
    embargoed = make_story(chief, now, embargo_until=now + timedelta(days=30000, microseconds=7))
    for story in (edited, held, killed, asked, alert, embargoed):
        service.do_release(story.pk, actor=chief, now=now)
    edit(edited, chief, now, headline="A longer headline that runs over more than one line on a narrow screen, XX")
    service.do_hold(held.pk, actor=chief, now=now, reason="checking")
    service.do_kill(killed.pk, actor=chief, now=now, reason="r", wording="Please do not use this story.")
    workflow.do_submit(submitted.pk, actor=chief, now=now)
    said = {"wording": "Please do not use.", "reason": "Wrong bridge"}
    look = second_look.do_ask(asked.pk, "kill", actor=other, now=now, said=said)
    return Rooms(draft, edited, held, killed, alert, look, add_picture())


def menu_addresses() -> list[str]:
    """Every page of the menu."""
    ours = [reverse(f"desk:{place.name}") for place in (*DAILY, *NEWSROOM, *SUBSCRIBERS)]
    return [reverse("wagtailadmin_home"), reverse("stories:list"), reverse("wagtailimages:index"), *ours]


def other_addresses(rooms: Rooms) -> Iterator[str]:
    """Editor, dialogues, composers, uploads, and what one comes to from them."""
    yield reverse("stories:add")
    for story in (rooms.draft, rooms.edited, rooms.killed, rooms.alert):
        yield reverse("stories:edit", args=[story.pk])
    for action in ("release", "correct", "refile", "hold", "kill", "assign"):
        yield reverse("desk:action", args=[rooms.edited.pk, action])
    yield reverse("desk:action", args=[rooms.held.pk, "lift"])
    yield reverse("desk:second-look", args=[rooms.look.pk])
    yield reverse("desk:translate", args=[rooms.edited.pk])
    yield reverse("desk:replace", args=[rooms.draft.pk])
    yield reverse("stories:history", args=[rooms.edited.pk])
    yield reverse("stories:delete", args=[rooms.draft.pk])
    yield reverse("wagtailimages:add_multiple")
    yield reverse("wagtailimages:edit", args=[rooms.picture.pk])
    yield reverse("wagtailadmin_account")
    for name in ("event-add", "coverage-add", "video-add", "template-add", "snippet-add", "add_desk", "search"):
        yield reverse(f"desk:{name}")
