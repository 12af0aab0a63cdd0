"""What the screens of sales share: who reads them, who changes something, how a deed is tried, the frame of a page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from newswire.accounts.models import Role, User
from newswire.kit.errors import NewswireError, NotFoundError
from newswire.subscribers.sales.enquiries import SELLERS

READERS = SELLERS | {Role.DUTY_CHIEF.value}
"""Who sees whom the agency sells to; only sellers change anything."""


def check_reader(request: HttpRequest) -> User:
    """Whoever asks; PermissionDenied for others than `READERS`, and for a change by others than sellers."""
    user = request.user
    allowed = SELLERS if request.method == "POST" else READERS
    if not isinstance(user, User) or user.role not in allowed:
        raise PermissionDenied
    return user


def check_seller(request: HttpRequest) -> User:
    """Whoever asks; PermissionDenied for others than sellers."""
    user = check_reader(request)
    if user.role not in SELLERS:
        raise PermissionDenied
    return user


def attempt(request: HttpRequest, work: Callable[[], object], done: str) -> str:
    """Does the work and says so on the next page; the reason where it is refused, empty where it is done.

    404 for what is not there.
    """
    try:
        work()
    except NotFoundError as error:
        raise Http404 from error
    except NewswireError as error:
        return error.detail
    messages.success(request, done)
    return ""


def read_number(text: str) -> int | None:
    """A row's number out of an address or a form; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def frame(request: HttpRequest, title: str, *above: tuple[str, str]) -> dict[str, Any]:
    """Title and trail of a page; `above` are address and words of what it lies under."""
    trail = [(reverse("wagtailadmin_home"), _("Home")), *above, ("", title)]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in trail],
        "may_sell": isinstance(request.user, User) and request.user.role in SELLERS,
    }
