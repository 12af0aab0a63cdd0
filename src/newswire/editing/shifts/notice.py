"""Mail to whoever is on duty: written in the transaction of the deed it tells of, so it leaves if and only if that
happened."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from newswire.accounts.mail import do_write_mail
from newswire.accounts.models import Role, User
from newswire.editing.models import SecondLook, Story
from newswire.editing.rules import Action
from newswire.editing.shifts.service import read_on_duty
from newswire.editing.wording import ACTION_LABELS

URGENT = 2
"""A story submitted with this urgency or a smaller number is worth a mail."""

ADDRESSES = {
    "story": "/desk/stories/edit/{pk}/",
    "look": "/desk/second-looks/{pk}/",
}
"""Where a mail leads; the desk's addresses are not known below the desk, and a test there compares them."""


def read_told(now: datetime, actor: User) -> list[User]:
    """Who is told of what `actor` did: those on duty, else every duty chief; with an address, and never the actor."""
    on_duty = [one for one in read_on_duty(now) if one.email and one.pk != actor.pk]
    if on_duty:
        return on_duty
    chiefs = User.objects.filter(is_active=True, role=Role.DUTY_CHIEF).exclude(email="").exclude(pk=actor.pk)
    return list(chiefs.order_by("username"))


def do_tell_of_look(look: SecondLook, story: Story, *, actor: User, now: datetime) -> list[User]:
    """Mails the request with the link to its page; who was told."""

    def write() -> tuple[str, str]:
        action: Action = "kill" if look.action == "kill" else "correct"
        words = {
            "who": actor.get_username(),
            "action": str(ACTION_LABELS[action]),
            "headline": story.headline,
            "reason": look.reason,
        }
        subject = _("Second look: %(action)s “%(headline)s”") % words
        text = _("%(who)s asks for a second look.\n\n%(action)s: %(headline)s\nReason: %(reason)s") % words
        return subject, f"{text}\n\n{_link('look', look.pk)}"

    return _tell(write, actor=actor, now=now)


def do_tell_of_hold(story: Story, *, actor: User, now: datetime, reason: str) -> list[User]:
    """Mails that a story was put on hold; who was told."""

    def write() -> tuple[str, str]:
        words = {"who": actor.get_username(), "headline": story.headline, "reason": reason}
        subject = _("Hold: “%(headline)s”") % words
        text = _("%(who)s put a story on hold.\n\n%(headline)s\nReason: %(reason)s") % words
        return subject, f"{text}\n\n{_link('story', story.pk)}"

    return _tell(write, actor=actor, now=now)


def do_tell_of_urgent(story: Story, *, actor: User, now: datetime) -> list[User]:
    """Mails that a story of high urgency waits; nobody is told of any other."""
    if story.urgency > URGENT:
        return []

    def write() -> tuple[str, str]:
        words = {"who": actor.get_username(), "headline": story.headline, "n": story.urgency}
        subject = _("Urgency %(n)s submitted: “%(headline)s”") % words
        text = _("%(who)s submitted a story of urgency %(n)s.\n\n%(headline)s") % words
        return subject, f"{text}\n\n{_link('story', story.pk)}"

    return _tell(write, actor=actor, now=now)


def _link(what: str, pk: int) -> str:
    return settings.NEWSWIRE_BASE_URL + ADDRESSES[what].format(pk=pk)


def _tell(write: Callable[[], tuple[str, str]], *, actor: User, now: datetime) -> list[User]:
    """Writes the mail to each in the language they chose for the desk."""
    people = read_told(now, actor)
    for person in people:
        profile = getattr(person, "wagtail_userprofile", None)
        with translation.override(profile.preferred_language if profile else None):
            subject, text = write()
        do_write_mail(person.email, subject, text, now=now)
    return people
