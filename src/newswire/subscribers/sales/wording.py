"""Why a step of the sale is refused, in plain words for whoever asked for it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newswire.subscribers.sales.rules import OfferState, OfferStep, StageName

CLOSED: dict[OfferState, str | Promise] = {
    "expired": _("This offer is no longer valid. Ask us for a new one."),
    "withdrawn": _("This offer was withdrawn. Ask us for a new one."),
    "signed": _("This offer is signed already."),
}
TRIED_BEFORE: dict[OfferState, str | Promise] = {
    "trial": _("The trial is running already."),
    "tried": _("The trial is over. The offer can still be signed."),
}
STAGE_CLOSED: dict[StageName, str | Promise] = {
    "enquiry": _("There is no offer yet. Make one first."),
    "signed": _("The contract is signed; this enquiry is closed."),
    "lost": _("This enquiry was given up. A new offer takes it up again."),
    "trial": _("A trial of another offer is running already."),
    "offer": _("This cannot be done at this stage."),
}


def describe_offer_refusal(state: OfferState, step: OfferStep) -> str:
    """Why an offer in that state does not allow that step."""
    refusals = CLOSED | TRIED_BEFORE if step == "start-trial" else CLOSED
    return str(refusals[state])


def describe_stage_refusal(stage: StageName) -> str:
    """Why an enquiry at that stage does not allow a step."""
    return str(STAGE_CLOSED[stage])
