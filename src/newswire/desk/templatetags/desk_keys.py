"""The tag that puts the table of shortcuts on every page of the desk."""

from typing import Any

import msgspec
from django import template
from django.urls import reverse
from wagtail.users.models import UserProfile

from newswire.desk.shortcuts import GROUPS, SHORTCUTS, Shortcut

register = template.Library()


class Row(msgspec.Struct, frozen=True):
    """One shortcut as the page shows and the script reads it."""

    keys: tuple[str, ...]
    label: str
    go: str
    press: str
    opens: str


def _row(shortcut: Shortcut) -> Row:
    go = reverse(shortcut.address) if shortcut.address else ""
    return Row(shortcut.keys, str(shortcut.label), go, shortcut.press, shortcut.opens)


@register.inclusion_tag("desk/keys.html", takes_context=True)
def desk_keys(context: dict[str, Any]) -> dict[str, Any]:
    """The dialogue of keys. Whoever switched Wagtail's shortcuts off has no single ones here either."""
    user = getattr(context.get("request"), "user", None)
    try:
        enabled = bool(user and user.wagtail_userprofile.keyboard_shortcuts)
    except UserProfile.DoesNotExist:
        enabled = True
    groups = [(str(title), [_row(one) for one in SHORTCUTS if one.where == where]) for where, title in GROUPS.items()]
    return {"groups": groups, "keys_enabled": enabled}
