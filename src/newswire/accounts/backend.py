"""Passwords are looked at here, for every door: slowly where somebody guesses."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from newswire.accounts.audit import acting_from, do_record
from newswire.accounts.guard import (
    BROWSER,
    NAME,
    NETWORK,
    TOLD_AT,
    Budget,
    do_forget,
    do_forgive,
    do_note_told,
    do_sweep,
    do_take,
    key_of,
    network_of,
)
from newswire.accounts.known import find_browser, make_link_token
from newswire.accounts.mail import do_write_mail
from newswire.accounts.models import User
from newswire.kit.clock import Clock, utc_now

clock: Clock = utc_now
"""What the guard takes for the present; tests put their own here."""
KNOWN_PATH = "/portal/known/{}/"


class GuardedBackend(ModelBackend):
    """Name and password, each attempt counted against the name and the network, or against the person's own browser."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """The person, None where the two do not fit. Where one has to wait nothing is looked at: `PermissionDenied`,
        and the request is told for how long (`sign_in_wait`), which becomes a 429 in `doorkeeper.py`."""
        if username is None or password is None:
            return super().authenticate(request, username, password, **kwargs)
        now = clock()
        counted = self._take(request, username, now)
        user = super().authenticate(request, username, password, **kwargs)
        if user is None:
            _tell_person(request, username, counted, now)
            return None
        for key in counted:
            do_forgive(key, now) if key.startswith("network:") else do_forget(key)
        do_sweep(now)
        return user

    def _take(self, request: HttpRequest | None, username: str, now: datetime) -> dict[str, int]:
        """The keys under which this attempt was counted, with their failures. Raises `PermissionDenied`."""
        longest = timedelta()
        for keys in _ways(request, username):
            counted, wait = _count(keys, now)
            if not wait:
                return counted
            longest = max(longest, wait)
        if request is not None:
            request.sign_in_wait = longest  # type: ignore[attr-defined]
        raise PermissionDenied


def _count(keys: list[tuple[str, Budget]], now: datetime) -> tuple[dict[str, int], timedelta]:
    """Counts the attempt under every key, or under none where one has to wait; and for how long."""
    counted: dict[str, int] = {}
    for key, budget in keys:
        verdict = do_take(key, budget, now)
        if verdict.wait:
            for taken in counted:
                do_forgive(taken, now)
            return {}, verdict.wait
        counted[key] = verdict.failures
    return counted, timedelta()


def _ways(request: HttpRequest | None, username: str) -> list[list[tuple[str, Budget]]]:
    """Under what an attempt counts, the first that need not wait. A browser the person knows counts alone: guesses of
    others do not reach it; where it guesses too often itself it is a stranger's."""
    name = (key_of("name", username), NAME)
    if request is None:
        return [[name]]
    address = network_of(str(request.META.get("REMOTE_ADDR") or ""))
    strange = [name, (key_of("network", address), NETWORK)]
    owner = User.objects.filter(username=username).values_list("pk", flat=True).first()
    browser = find_browser(request, owner)
    return [[(f"browser:{owner}.{browser}", BROWSER)], strange] if browser else [strange]


def _tell_person(request: HttpRequest | None, username: str, counted: dict[str, int], now: datetime) -> None:
    """Tells whose account it is, once a day, with a link that opens their own browser; and the log of deeds."""
    key = key_of("name", username)
    if counted.get(key, 0) < TOLD_AT or not do_note_told(key, now):
        return
    user = User.objects.filter(username=username, is_active=True).first()
    with acting_from(str(request.META.get("REMOTE_ADDR") or "") if request is not None else ""):
        do_record("sign-in-slowed", "person", username[:150].replace("\x00", ""), actor="system", now=now)
    if user is None or not user.email:
        return
    with translation.override(_language_of(user)):
        lines = [
            _("Somebody has tried %(count)s times to sign in as %(name)s with a wrong password.")
            % {"count": counted[key], "name": user.get_username()},
            _("From now on each further attempt has to wait. Nobody came in."),
            _("If it was you, or if you are kept waiting by it, open this link in your browser and sign in there:"),
            settings.NEWSWIRE_BASE_URL + KNOWN_PATH.format(make_link_token(user)),
            _("The link is good for a day and opens nothing without your password."),
        ]
        do_write_mail(user.email, _("Attempts to sign in with your name"), "\n\n".join(lines), now=now)


def _language_of(user: User) -> str:
    seat = getattr(user, "seat", None)
    return str(seat.subscriber.language) if seat is not None else settings.LANGUAGE_CODE
