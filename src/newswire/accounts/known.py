"""A browser in which a person signed in before, told by a signed cookie: guesses of others do not keep them out.

The cookie names the person and a browser of its own; it opens nothing: the password is asked all the same, and a
browser that guesses too often is a stranger again (docs/decisions/0043).
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from newswire.accounts.models import User

COOKIE = "known"
LIFE = timedelta(days=180)
LINK_LIFE = timedelta(days=1)
_COOKIE_SALT = "newswire.accounts.known"
_LINK_SALT = "newswire.accounts.known-link"


def make_link_token(user: User) -> str:
    """What a mail carries to make the browser that opens it a known one; good for `LINK_LIFE`."""
    return TimestampSigner(salt=_LINK_SALT).sign(_name(user))


def read_link_token(token: str) -> User | None:
    """Whose mail it was; None where it is not ours, is too old, or the person is gone."""
    try:
        said = TimestampSigner(salt=_LINK_SALT).unsign(token, max_age=LINK_LIFE)
    except BadSignature:
        return None
    return User.objects.filter(pk=said.partition(".")[0], is_active=True).first()


def find_browser(request: HttpRequest, user_id: int | None) -> str:
    """The browser's own name where that person signed in here before; empty for a stranger and for nobody."""
    given = request.COOKIES.get(COOKIE, "")
    if not given or user_id is None:
        return ""
    try:
        said = TimestampSigner(salt=_COOKIE_SALT).unsign(given, max_age=LIFE)
    except BadSignature:
        return ""
    owner, _, browser = said.partition(".")
    return browser if owner == str(user_id) else ""


def set_known(response: HttpResponseBase, user: User, browser: str = "") -> None:
    """Makes the browser that gets this answer one of the person's; `browser` is the name it has already."""
    response.set_cookie(
        COOKIE,
        TimestampSigner(salt=_COOKIE_SALT).sign(_name(user, browser)),
        max_age=LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(user: User, browser: str = "") -> str:
    return f"{user.pk}.{browser or secrets.token_hex(8)}"
