"""Who may use a story or a picture, in a form: a line as newsrooms write it, houses, named clients, two boxes."""

from typing import Any

import msgspec
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newswire.item.restriction_line import join, read_line
from newswire.item.rights import Restriction, keep_restriction, read_restriction
from newswire.subscribers.models import OUTLET_NAMES, Subscriber

_MOST_CLIENTS = 1_000
"""Organisations offered by name; beyond that a list is no help."""


def _clients() -> list[tuple[str, str]]:
    rows = Subscriber.objects.order_by("name").values_list("pk", "name")[:_MOST_CLIENTS]
    return [(str(key), name) for key, name in rows]


_lazy_clients = lazy(_clients, list)
_OUTLETS = list(OUTLET_NAMES.items())


class RightsInput(forms.MultiWidget):
    """The parts of a restriction in one box; what is seldom needed is folded away until it says something."""

    template_name = "desk/rights_field.html"
    use_fieldset = True

    class Media:
        css = {"all": ("desk/rights.css",)}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "line": forms.TextInput({"dir": "auto", "placeholder": "JAPAN OUT · NO WEB"}),
                "only": forms.CheckboxSelectMultiple(choices=_OUTLETS),
                "out": forms.CheckboxSelectMultiple(choices=_OUTLETS),
                "clients": forms.SelectMultiple({"size": 4}, choices=_lazy_clients()),
                "web": forms.CheckboxInput(),
                "archive": forms.CheckboxInput(),
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        """The countries stand in the line, all else in its own place."""
        found = (read_restriction(value) if value else None) or Restriction()
        line = Restriction(countries_only=found.countries_only, countries_out=found.countries_out).line()
        clients = [str(key) for key in found.clients_only]
        return [line, list(found.outlets_only), list(found.outlets_out), clients, found.no_web, found.no_archive]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """What was sent, part by part; a value that a program hands in whole is taken apart."""
        whole = data.get(name)
        return self.decompress(whole) if isinstance(whole, dict) else super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each part under the name it has in the template."""
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        context["parts"] = dict(zip(("line", "only", "out", "clients", "web", "archive"), parts, strict=True))
        context["is_open"] = any(part["value"] for part in parts[1:4])
        for part in parts:
            part["attrs"].pop("required", None)
        return context


class RightsField(forms.MultiValueField):
    """A restriction as the models keep it. What is typed into the line counts together with what is ticked."""

    widget = RightsInput

    def __init__(self, **options: Any) -> None:
        parts = (
            forms.CharField(required=False, max_length=300),
            forms.MultipleChoiceField(required=False, choices=_OUTLETS),
            forms.MultipleChoiceField(required=False, choices=_OUTLETS),
            forms.MultipleChoiceField(required=False, choices=_clients),
            forms.BooleanField(required=False),
            forms.BooleanField(required=False),
        )
        super().__init__(parts, label=gettext_lazy("Restrictions"), required=False, require_all_fields=False, **options)

    def compress(self, data_list: list[Any]) -> dict[str, Any]:
        """The restriction for the database; ValidationError that names the words nobody understands."""
        if not data_list:
            return {}
        line, only, out, clients, no_web, no_archive = data_list
        read = read_line(line)
        if read.unknown:
            raise forms.ValidationError(
                _("These are neither countries nor restrictions: %(words)s. Write, for example, JAPAN OUT · NO WEB."),
                params={"words": ", ".join(read.unknown)},
            )
        ticked = msgspec.convert(
            {
                "outlets_only": only or [],
                "outlets_out": out or [],
                "clients_only": [int(key) for key in clients or []],
                "no_web": bool(no_web),
                "no_archive": bool(no_archive),
            },
            Restriction,
        )
        both = join(read.restriction, ticked)
        return {} if both == Restriction() else keep_restriction(both)
