"""A story that came on the wire another way is opened at the desk."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from newswire.accounts.models import User
from newswire.editing.content import fill_story
from newswire.editing.deed import name_of, record, role_of, wire_connection
from newswire.editing.models import Story
from newswire.editing.rules import WRITERS
from newswire.item.rights_end import read_end
from newswire.kit.errors import NotFoundError, RuleError
from newswire.wire.follow import read_history, read_items


@transaction.atomic
def do_adopt(guid: str, *, actor: User, now: datetime) -> Story:
    """Opens a story at the desk that came on the wire another way, so that it can be corrected, held or killed.

    Gives the desk's own row where there is one. NotFoundError where the wire has no content under that guid; RuleError
    where it was killed.
    """
    with connection.cursor() as cursor:  # two who adopt the same story at once get the same row
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [guid])
    if existing := Story.objects.filter(guid=guid).first():
        return existing
    if role_of(actor) not in WRITERS:
        raise RuleError(_("Your role does not allow opening stories at the desk."))
    wire = wire_connection()
    history = read_history(wire, guid)
    items = read_items(wire, [release.seq for release in history])
    if not items:
        raise NotFoundError(_("The wire has no story with content under %(guid)s.") % {"guid": guid})
    newest, content_seq = history[-1], max(items)
    if newest.kind == "kill":
        raise RuleError(_("This story was killed and cannot be opened again."))
    item = items[content_seq]
    story = Story(created_by=actor, created_at=now)
    fill_story(story, item)
    story.stage = "held" if newest.kind == "hold" else "released"
    story.version, story.last_seq, story.content_seq = newest.version, newest.seq, content_seq
    story.first_released_at, story.released_at = history[0].released_at, newest.released_at
    story.lift_at = item.embargo_until if item.embargo_until and item.embargo_until > now else None
    ends = read_end(item)  # what had ended before, or came from an archive, is not announced now
    story.rights_end_at = ends if ends and ends > now and not newest.archive else None
    story.save()
    revision = story.save_revision(user=actor)
    Story.objects.filter(pk=story.pk).update(released_revision_at=revision.created_at)
    story.refresh_from_db()
    record(story, "adopt", name_of(actor), now)
    return story
