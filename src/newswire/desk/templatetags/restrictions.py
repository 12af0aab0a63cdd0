"""Restrictions in templates: `JP OUT · NO WEB`."""

from typing import Any

from django import template

from newswire.item.rights import read_restriction

register = template.Library()


@register.filter
def restrictions(kept: dict[str, Any]) -> str:
    """What a model's field says, on one line in capitals; empty where it restricts nothing."""
    found = read_restriction(kept) if kept else None
    return found.line() if found else ""
