"""The verbs of what saves a writer typing: replacing in a story, beginning one from a template."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.editing.deed import locked, name_of, record, require, role_of
from newswire.editing.fingerprint import fingerprint
from newswire.editing.models import Story
from newswire.editing.rules import EDITORS
from newswire.editing.service import do_save
from newswire.editing.writing.models import Template
from newswire.editing.writing.replace import TEXTS, Case, Replaced, replace_all
from newswire.kit.errors import RuleError

TEMPLATE_FIELDS: tuple[str, ...] = (
    "type", "language", "urgency", "headline", "standfirst", "slugline", "byline", "dateline_place",
    "dateline_country", "sections", "keywords", "body",
)  # fmt: skip
"""What a template may fill in; anything else in its row is passed over."""


def check_replace(story: Story, wanted: str, new: str, *, case: Case) -> Replaced:
    """What replacing would change in `story` as it stands in memory."""
    texts = {field: getattr(story, field) for field in TEXTS}
    return replace_all(texts, wanted, new, case=case, language=story.language)


def do_replace(
    story_id: int, *, wanted: str, new: str, case: Case, actor: User, now: datetime, seen: str = ""
) -> Replaced:
    """Replaces in the latest revision and saves a new one, as the editor does.

    RuleError, and nothing is changed, where the role or a lock forbids the edit, the story is not the one that was
    `seen`, nothing is found, or the new text does not fit a field.
    """
    with locked(story_id) as story:
        require(story, "edit", role_of(actor))
        lock = story.get_lock()
        if lock is not None and lock.for_user(actor):
            raise RuleError(_("The story is locked. Nothing was replaced."))
        latest: Story = story.get_latest_revision_as_object()
        if seen and seen != fingerprint(latest):
            raise RuleError(_("The story was changed after you looked at it. Nothing was replaced; look at it again."))
        replaced = check_replace(latest, wanted, new, case=case)
        if not replaced.hits:
            raise RuleError(_("Nothing was found, nothing was replaced."))
        for field, text in replaced.texts.items():
            setattr(latest, field, text)
        try:
            do_save(latest, actor=actor, now=now)
        except ValidationError as error:
            raise RuleError(" ".join([_("Nothing was replaced."), *error.messages])) from error
        record(story, "replace", name_of(actor), now, reason=f"“{wanted}” → “{new}”")
        return replaced


@transaction.atomic
def do_keep_template(template: Template, *, actor: User, now: datetime) -> Template:
    """Saves a template, new or changed. RuleError for a role that may not."""
    _require_editor(actor)
    template.save()
    _record("keep", template, actor, now)
    return template


@transaction.atomic
def do_drop_template(template: Template, *, actor: User, now: datetime) -> None:
    """Ends a template; stories begun from it stay as they are. RuleError for a role that may not."""
    _require_editor(actor)
    _record("drop", template, actor, now)
    template.delete()


def _require_editor(actor: User) -> None:
    if role_of(actor) not in EDITORS:
        raise RuleError(_("Only editors keep the templates."))


def _record(action: str, template: Template, actor: User, now: datetime) -> None:
    do_record(action, "template", template.name, actor=name_of(actor), role=role_of(actor), now=now)


def read_templates(user: User) -> QuerySet[Template]:
    """The templates `user` may begin with: everybody's and those of their desks; editors see all."""
    templates = Template.objects.select_related("desk")
    if role_of(user) in EDITORS:
        return templates
    return templates.filter(Q(desk=None) | Q(desk__members=user)).distinct()


def begin_from(template: Template) -> Story:
    """A new story with what the template says, not saved."""
    said: dict[str, Any] = template.fields
    return Story(**{name: said[name] for name in TEMPLATE_FIELDS if name in said})
