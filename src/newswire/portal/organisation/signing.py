"""`/portal/organisation/sign-in/`: how the organisation's people come in: a second factor, and its own provider."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newswire.accounts.models import User
from newswire.kit.errors import RuleError
from newswire.portal import page
from newswire.portal.access import Organisation
from newswire.portal.entering import redirect
from newswire.portal.organisation.gate import acting, find_house
from newswire.portal.page import portal_page, show
from newswire.portal.sso import back_address
from newswire.subscribers.models import SingleSignOn, Subscriber
from newswire.subscribers.single_sign_on import (
    do_ask_no_second_factor,
    do_ask_second_factor,
    do_remove_sign_on,
    do_save_sign_on,
)


class ProviderForm(forms.Form):
    """The organisation's OpenID provider. The secret is asked for and never shown."""

    issuer = forms.CharField(label=_("Issuer"), max_length=300, widget=forms.URLInput(attrs={"dir": "ltr"}))
    client_id = forms.CharField(label=_("Client ID"), max_length=200, widget=forms.TextInput(attrs={"dir": "ltr"}))
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    domains = forms.CharField(
        label=_("Domains of your people's addresses, with spaces between them"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def sign_in_rules(request: HttpRequest) -> HttpResponse:
    """The rules; POST `do` changes one."""
    organisation, owner = find_house(request, "portal:sign-in-rules")
    if request.method != "POST":
        return _show(request, organisation)
    form = ProviderForm(request.POST) if request.POST.get("do") == "provider" else None
    if form is not None and not form.is_valid():
        return _show(request, organisation, form, status=422)
    try:
        with acting(request):
            _change(request.POST.get("do", ""), organisation, owner, form)
    except RuleError as refused:
        return _show(request, organisation, form, refused=refused.detail, status=409)
    return redirect(reverse("portal:sign-in-rules"))


def _change(what: str, organisation: Organisation, owner: User, form: ProviderForm | None) -> None:
    now = page.clock()
    if form is not None:
        said = form.cleaned_data
        do_save_sign_on(
            organisation.id,
            issuer=said["issuer"],
            client_id=said["client_id"],
            secret=said["secret"],
            domains=said["domains"].replace(",", " ").split(),
            actor=owner,
            now=now,
        )
        return
    match what:
        case "ask":
            do_ask_second_factor(organisation.id, actor=owner, now=now)
        case "ask-no-more":
            do_ask_no_second_factor(organisation.id, actor=owner, now=now)
        case "remove-provider":
            do_remove_sign_on(organisation.id, actor=owner, now=now)
        case _:
            raise Http404


def _show(
    request: HttpRequest,
    organisation: Organisation,
    form: ProviderForm | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    held = SingleSignOn.objects.filter(subscriber=organisation.id).first()
    known = {}
    if held is not None:
        known = {"issuer": held.issuer, "client_id": held.client_id, "domains": " ".join(held.domains)}
    values = {
        "organisation": organisation,
        "asks": Subscriber.objects.filter(pk=organisation.id, asks_second_factor=True).exists(),
        "held": held,
        "back": back_address(held.slug) if held is not None else "",
        "form": form or ProviderForm(initial=known),
        "refused": refused,
    }
    return show(request, "house_sign_in", values, status=status)
