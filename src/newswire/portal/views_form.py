"""The forms of a view: what it is, and how the visitor is told of it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from newswire.portal.access import Organisation
from newswire.query.errors import QueryError, Stumble, find_stumble
from newswire.query.parse import LONGEST
from newswire.subscribers.view_models import AlertMail, SavedView, ViewSort
from newswire.subscribers.views import AlertDraft, ViewDraft, parse_view_query

_SORTS = [(ViewSort.NEWEST.value, _("Newest first")), (ViewSort.URGENCY.value, _("Most urgent first"))]
_MAILS = [
    (AlertMail.NONE.value, _("No mail")),
    (AlertMail.AT_ONCE.value, _("At once")),
    (AlertMail.DIGEST.value, _("In a digest, at my hours")),
]
_URGENCIES = [
    (9, _("Every story")),
    *((urgency, str(urgency)) for urgency in range(8, 1, -1)),
    (1, _("Flashes only")),
]


class ViewForm(forms.Form):
    """What a view is."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"dir": "auto"}))
    query = forms.CharField(
        label=_("Query"),
        required=False,
        max_length=LONGEST,
        help_text=_("As in the search. Empty means every story."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
    )
    subscription = forms.TypedChoiceField(label=_("Subscription"), required=False, coerce=int, empty_value=None)
    sort = forms.ChoiceField(label=_("Order"), choices=_SORTS, initial=ViewSort.NEWEST.value)
    is_shared = forms.BooleanField(label=_("Shared with everybody of the organisation"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        theirs = [(one.number, one.name) for one in organisation.subscriptions]
        self.fields["subscription"].choices = [("", _("All of the organisation’s")), *theirs]  # type: ignore[attr-defined]
        self.stumble: Stumble | None = None

    def clean_query(self) -> str:
        """A query that can be read; what is wrong, and where, stands in `stumble`."""
        query = str(self.cleaned_data["query"]).strip()
        try:
            parse_view_query(query)
        except QueryError as error:
            self.stumble = find_stumble(query, error)
            raise forms.ValidationError(error.detail) from None
        return query

    def draft(self) -> ViewDraft:
        """What was said, once it is valid."""
        said = self.cleaned_data
        return ViewDraft(
            name=said["name"],
            query=said["query"],
            subscription=said["subscription"],
            is_shared=said["is_shared"],
            sort=ViewSort(said["sort"]),
        )


class AlertForm(forms.Form):
    """How the visitor is told of a view's stories."""

    in_app = forms.BooleanField(label=_("In the portal"), required=False)
    desktop = forms.BooleanField(
        label=_("On the desktop, while a page of the portal is open"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-desktop": ""}),
    )
    mail = forms.ChoiceField(label=_("By mail"), choices=_MAILS)
    urgency = forms.TypedChoiceField(label=_("Only up to urgency"), choices=_URGENCIES, coerce=int, initial=9)

    def draft(self) -> AlertDraft:
        """What was said, once it is valid."""
        said = self.cleaned_data
        return AlertDraft(
            in_app=said["in_app"], desktop=said["desktop"], mail=AlertMail(said["mail"]), urgency=said["urgency"]
        )


def fill_view(view: SavedView) -> dict[str, object]:
    """The first form as the view stands."""
    return {
        "name": view.name,
        "query": view.query,
        "subscription": "" if view.subscription_id is None else view.subscription_id,
        "sort": view.sort,
        "is_shared": view.is_shared,
    }


def fill_alert(alert: AlertDraft) -> dict[str, object]:
    """The second form as it stands."""
    return msgspec.structs.asdict(alert)
