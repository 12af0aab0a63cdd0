"""The portal's menu: one table of where it leads, in which order, and who is shown the way."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newswire.portal.access import OWNERS, PAYERS, Organisation
from newswire.subscribers.models import SeatRole

EVERYBODY = frozenset(SeatRole.values)
MAKERS = OWNERS | {SeatRole.DEVELOPER.value}
EDITORS = OWNERS | {SeatRole.EDITOR.value}

Group = Literal["work", "organisation"]


class Place(msgspec.Struct, frozen=True):
    """A page in the menu: its address's name and its label. `roles` are shown it; the page decides whom it lets in."""

    name: str
    label: Any
    roles: frozenset[str] = EVERYBODY


class Way(msgspec.Struct, frozen=True):
    """A place as a page shows it."""

    name: str
    label: str
    address: str


MENU: dict[Group, tuple[Place, ...]] = {
    "work": (
        Place("portal:views", _("Views")),
        Place("portal:alerts", _("Alerts")),
        Place("portal:saved", _("Saved stories")),
        Place("portal:pictures", _("Pictures")),
        Place("portal:planning", _("Planning")),
        Place("portal:dossiers", _("Dossiers")),
    ),
    "organisation": (
        Place("portal:recalls", _("To acknowledge"), EDITORS),
        Place("portal:keys", _("API keys"), MAKERS),
        Place("portal:start", _("API quick start"), MAKERS),
        Place("portal:terms", _("Contract"), PAYERS),
        Place("portal:usage", _("Usage"), PAYERS),
        Place("portal:notice", _("Give notice"), OWNERS),
        Place("portal:seats", _("People"), OWNERS),
        Place("portal:sign-in-rules", _("Sign-in of your people"), OWNERS),
        Place("portal:security", _("Your sign-in")),
    ),
}
"""Below the subscriptions: what people work with, then what their organisation looks after."""


def read_menu(group: Group, organisation: Organisation) -> Sequence[Way]:
    """The places of the group that the visitor's role is shown."""
    return [
        Way(place.name, str(place.label), reverse(place.name))
        for place in MENU[group]
        if organisation.role in place.roles
    ]
