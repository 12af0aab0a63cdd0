"""Signing in and out of the portal: only people with a seat; a password or a passkey, and the second step."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newswire.accounts.audit import acting_from
from newswire.accounts.factors import CodeError, begin_proof, check_code, check_passkey, read_factors
from newswire.accounts.known import find_browser, read_link_token, set_known
from newswire.accounts.models import User
from newswire.portal import page
from newswire.portal.access import NoSeatError, find_organisation
from newswire.portal.entering import (
    choose_next,
    enter,
    enter_by_password,
    find_wait,
    forget_wait,
    read_half,
    redirect,
)
from newswire.portal.page import show


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

    def form_valid(self, form: Any) -> HttpResponse:
        """The password was right."""
        return enter_by_password(self.request, form.get_user(), self.get_success_url())

    def get_default_redirect_url(self) -> str:
        """Where sign-in leads that no page asked for."""
        return reverse("portal:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page of the portal has, and how long to wait where there was too much guessing."""
        wait = getattr(self.request, "sign_in_wait", None)
        more = {"wait": minutes_of(wait.total_seconds()) if wait is not None else 0}
        return super().get_context_data(**kwargs) | page.shared_values() | more


class SignOut(LogoutView):
    """`/portal/logout/`, by POST only."""

    http_method_names = ["post", "options"]

    def get_default_redirect_url(self) -> str:
        """Where signing out leads."""
        return reverse("portal:login")


def minutes_of(seconds: float) -> int:
    """Whole minutes, rounded up: nobody counts seconds."""
    return max(1, -(-int(seconds) // 60))


@sensitive_post_parameters("code", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, a recovery code, or a passkey (`answer`)."""
    half = read_half(request)
    if half is None:
        return redirect(reverse("portal:login"))
    user, to = half
    error, status, wait = "", 200, 0
    if request.method == "POST":
        try:
            with acting_from(str(request.META.get("REMOTE_ADDR") or "")):
                if answer := request.POST.get("answer", ""):
                    check_passkey(user, answer, now=page.clock())
                else:
                    check_code(user, request.POST.get("code", ""), now=page.clock())
            return enter(request, user, to, "second")
        except CodeError as refused:
            wait = int(refused.wait.total_seconds())
            error, status = _say(refused), 429 if wait else 422
        except NoSeatError:
            return redirect(reverse("portal:login"))
    factors = read_factors(user)
    options = begin_proof(user) if factors.passkeys else ""
    response = page.secure(
        show(request, "second", {"factors": factors, "options": options, "error": error}, status=status)
    )
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@require_safe
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser is to ask a passkey, whosever it is; 429 where a network asks and asks and nobody comes in."""
    if wait := find_wait(request, "passkey"):
        return page.secure(HttpResponse(status=429, headers={"Retry-After": str(wait)}))
    return page.secure(JsonResponse({"options": begin_proof(None)}))


@sensitive_post_parameters("answer")
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Signs in whose passkey answered; a passkey that asked who it is stands for both steps."""
    to = choose_next(request, request.POST.get("next", ""))
    try:
        user = check_passkey(None, request.POST.get("answer", ""), now=page.clock())
        if not user.is_active:
            raise NoSeatError
        response = enter(request, user, to, "passkey")
        forget_wait(request, "passkey")
        return response
    except (CodeError, NoSeatError):
        values = {"passkey_failed": True, "next": request.POST.get("next", "")}
        return page.secure(show(request, "login", values, status=422))


@require_http_methods(["GET", "HEAD", "POST"])
def known(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail about somebody's guesses: POST makes this browser one of the person's. It signs nobody in."""
    user = read_link_token(token)
    if user is None:
        return page.keep_secret(show(request, "spent", {}, status=404))
    if request.method != "POST":
        return page.keep_secret(show(request, "known", {}))
    response = redirect("/desk/login/" if user.is_desk else reverse("portal:login"))
    set_known(response, user, find_browser(request, user.pk))
    return page.keep_secret(response)


def _say(refused: CodeError) -> str:
    if refused.wait:
        wait = {"minutes": minutes_of(refused.wait.total_seconds())}
        return gettext("Too many codes that do not fit. Try again in %(minutes)s min.") % wait
    return gettext("This does not fit. A code is good for half a minute and once.")
