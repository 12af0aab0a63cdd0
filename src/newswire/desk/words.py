"""Words the desk's screens share."""

from typing import cast

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "person-made": _("Person added"),
    "person-changed": _("Person changed"),
    "role-changed": _("Role changed"),
    "person-removed": _("Person removed"),
    "lock": _("Locked"),
    "unlock": _("Unlocked"),
    "lock-taken": _("Lock taken over"),
    "weights": _("Checks weighed"),
    "take-over": _("Taken over"),
    "ask-correct": _("Asked for a correction"),
    "ask-kill": _("Asked for a kill"),
    "refuse-correct": _("Refused a correction"),
    "refuse-kill": _("Refused a kill"),
    "withdraw-correct": _("Withdrew a correction asked for"),
    "withdraw-kill": _("Withdrew a kill asked for"),
    "translate": _("Translation begun"),
    "taken-over": _("Version of the original taken over"),
    "product-saved": _("Product saved"),
    "correct-later": _("To be corrected: its original was corrected or killed"),
}
"""Deeds that are no action of the table of rules."""

ABOUT_LABELS: dict[str, object] = {
    "story": _("Story"),
    "picture": _("Picture"),
    "person": _("Person"),
    "desk": _("Desk"),
    "handover": _("Handover"),
    "product": _("Product"),
}
"""What deeds are done to."""


def act_label(action: str) -> str:
    """The word for a deed; its code where there is none yet."""
    return str(DEED_LABELS.get(action) or ACTION_LABELS.get(cast(Action, action)) or action)


def about_label(about: str) -> str:
    """The word for what a deed is about; its code where there is none yet."""
    return str(ABOUT_LABELS.get(about) or about)
