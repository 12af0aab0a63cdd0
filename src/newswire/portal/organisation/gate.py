"""Who may open which page of the organisation: the menu's own table decides; for others there is no such page."""

from typing import Any

from django.http import Http404, HttpRequest

from newswire.accounts.audit import acting_from
from newswire.accounts.models import User
from newswire.portal.access import Organisation, find_organisation
from newswire.portal.menu import MENU


def find_house(request: HttpRequest, name: str) -> tuple[Organisation, User]:
    """The visitor's organisation and the visitor, where their role is shown the place called `name` (`portal:keys`).

    Raises `NoSeatError`, and `Http404` for another role.
    """
    organisation = find_organisation(request.user)
    place = next(one for one in MENU["organisation"] if one.name == name)
    if organisation.role not in place.roles:
        raise Http404
    assert isinstance(request.user, User)
    return organisation, request.user


def acting(request: HttpRequest) -> Any:
    """What is done within the block is logged with the visitor's address."""
    return acting_from(str(request.META.get("REMOTE_ADDR") or ""))


def number_of(text: str) -> int:
    """A number as it was sent; 0 for anything else, which nothing has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
