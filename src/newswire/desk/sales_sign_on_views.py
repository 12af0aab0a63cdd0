"""A client's own sign-in page (OpenID Connect), entered by those who sell where the client asks them to."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newswire.desk.sales_access import attempt, check_seller
from newswire.desk.sales_client_views import show_form
from newswire.kit.clock import utc_now
from newswire.subscribers.models import SingleSignOn, Subscriber
from newswire.subscribers.single_sign_on import do_save_sign_on

_CODE = {"dir": "ltr", "autocomplete": "off"}


class SignOnForm(forms.Form):
    """The provider. The secret is asked for and never shown; left empty, the one there is stays."""

    issuer = forms.CharField(label=gettext_lazy("Issuer"), max_length=300, widget=forms.URLInput(_CODE))
    client_id = forms.CharField(label=gettext_lazy("Client ID"), max_length=200, widget=forms.TextInput(_CODE))
    secret = forms.CharField(
        label=gettext_lazy("Client secret"), max_length=500, required=False, widget=forms.PasswordInput(_CODE)
    )
    domains = forms.CharField(
        label=gettext_lazy("Domains of their people's addresses, with spaces between them"),
        max_length=500,
        required=False,
        widget=forms.TextInput(_CODE),
    )


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a client's provider."""
    actor = check_seller(request)
    found = get_object_or_404(Subscriber, pk=pk)
    held = SingleSignOn.objects.filter(subscriber=found).first()
    known = (
        {} if held is None else {"issuer": held.issuer, "client_id": held.client_id, "domains": " ".join(held.domains)}
    )
    form = SignOnForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"domains": form.cleaned_data["domains"].replace(",", " ").split()}
        refused = attempt(
            request, lambda: do_save_sign_on(pk, **said, actor=actor, now=utc_now()), _("The sign-in page is saved.")
        )
        if not refused:
            return redirect("desk:sales-client", pk)
        form.add_error(None, refused)
    above = (reverse("desk:sales-client", args=[pk]), found.name)
    return show_form(request, form, _("The client's own sign-in page"), above)
