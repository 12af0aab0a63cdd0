"""Pages behind links that open once: the key is made and shown, a password is set. No sign-in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newswire.accounts.audit import acting_from
from newswire.accounts.models import User
from newswire.kit.errors import NotFoundError
from newswire.portal import page
from newswire.portal.page import show
from newswire.subscribers.key_service import do_open_key_link, read_key_link
from newswire.subscribers.models import Subscriber
from newswire.subscribers.seats import do_open_seat_link, read_seat_link

SHORTEST_PASSWORD = 10
_VALIDATION = "django.contrib.auth.password_validation"
_RULES: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": SHORTEST_PASSWORD}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("The same once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def check_against(self, user: User) -> bool:
        """Whether both are alike and the password is hard to guess; what is wrong stands at the field."""
        if not self.is_valid():
            return False
        password = self.cleaned_data["password"]
        if password != self.cleaned_data["again"]:
            self.add_error("again", _("The two are not alike."))
        try:
            validate_password(password, user, get_password_validators(_RULES))
        except ValidationError as error:
            self.add_error("password", error)
        return not self.errors


@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, secret: str) -> HttpResponse:
    """GET says what the link does and changes nothing (mail programs open links); POST makes the key and shows it."""
    now = page.clock()
    try:
        subscription = read_key_link(secret, pepper=settings.SECRET_KEY, now=now)
        with translation.override(_language(request, subscription.contract.subscriber)):
            if request.method != "POST":
                return page.keep_secret(show(request, "key", {"subscription": subscription}))
            with acting_from(_address(request)):
                subscription, made = do_open_key_link(secret, pepper=settings.SECRET_KEY, now=now)
            values = {"subscription": subscription, "key": made, "base": settings.NEWSWIRE_BASE_URL}
            return page.keep_secret(show(request, "key_shown", values))
    except NotFoundError:
        return _spent(request)


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """GET asks for a password, POST sets it and leads to sign-in."""
    now = page.clock()
    try:
        seat = read_seat_link(secret, pepper=settings.SECRET_KEY, now=now)
        with translation.override(_language(request, seat.subscriber)):
            form = PasswordForm(request.POST if request.method == "POST" else None)
            if not (form.is_bound and form.check_against(seat.user)):
                status = 422 if form.is_bound else 200
                return page.keep_secret(show(request, "welcome", {"seat": seat, "form": form}, status=status))
            with acting_from(_address(request)):
                do_open_seat_link(secret, form.cleaned_data["password"], pepper=settings.SECRET_KEY, now=now)
            response = HttpResponse(status=303)
            response["Location"] = reverse("portal:login")
            return page.keep_secret(response)
    except NotFoundError:
        return _spent(request)


def _spent(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, was opened, or waited too long."""
    with translation.override(page.choose_language(request)):
        return page.keep_secret(show(request, "spent", {}, status=404))


def _language(request: HttpRequest, subscriber: Subscriber | None) -> str:
    return page.choose_language(request, subscriber.language if subscriber else "")


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR") or "")
