"""`/portal/security/`: one's own ways in – password, app, passkeys, recovery codes – and one's open sessions."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from newswire.accounts import factors
from newswire.accounts.audit import acting_as, acting_from
from newswire.accounts.factors import CodeError, read_factors
from newswire.accounts.models import User
from newswire.accounts.visits import do_end_visit, do_end_visits, read_visits
from newswire.kit.errors import RuleError
from newswire.portal import page
from newswire.portal.access import Organisation, find_organisation
from newswire.portal.agents import describe_agent
from newswire.portal.enrolment import MUST_ENROL
from newswire.portal.entering import PROVED, choose_next, is_proved, redirect
from newswire.portal.once import PasswordForm
from newswire.portal.page import portal_page, show
from newswire.subscribers.models import Subscriber

LONGEST_NAME = 60


@require_http_methods(["GET", "HEAD"])
@portal_page
def security(request: HttpRequest) -> HttpResponse:
    """What one has, and the sessions that run."""
    return _show_security(request, find_organisation(request.user))


@sensitive_post_parameters("password", "again")
@require_POST
@portal_page
def change_password(request: HttpRequest) -> HttpResponse:
    """Sets another password; every other session of the person ends."""
    organisation, user = _person(request)
    if not is_proved(request):
        return _prove(reverse("portal:security"))
    form = PasswordForm(request.POST)
    if not form.check_against(user):
        return _show_security(request, organisation, form=form, status=422)
    user.set_password(form.cleaned_data["password"])
    with acting_as(user.get_username(), user.role), _from(request):
        user.save(update_fields=["password"])
        update_session_auth_hash(request, user)
        do_end_visits(user, keep=_renew_visit(request, user), now=page.clock())
    return redirect(reverse("portal:security"))


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def app(request: HttpRequest) -> HttpResponse:
    """Adds an app: its square code and seed, and the first code as proof."""
    organisation, user = _person(request)
    if not is_proved(request):
        return _prove(request.path)
    error = ""
    if request.method == "POST":
        try:
            with _from(request):
                codes = factors.do_add_app(
                    request, user, "".join(request.POST.get("code", "").split()), now=page.clock()
                )
            return _enrolled(request, organisation, codes)
        except CodeError:
            error = _("This does not fit. A code is good for half a minute and once.")
        except RuleError:
            return redirect(reverse("portal:security"))
    values = {"organisation": organisation, "setup": factors.begin_app(request, user), "error": error}
    return show(request, "security_app", values, status=422 if error else 200)


@sensitive_post_parameters("answer")
@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Adds a passkey: the browser asks the device, its answer comes back by POST."""
    organisation, user = _person(request)
    if not is_proved(request):
        return _prove(request.path)
    error = ""
    name = request.POST.get("name", "").strip()[:LONGEST_NAME] or describe_agent(request.headers.get("User-Agent", ""))
    if request.method == "POST":
        try:
            with _from(request):
                codes = factors.do_add_passkey(user, name, request.POST.get("answer", ""), now=page.clock())
            return _enrolled(request, organisation, codes)
        except CodeError:
            error = _("The passkey could not be taken. Nothing was changed; try again.")
    values = {"organisation": organisation, "options": factors.begin_passkey(user), "name": name, "error": error}
    return show(request, "security_passkey", values, status=422 if error else 200)


@require_POST
@portal_page
def change_factor(request: HttpRequest) -> HttpResponse:
    """Removes the app or a passkey, or makes new recovery codes (`do`)."""
    organisation, user = _person(request)
    if not is_proved(request):
        return _prove(reverse("portal:security"))
    now = page.clock()
    with _from(request):
        match request.POST.get("do"):
            case "remove-app":
                return _attempt(request, organisation, lambda: factors.do_remove_app(user, now=now))
            case "remove-passkey":
                which = _number(request.POST.get("passkey", ""))
                return _attempt(request, organisation, lambda: factors.do_remove_passkey(user, which, now=now))
            case "codes" if read_factors(user).any:
                return _show_codes(request, organisation, factors.do_make_codes(user, now=now))
    raise Http404


@require_POST
@portal_page
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Ends one session (`visit`) or all but this one."""
    _organisation, user = _person(request)
    with _from(request):
        if which := request.POST.get("visit"):
            if not do_end_visit(user, _number(which), now=page.clock()):
                raise Http404
        else:
            do_end_visits(user, keep=request.session.session_key, now=page.clock())
    return redirect(reverse("portal:security"))


@sensitive_post_parameters("password", "answer")
@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def prove(request: HttpRequest) -> HttpResponse:
    """Asks once more who it is, by password or passkey, before a way in is changed."""
    organisation, user = _person(request)
    to = choose_next(request, request.POST.get("next") or request.GET.get("next", ""))
    error = ""
    if request.method == "POST":
        if _is_proof(request, user):
            request.session[PROVED] = page.clock().timestamp()
            return redirect(to)
        error = _("This does not fit. Nothing was changed.")
    held = read_factors(user)
    values = {
        "organisation": organisation,
        "next": to,
        "error": error,
        "has_password": user.has_usable_password(),
        "options": factors.begin_proof(user) if held.passkeys else "",
    }
    return show(request, "security_prove", values, status=422 if error else 200)


def _is_proof(request: HttpRequest, user: User) -> bool:
    if answer := request.POST.get("answer", ""):
        try:
            return factors.check_passkey(user, answer, now=page.clock()) == user
        except CodeError:
            return False
    return authenticate(request, username=user.get_username(), password=request.POST.get("password", "")) == user


def _show_security(
    request: HttpRequest, organisation: Organisation, *, form: PasswordForm | None = None, refused: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    assert isinstance(request.user, User)
    visits = [
        (one, describe_agent(one.agent), one.session_key == request.session.session_key)
        for one in read_visits(request.user)
    ]
    values: dict[str, Any] = {
        "organisation": organisation,
        "factors": read_factors(request.user),
        "is_asked": Subscriber.objects.filter(pk=organisation.id, asks_second_factor=True).exists(),
        "must_enrol": bool(request.session.get(MUST_ENROL)),
        "visits": visits,
        "form": form or PasswordForm(),
        "refused": refused,
        "has_password": request.user.has_usable_password(),
    }
    return show(request, "security", values, status=status)


def _attempt(request: HttpRequest, organisation: Organisation, change: Callable[[], None]) -> HttpResponse:
    """Takes a factor away, unless it is the last one and the organisation asks for one."""
    assert isinstance(request.user, User)
    held = read_factors(request.user)
    is_last = len(held.passkeys) + (held.app_since is not None) == 1
    if is_last and Subscriber.objects.filter(pk=organisation.id, asks_second_factor=True).exists():
        words = _("Your organisation asks for a second factor. Add another one before you remove the last.")
        return _show_security(request, organisation, refused=words, status=409)
    change()
    return redirect(reverse("portal:security"))


def _enrolled(request: HttpRequest, organisation: Organisation, codes: list[str]) -> HttpResponse:
    request.session.pop(MUST_ENROL, None)
    return _show_codes(request, organisation, codes) if codes else redirect(reverse("portal:security"))


def _show_codes(request: HttpRequest, organisation: Organisation, codes: list[str]) -> HttpResponse:
    """Shown here and never again."""
    return page.keep_secret(show(request, "security_codes", {"organisation": organisation, "codes": codes}))


def _prove(to: str) -> HttpResponse:
    return redirect(f"{reverse('portal:prove')}?{urlencode({'next': to})}")


def _person(request: HttpRequest) -> tuple[Organisation, User]:
    organisation = find_organisation(request.user)
    assert isinstance(request.user, User)
    return organisation, request.user


def _renew_visit(request: HttpRequest, user: User) -> str:
    """The session got another key with the new password; its line in the list follows it."""
    request.session.save()
    key = str(request.session.session_key)
    user.visits.filter(session_key=str(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))).update(session_key=key)
    return key


def _from(request: HttpRequest) -> Any:
    return acting_from(str(request.META.get("REMOTE_ADDR") or ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
