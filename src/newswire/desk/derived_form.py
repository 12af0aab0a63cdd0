"""The sheet in the dialogues of a correction and a kill: one choice for each story made from this one."""

from typing import Any

import msgspec
from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from newswire.editing.derived import Decision, Derived, Why, has_public_summary, read_derived
from newswire.editing.models import Story

DECISION_LABELS: dict[Decision, object] = {
    "kill": _("Kill too"),
    "hold": _("Hold until checked"),
    "correct-later": _("Mark as to be corrected"),
    "leave": _("Leave as it is"),
}
WHY_LABELS: dict[Why, object] = {
    "translation": _("Translation"),
    "follows": _("The alert before it"),
    "followed": _("Follows it"),
    "made-from": _("Made from it"),
    "same-picture": _("Has the same picture"),
}


class Row(msgspec.Struct, frozen=True):
    """A story of the sheet with its choice."""

    derived: Derived
    why: object
    field: BoundField


class Sheet(msgspec.Struct, frozen=True):
    """All stories made from this one; whether the public site shows the story's summary."""

    rows: tuple[Row, ...]
    is_public: bool


class DerivedFields(forms.Form):
    """Adds the sheet to an action's form, which knows its `story`.

    What was chosen is `cleaned_data["derived"]`, a decision by guid.
    """

    story: Story

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._derived = {f"derived-{one.story.pk}": one for one in read_derived(self.story)}
        self._is_public = has_public_summary(self.story)
        for name, one in self._derived.items():
            self.fields[name] = forms.ChoiceField(
                label=one.story.headline,
                required=False,
                choices=[(code, DECISION_LABELS[code]) for code in one.possible],
                initial=one.default,
            )

    @property
    def sheet(self) -> Sheet | None:
        """What the page shows below the other fields; None where there is nothing to decide or to know."""
        rows = tuple(Row(one, WHY_LABELS[one.why], self[name]) for name, one in self._derived.items())
        return Sheet(rows, self._is_public) if rows or self._is_public else None

    def visible_fields(self) -> list[BoundField]:
        """The fields outside the sheet, which shows its own."""
        return [field for field in super().visible_fields() if field.name not in self._derived]

    def clean(self) -> dict[str, Any]:
        """Gathers the choices; what was not chosen is not in it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = {one.story.guid: said.pop(name, "") for name, one in self._derived.items()}
        return said | {"derived": {guid: decision for guid, decision in chosen.items() if decision}}
