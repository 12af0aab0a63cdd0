"""Template filters of the portal."""

from django import template

register = template.Library()

_NARROW_SPACE = "\u202f"


@register.filter
def grouped(number: int) -> str:
    """`18 204`: thousands set apart by a narrow space that does not break."""
    return f"{number:,}".replace(",", _NARROW_SPACE)
