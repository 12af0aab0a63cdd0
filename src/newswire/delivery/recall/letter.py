"""The letter about a hold or a kill, in the client's language: what to do, the agency's own words, no text."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from newswire.accounts.mail import do_write_mail
from newswire.item.rights_end import is_rights_end
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.look.times import write_full
from newswire.subscribers.contacts import Contact
from newswire.wire.release import Release

ADDRESS = "/portal/story/{}/{}"
"""Where the notice is read; the portal's addresses are not known here, and a test there compares them."""


def do_write_recall(contact: Contact, notice: Release, *, now: datetime) -> None:
    """Writes the mail in the caller's transaction."""
    with translation.override(contact.language if contact.language in CLIENT_LANGUAGES else "en"):
        subject, what = _say(notice)
        paragraphs = (
            _("To %(subscription)s:") % {"subscription": contact.subscription},
            what,
            notice.reason,
            _("Identifier: %(guid)s") % {"guid": notice.guid},
            _("Released: %(moment)s") % {"moment": write_full(notice.released_at)},
            _("What may be done with it now stands here:"),
            settings.NEWSWIRE_BASE_URL + ADDRESS.format(contact.number, notice.guid),
            settings.NEWSWIRE_PROVIDER,
        )
        do_write_mail(contact.address, subject, "\n\n".join(one for one in paragraphs if one), now=now)


def _say(notice: Release) -> tuple[str, str]:
    """The subject, and what the client is to do."""
    if notice.kind == "hold":
        return (
            _("Hold: do not use a story you had from us"),
            _("Do not use this story until further word. Take it down where it was published."),
        )
    if is_rights_end(notice.reason):
        return (
            _("Right of use ended: remove a story you had from us"),
            _("The right to use this story has ended. Remove it wherever it was published."),
        )
    return (
        _("Kill: remove a story you had from us"),
        _("Do not use this story. Remove it wherever it was published."),
    )
