"""The tags that bring a writer's templates and snippets into the editor."""

from typing import Any

from django import template

from newswire.accounts.models import User
from newswire.editing.writing.models import TextSnippet
from newswire.editing.writing.service import read_templates

register = template.Library()


@register.inclusion_tag("desk/begin_from.html")
def begin_from_template(user: User) -> dict[str, Any]:
    """The templates this person may begin with, as links."""
    return {"templates": list(read_templates(user))}


@register.inclusion_tag("desk/writing_tools.html")
def writing_tools(user: User) -> dict[str, Any]:
    """Find and replace, and the dialogue of one's own snippets, which `writing.js` also reads the texts from."""
    return {"snippets": list(TextSnippet.objects.filter(owner=user))}
