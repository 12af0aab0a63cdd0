"""What the page “Why did they get it?” asks: which story, which subscription, and what would be otherwise."""

from datetime import datetime
from typing import Any, cast

import msgspec
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from newswire.item.forms import Form
from newswire.query.parse import parse_query
from newswire.subscribers.models import Product, ProductForm
from newswire.subscribers.terms import Claim, Terms

_MOST_PRODUCTS = 500


class Otherwise(msgspec.Struct, frozen=True):
    """Terms as they might be: other products, the embargo right given or taken, other dates, no suspension."""

    added: tuple[Claim, ...] = ()
    dropped: frozenset[str] = frozenset()
    embargo_right: bool | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    resumed: bool = False

    def __call__(self, terms: Terms) -> Terms:
        """The terms, changed."""
        without = self.dropped | {one.product for one in self.added}
        kept = tuple(one for one in terms.claims if one.product not in without)
        return msgspec.structs.replace(
            terms,
            claims=kept + self.added,
            embargo_right=terms.embargo_right if self.embargo_right is None else self.embargo_right,
            starts_at=self.starts_at or terms.starts_at,
            ends_at=self.ends_at or terms.ends_at,
            suspended=terms.suspended and not self.resumed,
        )


def _product_choices() -> list[tuple[str, str]]:
    return list(Product.objects.order_by("name").values_list("code", "name")[:_MOST_PRODUCTS])


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class CaseForm(forms.Form):
    """Which story and which subscription; `guid` and `number` once they are chosen."""

    story = forms.CharField(
        label=gettext_lazy("Story: words of its headline, or its guid"), required=False, max_length=400
    )
    who = forms.CharField(
        label=gettext_lazy("Subscription: words of its name, or its number"), required=False, max_length=200
    )
    guid = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    number = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class OtherwiseForm(forms.Form):
    """What would be otherwise in an offer."""

    add = forms.MultipleChoiceField(
        label=gettext_lazy("With these products too"), required=False, choices=lazy(_product_choices, list)()
    )
    drop = forms.MultipleChoiceField(
        label=gettext_lazy("Without these products"), required=False, choices=lazy(_product_choices, list)()
    )
    form = forms.ChoiceField(
        label=gettext_lazy("The added products carry"),
        required=False,
        choices=[("", gettext_lazy("What they carry now")), *ProductForm.choices],
    )
    embargo = forms.ChoiceField(
        label=gettext_lazy("Embargo right"),
        required=False,
        choices=[("", gettext_lazy("As it is")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
    )
    starts = _moment(gettext_lazy("Contract starts"))
    ends = _moment(gettext_lazy("Contract ends"))
    resumed = forms.BooleanField(label=gettext_lazy("Not suspended"), required=False)

    def read(self) -> Otherwise:
        """What was filled in; what cannot be read counts for nothing and is shown as wrong."""
        self.is_valid()
        said = self.cleaned_data
        return Otherwise(
            added=_read_claims(said.get("add") or [], said.get("form") or ""),
            dropped=frozenset(said.get("drop") or []),
            embargo_right={"yes": True, "no": False}.get(said.get("embargo") or ""),
            starts_at=said.get("starts"),
            ends_at=said.get("ends"),
            resumed=bool(said.get("resumed")),
        )


def _read_claims(codes: list[str], form: str) -> tuple[Claim, ...]:
    return tuple(
        Claim(one.code, parse_query(one.query), cast(Form, form or one.form), tuple(one.formats))
        for one in Product.objects.filter(code__in=codes).order_by("code")
    )
