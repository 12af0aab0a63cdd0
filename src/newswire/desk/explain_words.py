"""What explanations are called on the screen."""

from django.utils.translation import gettext_lazy as _

GETS_WORDS: dict[str, object] = {
    "": _("Did not get it"),
    "full": _("Got all of it"),
    "summary": _("Got the summary"),
    "headlines": _("Got the headline"),
    "notice": _("Was told of it, without the text"),
}
IF_WORDS: dict[str, object] = {
    "": _("Would not get it"),
    "full": _("Would get all of it"),
    "summary": _("Would get the summary"),
    "headlines": _("Would get the headline"),
    "notice": _("Would be told of it, without the text"),
}
BAR_WORDS: dict[str, object] = {
    "archived": _("It was put into the archive and sent to nobody"),
    "no-subscription": _("The subscription did not exist yet"),
    "not-started": _("The contract had not started; it starts"),
    "ended": _("The contract had ended"),
    "suspended": _("The contract was suspended"),
    "embargo": _("It was under embargo, and the contract has no embargo right; until"),
    "restriction": _("The story’s restriction keeps this client out:"),
}
LIMIT_WORDS: dict[str, object] = {
    "archive": _("archive days of the contract"),
    "no-archive": _("may not be archived"),
    "expires": _("the right to use it ends"),
}
WITHHELD_WORDS: dict[str, object] = {
    "": "",
    "recall": _("not readable any more: killed"),
    "hold": _("not readable now: held"),
    "contract": _("told without its text: the contract does not run, or the story is restricted"),
    "format": _("not in this format: no product that brought it comes in it"),
    "archive": _("not readable any more: older than the contract’s archive, or not to be archived"),
    "expired": _("not readable any more: the right to use it has ended"),
}
