"""The flash: an alert that is written and released in one go, and the story that follows it."""

import re
import unicodedata
from datetime import datetime

import msgspec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from newswire.accounts.models import User
from newswire.editing.deed import check_story, locked, name_of, prepare, record, refuse, role_of
from newswire.editing.models import Story
from newswire.editing.rules import check_action
from newswire.editing.service import do_release, do_save
from newswire.editing.wording import describe_check
from newswire.item.item import Item
from newswire.kit.errors import RuleError
from newswire.kit.ids import new_guid

LENGTH_LIMIT = 100
"""The longest headline of a flash, in characters as a reader counts them."""
URGENCY = 1
FOLLOW_UP_URGENCY = 2

_JOINER = "\u200d"
_TOKEN = re.compile(r"\d{8}:[0-9a-f]{32}")


class Flash(msgspec.Struct, frozen=True, kw_only=True):
    """What the composer asks for. `token` belongs to one opened form; `source` stays in the newsroom."""

    token: str
    language: str
    headline: str
    section: str = ""
    source: str = ""


class Outlook(msgspec.Struct, frozen=True):
    """What releasing a flash would do: the item, and (severity, sentence) of each finding, blocks first."""

    item: Item
    findings: tuple[tuple[str, str], ...]


def new_token(now: datetime) -> str:
    """The token of a form that is opened now: the last two parts of the identity its alert will have."""
    return ":".join(new_guid(settings.NEWSWIRE_AUTHORITY, now.strftime("%Y%m%d")).split(":")[-2:])


def count_characters(text: str) -> int:
    """The characters of `text` as a reader counts them: an accent, a vowel sign or a joined part is none of its own."""
    normal = unicodedata.normalize("NFC", text.strip())
    count = 0
    for before, one in zip(" " + normal, normal, strict=False):
        is_part = unicodedata.category(one).startswith("M") or "\U0001f3fb" <= one <= "\U0001f3ff"
        count += not (is_part or _JOINER in (before, one))
    return count


def check_flash(flash: Flash, *, actor: User, now: datetime) -> Outlook:
    """What `do_release_flash` would put on the wire, and what to look at first. RuleError where it would refuse."""
    story = _make_alert(flash, actor)
    item = prepare(story, now=now)
    found = check_story(story, item, role=role_of(actor), now=now)
    return Outlook(item, tuple((one.severity, describe_check(one)) for one in found))


@transaction.atomic
def do_release_flash(flash: Flash, *, actor: User, now: datetime) -> Story:
    """Makes the alert and releases it, both or neither. The same token a second time gives the alert of the first.

    RuleError where the role may not release alerts, the headline is too long, or a blocking check forbids it.
    """
    story = _make_alert(flash, actor)
    with connection.cursor() as cursor:  # a double click waits here for the first one
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [story.guid])
    if existing := Story.objects.filter(guid=story.guid).first():
        if existing.created_by_id != actor.pk:
            raise RuleError(_("This form was not yours. Open a new one; nothing was released."))
        return existing
    try:
        do_save(story, actor=actor, now=now)
    except ValidationError as error:
        raise RuleError(" ".join([_("Nothing was released."), *error.messages])) from error
    do_release(story.pk, actor=actor, now=now)
    story.refresh_from_db()
    return story


def do_begin_follow_up(alert_id: int, *, actor: User, now: datetime) -> Story:
    """A text story that follows an alert on the wire, prefilled from it; the one already begun by `actor`, if any.

    The two are stories of their own: what happens to one leaves the other as it is.
    """
    with locked(alert_id) as alert:
        if refusal := check_action("draft", "edit", role_of(actor)):
            refuse(refusal, alert, "edit")
        if alert.type != "alert" or alert.stage != "released":
            raise RuleError(_("Only an alert that is on the wire can be followed by a story."))
        begun = Story.objects.filter(follows=alert, created_by=actor, version=0).order_by("pk").first()
        if begun is not None:
            return begun
        story = Story(
            type="text",
            language=alert.language,
            headline=alert.headline,
            slugline=alert.slugline,
            urgency=FOLLOW_UP_URGENCY,
            sections=alert.sections,
            subjects=alert.subjects,
            sources=alert.sources,
            desk=alert.desk,
            follows=alert,
        )
        do_save(story, actor=actor, now=now)
        record(story, "follow-up", name_of(actor), now, reason=alert.guid)
        return story


def _make_alert(flash: Flash, actor: User) -> Story:
    """The alert, not saved. RuleError where the form or the role does not allow it."""
    if not _TOKEN.fullmatch(flash.token):
        raise RuleError(_("The form cannot be read. Open a new one; nothing was released."))
    if (length := count_characters(flash.headline)) > LENGTH_LIMIT:
        raise RuleError(
            _("The headline has %(length)s characters; a flash has %(limit)s at most. Nothing was released.")
            % {"length": length, "limit": LENGTH_LIMIT}
        )
    story = Story(
        guid=f"urn:newsml:{settings.NEWSWIRE_AUTHORITY}:{flash.token}",
        type="alert",
        language=flash.language,
        headline=" ".join(flash.headline.split()),
        urgency=URGENCY,
        sections=[flash.section] if flash.section else [],
        sources=flash.source.strip(),
    )
    if refusal := check_action("draft", "release", role_of(actor), "alert"):
        refuse(refusal, story, "release")
    return story
