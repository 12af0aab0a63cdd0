"""The line beside the public choice: what the site would do with the story if it were released now."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel

from newswire.delivery.website.outlook import Outlook, foresee
from newswire.desk.topic_picker import screen_language
from newswire.editing.deed import wire_connection
from newswire.editing.preview import make_preview
from newswire.item.vocabulary.sections import SECTIONS, section_name
from newswire.kit.clock import utc_now


class OutlookPanel(Panel):
    """One sentence, of the story as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        """The line of one story."""

        template_name = "desk/outlook_panel.html"

        def is_shown(self) -> bool:
            """Whether the story has been saved."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """The sentence."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["outlook"] = tell(foresee(wire_connection(), make_preview(self.instance).item, now=utc_now()))
            return context


def name_section(section: str) -> str:
    """A section as the desk's language has it; the stories of none are told as such."""
    return section_name(section, screen_language()) if section in SECTIONS else _("stories of no section")


def tell(outlook: Outlook) -> str:
    """The outlook in a sentence."""
    match outlook.fate:
        case "closed":
            return _("There is no public site yet.")
        case "test":
            return _("A test never goes to the public site.")
        case "no":
            return _("Not on the public site: the choice above is no.")
        case "unfit":
            return _("The public site has no place for this type or language.")
        case "restricted":
            return _("Not on the public site: %(clause)s.") % {"clause": outlook.clause}
        case "embargo":
            return _("Not on the public site before the embargo is lifted.")
        case "unmatched":
            return _("Not on the public site: what goes public does not include it. Yes would put it there.")
        case "over":
            words = _("Not on the public site: the day’s cap for %(section)s is reached (%(room)s). Yes passes it.")
            return words % {"section": name_section(outlook.section), "room": _tell_use(outlook)}
        case "out":
            return _tell_update(outlook.minutes)
    return " ".join(filter(None, (_tell_release(outlook.minutes), _tell_room(outlook))))


def _tell_update(minutes: int) -> str:
    if not minutes:
        return _("It is on the public site; what is released replaces it at once.")
    return ngettext(
        "It is on the public site; an update replaces it after %(n)s minute, a correction at once.",
        "It is on the public site; an update replaces it after %(n)s minutes, a correction at once.",
        minutes,
    ) % {"n": minutes}


def _tell_release(minutes: int) -> str:
    if not minutes:
        return _("Goes to the public site at once.")
    return ngettext(
        "Goes to the public site %(n)s minute after its release.",
        "Goes to the public site %(n)s minutes after its release.",
        minutes,
    ) % {"n": minutes}


def _tell_room(outlook: Outlook) -> str:
    if outlook.cap is None:
        return ""
    return _("%(section)s today: %(room)s.") % {"section": name_section(outlook.section), "room": _tell_use(outlook)}


def _tell_use(outlook: Outlook) -> str:
    return _("%(used)s of %(cap)s") % {"used": outlook.used, "cap": outlook.cap}
