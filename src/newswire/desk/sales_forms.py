"""The forms of sales: an offer, an organisation, a person, conditions, products, a link to a key."""

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newswire.desk.zoned_time import ZonedTimeField
from newswire.item.vocabulary.countries import country_name, read_countries
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES, LANGUAGES
from newswire.item.vocabulary.places import fold
from newswire.subscribers.models import Contract, Offer, Product, Scope, SeatRole, Subscriber
from newswire.subscribers.sales.clients import EDITABLE
from newswire.subscribers.sales.contracts import CONDITIONS
from newswire.subscribers.website import WEBSITE

_OWN = {"dir": "auto"}
_CODE = {"dir": "ltr", "autocapitalize": "characters"}


def _line() -> forms.TextInput:
    return forms.TextInput(_OWN)


def _address() -> forms.EmailInput:
    return forms.EmailInput({"dir": "ltr"})


def _languages() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of letters"), choices=[(one, LANGUAGES[one].name) for one in CLIENT_LANGUAGES]
    )


def _countries() -> list[tuple[str, str]]:
    """Every country by its code, named and sorted in the language of the page."""
    language = get_language() or "en"
    named = [(code, country_name(code, language)) for code in read_countries()]
    return [("", "–"), *sorted(named, key=lambda one: fold(one[1]))]


class CountryField(forms.ChoiceField):
    """A country out of the list of ISO 3166-1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Country"),
            choices=_countries,
            help_text=_("Restrictions such as “JAPAN OUT” look at it."),
            error_messages={"invalid_choice": _("Choose a country of the list.")},
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        """The code in capitals."""
        return str(super().to_python(value)).upper()


class ProductsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Products as boxes to tick, each with its form and what offers say of it."""

    def __init__(self, **kwargs: Any) -> None:
        products = Product.objects.exclude(code=WEBSITE).order_by("name")
        super().__init__(products, label=_("Products"), widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> SafeString:
        """Name, form, description."""
        told = format_html("{}", obj.get_form_display())
        if obj.description:
            told = format_html("{} · <bdi>{}</bdi>", told, obj.description)
        return format_html('<span><bdi>{}</bdi> <span class="desk-product">{}</span></span>', obj.name, told)


class OfferForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """An offer."""

    country = CountryField()
    language = _languages()
    products = ProductsField()
    currency = forms.RegexField(
        "^[A-Za-z]{3}$", label=_("Currency"), widget=forms.TextInput(_CODE | {"maxlength": "3"})
    )
    months = forms.IntegerField(label=_("Term, months"), min_value=1, max_value=120)
    valid_until = ZonedTimeField(label=_("Valid until"))

    class Meta:
        model = Offer
        fields = ["organisation", "country", "outlet", "contact_name", "contact_email", "language", "products", "price",
                  "currency", "billing", "months", *CONDITIONS[3:], "valid_until", "note"]  # fmt: skip
        widgets = {
            "organisation": _line(), "contact_name": _line(), "contact_email": _address(),
            "note": forms.Textarea({"rows": 4, **_OWN}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Product.objects.exclude(code=WEBSITE).filter(is_offered=True).order_by("name")
        cast(ProductsField, self.fields["products"]).queryset = offered


class ClientForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """An organisation."""

    country = CountryField(required=False)
    language = _languages()

    class Meta:
        model = Subscriber
        fields = list(EDITABLE)
        widgets = {
            "name": _line(), "contact_name": _line(), "contact_email": _address(),
            "contact_phone": forms.TextInput({"dir": "ltr"}),
        }  # fmt: skip


class PersonForm(forms.Form):
    """A person who gets a seat."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=_line())
    email = forms.EmailField(label=_("E-mail"), widget=_address())
    role = forms.ChoiceField(label=_("Role"), choices=SeatRole.choices, initial=SeatRole.EDITOR.value)


class ConditionsForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What is agreed in a contract."""

    currency = forms.RegexField(
        "^[A-Za-z]{3}$", label=_("Currency"), widget=forms.TextInput(_CODE | {"maxlength": "3"})
    )

    class Meta:
        model = Contract
        fields = list(CONDITIONS)


class SubscriptionForm(forms.Form):
    """A subscription's name and products."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=_line())
    products = ProductsField(to_field_name="code")


class KeyForm(forms.Form):
    """A link to a new key: what the key is called, what it opens, who gets the link."""

    label = forms.CharField(label=_("Name of the key"), max_length=100, required=False, widget=_line())
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"),
        choices=Scope.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything where nothing is ticked."),
    )
    to = forms.EmailField(label=_("Who gets the link"), widget=_address())


class RenewForm(forms.Form):
    """Until when a contract runs on, and at what price."""

    ends_at = ZonedTimeField(label=_("New end"))
    price = forms.DecimalField(
        label=_("New price"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("The price stays as it is where this is empty."),
    )


class EndForm(forms.Form):
    """When a contract ends, and why."""

    ends_at = ZonedTimeField(label=_("Ends"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300, widget=_line())
