"""The desk's menu: one table of where it leads, in which order, and who is shown the way."""

from typing import Any

import msgspec
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from newswire.editing.deed import role_of
from newswire.editing.rules import EDITORS, ROLES, SENIOR, WRITERS, Role

STAFF: frozenset[Role] = frozenset(ROLES) - {"subscriber"}


class Place(msgspec.Struct, frozen=True):
    """A page of ours in the menu; `roles` are shown it. The page itself decides whom it lets in."""

    name: str
    label: Any
    icon: str
    roles: frozenset[Role] = STAFF


DAILY = (
    Place("flash", pgettext_lazy("desk", "Flash"), "warning", EDITORS),
    Place("queues", _("Queues"), "tasks", WRITERS),
    Place("wire", _("Wire"), "list-ul"),
    Place("planning", _("Planning"), "calendar"),
    Place("archive", _("Archive"), "folder-open-inverse"),
)
"""What is open all day, after the stories."""

SELLERS: frozenset[Role] = SENIOR | {"sales"}
"""Who sees what is sold to whom."""

NEWSROOM = (
    Place("second-looks", _("Second looks"), "view", WRITERS),
    Place("handover", _("Handover"), "redirect"),
    Place("duty", _("Duty"), "user"),
    Place("dossiers", _("Dossiers"), "folder-inverse", EDITORS),
    Place("videos", _("Videos"), "media", WRITERS),
    Place("templates", _("Templates"), "copy", EDITORS),
    Place("snippets", _("My snippets"), "pilcrow", WRITERS),
    Place("checks", _("Checks"), "circle-check"),
    Place("desks", _("Desks"), "group", EDITORS),
    Place("rights", _("Who may do what"), "key"),
    Place("audit", _("Audit"), "history", SENIOR),
    Place("outbox", _("Outbox"), "mail", SELLERS),
)
"""What one comes to now and then, in a menu of its own."""

SUBSCRIBERS = (
    Place("sales", _("Pipeline"), "order", SELLERS),
    Place("sales-clients", _("Clients"), "group", SELLERS),
    Place("sales-calendar", _("Contract calendar"), "calendar-alt", SELLERS),
    Place("products", _("Products"), "tag", SELLERS),
    Place("website", _("Website"), "site", SELLERS),
    Place("explain", _("Why did they get it?"), "help", SELLERS),
    Place("usage", _("Usage"), "table", SELLERS),
)
"""Whom the agency sells to, in a menu of its own."""

WAGTAILS = ("stories", "images")
"""What Wagtail puts there and the desk keeps."""


class PlaceItem(MenuItem):
    """A line of the menu for those who are shown it."""

    def __init__(self, place: Place, order: int) -> None:
        address = reverse(f"desk:{place.name}")
        super().__init__(place.label, address, name=place.name, icon_name=place.icon, order=order)
        self.roles = place.roles

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person is shown the way."""
        return role_of(request.user) in self.roles  # type: ignore[arg-type]


def menu_of(request: HttpRequest, kept: list[MenuItem]) -> list[MenuItem]:
    """The menu: what Wagtail has that a newsroom uses, our pages, and the menus of subscribers and newsroom."""
    wagtails = {item.name: item for item in kept if item.name in WAGTAILS}
    if pictures := wagtails.get("images"):
        pictures.label = _("Pictures")
    daily = [PlaceItem(place, 110 + 10 * number) for number, place in enumerate(DAILY)]
    shown = [item for item in daily if item.is_shown(request)]
    more = Menu(items=[PlaceItem(place, 10 * number) for number, place in enumerate(NEWSROOM)])
    room = SubmenuMenuItem(_("Newsroom"), more, name="newsroom", icon_name="cogs", order=900)
    sold = Menu(items=[PlaceItem(place, 10 * number) for number, place in enumerate(SUBSCRIBERS)])
    clients = SubmenuMenuItem(_("Subscribers"), sold, name="subscribers", icon_name="group", order=800)
    return [*wagtails.values(), *shown, clients, room]
