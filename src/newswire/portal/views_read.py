"""The organisation's saved views as pages show them: by name, each with how much of it is unread."""

from collections.abc import Sequence

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from newswire.portal.access import Organisation
from newswire.portal.alerts_read import count_unread
from newswire.subscribers.view_models import AlertMail, SavedView
from newswire.subscribers.views import AlertDraft, Person, may_change, read_told, read_views


class ShownView(msgspec.Struct, frozen=True):
    """A view beside the list: its id, its name, where it is, how many alerts of it are unread."""

    id: int
    name: str
    address: str
    unread: int


class ViewLine(msgspec.Struct, frozen=True):
    """A view in the list of views, with what the visitor may do with it and how they are told of it."""

    view: SavedView
    subscription: str
    owner: str
    told: str
    unread: int
    is_theirs: bool


def person_of(organisation: Organisation) -> Person:
    """The visitor as the verbs on views know them."""
    return Person(organisation.id, organisation.seat, organisation.role)


def read_shown_views(organisation: Organisation) -> Sequence[ShownView]:
    """What the visitor sees, by name. Two queries."""
    unread = count_unread(organisation.seat)
    return [
        ShownView(one.pk, one.name, reverse("portal:view", args=[one.pk]), unread.get(one.pk, 0))
        for one in read_views(person_of(organisation))
    ]


def read_lines(organisation: Organisation) -> Sequence[ViewLine]:
    """The same for the page of views. Three queries."""
    person = person_of(organisation)
    unread, told = count_unread(organisation.seat), read_told(person)
    return [
        ViewLine(
            view=one,
            subscription=one.subscription.name if one.subscription is not None else "",
            owner=_name_owner(one),
            told=describe_alert(told.get(one.pk, AlertDraft())),
            unread=unread.get(one.pk, 0),
            is_theirs=may_change(person, one),
        )
        for one in read_views(person)
    ]


def describe_alert(alert: AlertDraft) -> str:
    """How somebody is told, in words; empty where they are not."""
    ways = []
    if alert.in_app:
        ways.append(_("in the portal"))
    if alert.desktop:
        ways.append(_("on the desktop"))
    if alert.mail == AlertMail.AT_ONCE:
        ways.append(_("by mail at once"))
    elif alert.mail == AlertMail.DIGEST:
        ways.append(_("by digest"))
    if ways and alert.urgency < 9:
        ways.append(_("up to urgency %(urgency)d") % {"urgency": alert.urgency})
    return ", ".join(ways)


def _name_owner(view: SavedView) -> str:
    if view.owner is None:
        return ""
    return view.owner.user.get_full_name() or view.owner.user.get_username()
