"""Template filters of the portal."""

from collections.abc import Sequence

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newswire.portal.access import Organisation
from newswire.portal.menu import Group, Way, read_menu
from newswire.portal.views_read import ShownView, read_shown_views

register = template.Library()

_NARROW_SPACE = "\u202f"
_MEDIA: dict[str, Promise] = {"picture": _("Picture"), "video": _("Video"), "graphic": _("Graphic")}


@register.filter
def grouped(number: int) -> str:
    """`18 204`: thousands set apart by a narrow space that does not break."""
    return f"{number:,}".replace(",", _NARROW_SPACE)


@register.filter
def media_type(code: str) -> str:
    """What a picture, video or graphic is called."""
    return str(_MEDIA.get(code, code))


@register.simple_tag
def portal_menu(group: Group, organisation: Organisation) -> Sequence[Way]:
    """The places of a group of the menu that the visitor is shown."""
    return read_menu(group, organisation)


@register.simple_tag
def portal_views(organisation: Organisation) -> Sequence[ShownView]:
    """The saved views that the visitor is shown below the subscriptions."""
    return read_shown_views(organisation)


@register.simple_tag
def portal_address(name: str, number: int) -> str:
    """The address of a page about a subscription; empty where this installation has no such page."""
    try:
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""
