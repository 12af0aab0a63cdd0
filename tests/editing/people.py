"""Editors and stories for the tests of the desk's two parts."""

from datetime import datetime
from typing import Any

from newswire.accounts.models import Role, User
from newswire.editing.models import Story
from newswire.editing.service import do_save

PASSWORD = "correct horse battery"


def make_user(role: Role, name: str = "") -> User:
    """A person of that role who can sign in with `PASSWORD`."""
    return User.objects.create_user(username=name or f"a-{role.value}", password=PASSWORD, role=role)


def make_story(actor: User, now: datetime, **changes: Any) -> Story:
    """A saved draft about a bridge, complete enough to be released; `changes` replace its fields."""
    fields: dict[str, Any] = {
        "language": "en",
        "headline": "Bridge over the Orla opens after two years of repairs",
        "standfirst": "Trams will follow in spring",
        "slugline": "BRIDGE-ORLA",
        "byline": "Mara Holt",
        "dateline_place": "Ostrava",
        "dateline_country": "CZ",
        "urgency": 4,
        "sections": ["economy"],
        "subjects": ["medtop:20000337"],
        "body": "<p>The bridge opened on Tuesday at noon.</p><h2>Trams wait</h2><p>Rails come in <b>spring</b>.</p>",
        "summary": "<p>The bridge is open again.</p><p>Trams follow in spring.</p>",
        "sources": "Phone call with the foreman, do not name",
    }
    return do_save(Story(**(fields | changes)), actor=actor, now=now)


def edit(story: Story, actor: User, now: datetime, **changes: Any) -> Story:
    """Changes the story and saves a revision, as the editor's form does."""
    fresh = Story.objects.get(pk=story.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return do_save(fresh, actor=actor, now=now)
