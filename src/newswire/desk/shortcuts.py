"""The desk's keyboard: one table, which the dialogue of keys shows and `keys.js` obeys."""

from typing import Literal

import msgspec
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Where = Literal["anywhere", "editor", "dialogue"]

GROUPS: dict[Where, object] = {
    "anywhere": _("On every page"),
    "editor": _("In the editor"),
    "dialogue": _("In a dialogue"),
}


class Shortcut(msgspec.Struct, frozen=True):
    """What keys do. `keys` are alternatives: `g f` typed one after the other where no field has the focus, or
    `Ctrl+Alt+F` anywhere. It goes to `address` (a URL name), presses the editor's button `press`, opens the dialogue
    `opens`, or, with none of them, is done by the page itself and only listed."""

    keys: tuple[str, ...]
    label: object
    where: Where = "anywhere"
    address: str = ""
    press: str = ""
    opens: str = ""


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut(("?",), _("Show all keys"), opens="desk-keys"),
    Shortcut(("g f", "Ctrl+Alt+F"), pgettext_lazy("desk", "Flash"), address="desk:flash"),
    Shortcut(("g n",), _("New story"), address="stories:add"),
    Shortcut(("g d",), _("Desk: queues and my stories"), address="wagtailadmin_home"),
    Shortcut(("g s",), _("Stories"), address="stories:list"),
    Shortcut(("g w",), _("Wire"), address="desk:wire"),
    Shortcut(("g a",), _("Archive"), address="desk:archive"),
    Shortcut(("g t",), _("Templates"), address="desk:templates"),
    Shortcut(("g x",), _("My snippets"), address="desk:snippets"),
    Shortcut(("/",), _("Search stories")),
    Shortcut(("[",), _("Open or close the menu")),
    Shortcut(("Ctrl+S",), _("Save"), "editor"),
    Shortcut(("Ctrl+Alt+R",), _("Save and open the release dialogue"), "editor", press="action-release"),
    Shortcut(("Ctrl+Alt+U",), _("Save and submit to the editors"), "editor", press="action-submit"),
    Shortcut(("Ctrl+Alt+H",), _("Find and replace"), "editor", press="action-replace"),
    Shortcut(("Ctrl+Alt+I",), _("Insert a snippet"), "editor", opens="desk-insert"),
    Shortcut(("Ctrl+Enter",), _("Do what the main button says"), "dialogue"),
    Shortcut(("Escape",), _("Close the dialogue"), "dialogue"),
)
"""Every shortcut. None of Wagtail's own (Ctrl+S, Ctrl+P, Ctrl+Alt+M, /, [, ]) and none of a browser's is taken."""
