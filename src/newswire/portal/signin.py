"""Signing in and out of the portal: only people with a seat."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newswire.accounts.models import User
from newswire.portal import page
from newswire.portal.access import NoSeatError, find_organisation


class SignInForm(AuthenticationForm):
    """User name and password. Who has no seat is refused in the same words as who has no account."""

    error_messages = {
        "invalid_login": _("User name and password do not fit together. Mind capital letters."),
        "inactive": _("User name and password do not fit together. Mind capital letters."),
    }

    def confirm_login_allowed(self, user: User) -> None:
        """Lets in people with a seat."""
        super().confirm_login_allowed(user)
        try:
            find_organisation(user)
        except NoSeatError:
            raise self.get_invalid_login_error() from None


class SignIn(LoginView):
    """`/portal/login/`."""

    template_name = "portal/login.html"
    authentication_form = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Every answer carries the portal's headers."""
        response = super().dispatch(request, *args, **kwargs)
        return page.secure(response) if isinstance(response, HttpResponse) else response

    def get_default_redirect_url(self) -> str:
        """Where sign-in leads that no page asked for."""
        return reverse("portal:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page of the portal has."""
        return super().get_context_data(**kwargs) | page.shared_values()


class SignOut(LogoutView):
    """`/portal/logout/`, by POST only."""

    http_method_names = ["post", "options"]

    def get_default_redirect_url(self) -> str:
        """Where signing out leads."""
        return reverse("portal:login")
