"""What every page of the portal shares: language, assets, security headers, and what happens to who may not see it."""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.kit.clock import Clock, utc_now
from newswire.kit.errors import NotFoundError
from newswire.look import assets
from newswire.portal.access import NoSeatError

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No inline scripts or styles, nothing from elsewhere, and nobody may frame a page on which people act."""

STATIC = Path(__file__).parent / "static"

clock: Clock = utc_now
"""What the pages take for the present; tests put their own here."""


class Link(msgspec.Struct, frozen=True):
    """Where a page finds a static file: the address carries the version of its content."""

    address: str


@cache
def read_links() -> Mapping[str, Link]:
    """The portal's and the look's static files by name, below `STATIC_URL`: `/static/` is the public website's own."""
    found = assets.read_assets((assets.FOLDER, STATIC))
    return {name: Link(f"{settings.STATIC_URL}{name}?v={one.version}") for name, one in found.items()}


def page_language() -> str:
    """The interface language in force, one of those the portal's texts are complete in."""
    language = (translation.get_language() or "en").split("-", 1)[0]
    return language if language in CLIENT_LANGUAGES else "en"


def choose_language(request: HttpRequest, preferred: str = "") -> str:
    """What a page that needs no sign-in is written in: `?lang=`, else `preferred`, else the browser's language."""
    wanted = request.GET.get("lang", "")
    return next((one for one in (wanted, preferred) if one in CLIENT_LANGUAGES), None) or page_language()


def shared_values() -> dict[str, object]:
    """What every template of the portal is given."""
    return {"language": page_language(), "languages": CLIENT_LANGUAGES, "assets": read_links(), "now": clock()}


def show(request: HttpRequest, template: str, values: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The template as a page in the interface's language."""
    return render(request, f"portal/{template}.html", shared_values() | dict(values), status=status)


def secure(response: HttpResponse) -> HttpResponse:
    """Adds the headers every answer of the portal carries; what is already set stays."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("Cache-Control", "private, no-store")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


def keep_secret(response: HttpResponse) -> HttpResponse:
    """The headers of a page whose address is a secret: kept by nobody, found by no search, told to no other page.

    Not `no-referrer`: with it a browser posts a form as from nowhere, and the form would be refused.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = page_language()
    return secure(response)


def portal_page(view: View[P]) -> View[P]:
    """A page of the portal: a visitor without a seat is led to sign-in, what is not theirs does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return secure(view(request, *args, **kwargs))
        except NoSeatError:
            return secure(HttpResponseRedirect(sign_in_address(request)))
        except (Http404, NotFoundError):
            return secure(show(request, "missing", {}, status=404))

    return guarded


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page that leads back to this one."""
    return f"{reverse('portal:login')}?{urlencode({'next': request.get_full_path()})}"
