"""Words the desk's screens share."""

from typing import cast

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newswire.accounts.models import Role
from newswire.editing.rules import Action
from newswire.editing.wording import ACTION_LABELS
from newswire.item.kinds import Kind

KIND_LABELS: dict[Kind, object] = {
    "new": pgettext_lazy("release kind", "New"),
    "update": pgettext_lazy("release kind", "Update"),
    "correction": pgettext_lazy("release kind", "Correction"),
    "refile": pgettext_lazy("release kind", "Refile"),
    "hold": pgettext_lazy("release kind", "Hold"),
    "lift": pgettext_lazy("release kind", "Lift"),
    "kill": pgettext_lazy("release kind", "Kill"),
    "advisory": pgettext_lazy("release kind", "Advisory"),
}

DEED_LABELS: dict[str, object] = {
    "adopt": _("Opened from the wire"),
    "sign-in": _("Signed in"),
    "sign-out": _("Signed out"),
    "sign-in-failed": _("Failed to sign in"),
    "sign-in-slowed": _("Kept waiting at sign-in"),
    "second-factor-added": _("Second factor added"),
    "second-factor-removed": _("Second factor removed"),
    "second-factor-reset": _("Second factor taken away"),
    "second-factor-failed": _("Failed at the second factor"),
    "second-factor-asked": _("Second factor asked of everybody"),
    "second-factor-not-asked": _("Second factor no longer asked"),
    "recovery-codes-made": _("Recovery codes made"),
    "recovery-code-used": _("Recovery code used"),
    "sessions-ended": _("Sessions ended"),
    "sign-on-set": _("Organisation’s sign-in page set"),
    "sign-on-removed": _("Organisation’s sign-in page removed"),
    "sign-on-failed": _("Failed to sign in at the organisation’s page"),
    "key-made": _("Key made"),
    "key-rotated": _("Key rotated"),
    "key-revoked": _("Key revoked"),
    "acknowledge": _("Withdrawal acknowledged"),
    "person-made": _("Person added"),
    "person-changed": _("Person changed"),
    "role-changed": _("Role changed"),
    "person-removed": _("Person removed"),
    "lock": _("Locked"),
    "unlock": _("Unlocked"),
    "lock-taken": _("Lock taken over"),
    "weights": _("Checks weighed"),
    "take-over": _("Taken over"),
    "keep-text": _("Unsaved text kept"),
    "seen-text": _("Kept text seen to"),
    "ask-correct": _("Asked for a correction"),
    "ask-kill": _("Asked for a kill"),
    "refuse-correct": _("Refused a correction"),
    "refuse-kill": _("Refused a kill"),
    "withdraw-correct": _("Withdrew a correction asked for"),
    "withdraw-kill": _("Withdrew a kill asked for"),
    "translate": _("Translation begun"),
    "taken-over": _("Version of the original taken over"),
    "follow-up": _("Story begun that follows"),
    "replace": _("Found and replaced"),
    "delete": _("Deleted"),
    "media-added": _("Added"),
    "media-changed": _("Changed"),
    "media-removed": _("Removed"),
    "keep": _("Saved"),
    "drop": _("Deleted"),
    "desk": _("Saved"),
    "try-again": _("Tried again"),
    "plan": _("Planned"),
    "change": _("Changed"),
    "cancel": _("Cancelled"),
    "link": _("Story named"),
    "begin": _("Story begun"),
    "advisory": _("Advisory begun"),
    "roster": _("Put on the roster"),
    "unroster": _("Taken off the roster"),
    "hand-over": _("Handed over"),
    "sign-handover": _("Handover signed"),
    "open": _("Opened"),
    "close": _("Closed"),
    "reopen": _("Opened again"),
    "product-saved": _("Product saved"),
    "website-saved": _("Website changed"),
    "answer": _("Answered"),
    "offer": _("Offer made"),
    "lose": _("Marked as lost"),
    "withdraw-offer": _("Offer withdrawn"),
    "start-trial": _("Trial started"),
    "sign": _("Offer signed"),
    "give-notice": _("Notice given"),
    "remind": _("Reminded of the end"),
    "renew": _("Renewed"),
    "suspend": _("Suspended"),
    "resume": _("Let run again"),
    "end": _("End set"),
    "seat-added": _("Seat given"),
    "seat-role": _("Role of a seat changed"),
    "seat-removed": _("Seat taken"),
    "seat-link": _("Link to a password mailed"),
    "key-link": _("Link to a key mailed"),
    "key-rotate": _("Link to a key's successor mailed"),
    "key-revoke": _("Key revoked"),
    "correct-later": _("To be corrected: its original was corrected or killed"),
}
"""Deeds that are no action of the table of rules."""

ABOUT_LABELS: dict[str, object] = {
    "story": _("Story"),
    "picture": _("Picture"),
    "person": _("Person"),
    "desk": _("Desk"),
    "handover": _("Handover"),
    "video": _("Video"),
    "template": _("Template"),
    "mail": _("Mail"),
    "event": _("Event"),
    "coverage": _("Coverage"),
    "planning": _("Planning"),
    "duty": _("Duty"),
    "dossier": _("Dossier"),
    "product": _("Product"),
    "enquiry": _("Enquiry"),
    "offer": _("Offer"),
    "client": _("Client"),
    "contract": _("Contract"),
    "subscription": _("Subscription"),
    "key": _("Key"),
    "sign-on": _("Single sign-on"),
}
"""What deeds are done to."""

DETAIL_LABELS: dict[str, object] = {
    "second_look": _("second look"),
    "asked_by": _("asked by"),
    "approved_by": _("approved by"),
    "override": _("without a second person"),
    "role": _("role"),
    "from": _("from"),
    "person": _("person"),
    "starts_at": _("from"),
    "ends_at": _("until"),
    "name": _("name"),
    "members": _("members"),
    "silence_minutes": _("silence in minutes"),
}
"""What is written down with a deed."""


def act_label(action: str) -> str:
    """The word for a deed; its code where there is none yet."""
    return str(DEED_LABELS.get(action) or ACTION_LABELS.get(cast(Action, action)) or action)


def about_label(about: str) -> str:
    """The word for what a deed is about; its code where there is none yet."""
    return str(ABOUT_LABELS.get(about) or about)


def detail_line(name: str, value: object) -> str:
    """What was written down with a deed, in words: `role: Duty chief`."""
    label = str(DETAIL_LABELS.get(name) or name)
    if name == "role" and value in Role:
        value = Role(str(value)).label
    return f"{label}: {value}" if value else label
