"""Verbs on second factors: codes from an app (RFC 6238), passkeys (WebAuthn), codes for when both are lost.

allauth keeps and checks them; here each use is guarded, each code good once in all processes, each change a deed.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
import qrcode
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from newswire.accounts.audit import do_record, read_actor
from newswire.accounts.guard import CODE, do_forget, do_take, key_of
from newswire.accounts.mfa_adapter import MfaAdapter
from newswire.accounts.models import User
from newswire.kit.errors import NotFoundError, RuleError

_SETUP = "second.totp"
_Type = Authenticator.Type


class CodeError(RuleError):
    """A code or passkey that does not fit; `wait` is how long none is looked at, zero where the next one is."""

    code = "second-factor"
    title = "The code does not fit"
    status = 422

    def __init__(self, detail: str, wait: timedelta = timedelta()) -> None:
        super().__init__(detail)
        self.wait = wait


class Passkey(msgspec.Struct, frozen=True):
    """A passkey as its owner tells it from others; `alone`: it lives in the device and signs in without a password."""

    id: int
    name: str
    alone: bool
    created_at: datetime
    used_at: datetime | None


class Factors(msgspec.Struct, frozen=True):
    """What somebody proves to be themselves with, beside the password."""

    app_since: datetime | None = None
    app_used_at: datetime | None = None
    passkeys: tuple[Passkey, ...] = ()
    codes_left: int = 0

    @property
    def any(self) -> bool:
        """Whether a second step is asked for."""
        return self.app_since is not None or bool(self.passkeys)


def read_factors(user: User) -> Factors:
    """The person's second factors. One query."""
    app: Authenticator | None = None
    passkeys, left = [], 0
    for one in Authenticator.objects.filter(user=user).order_by("pk"):
        if one.type == _Type.TOTP:
            app = one
        elif one.type == _Type.RECOVERY_CODES:
            left = len(RecoveryCodes(one).get_unused_codes())
        else:
            held = webauthn.WebAuthn(one)
            passkeys.append(Passkey(one.pk, held.name, bool(held.is_passwordless), one.created_at, one.last_used_at))
    if app is None:
        return Factors(None, None, tuple(passkeys), left)
    return Factors(app.created_at, app.last_used_at, tuple(passkeys), left)


def has_factor(user: User) -> bool:
    """Whether a second step is asked of the person. One query."""
    return bool(Authenticator.objects.filter(user=user, type__in=[_Type.TOTP, _Type.WEBAUTHN]).exists())


def find_people_without(user_ids: list[int]) -> set[int]:
    """Those of the people who have no second factor. One query."""
    held = Authenticator.objects.filter(user__in=user_ids, type__in=[_Type.TOTP, _Type.WEBAUTHN])
    return set(user_ids) - set(held.values_list("user_id", flat=True))


class Setup(msgspec.Struct, frozen=True):
    """What an app needs: the seed to type, the address a camera reads, and that as squares (row by row)."""

    seed: str
    address: str
    squares: str
    size: int


def begin_app(request: HttpRequest, user: User) -> Setup:
    """A new seed, kept in the session until a code proves that the app has it."""
    seed = request.session.get(_SETUP) or generate_totp_secret()
    request.session[_SETUP] = seed
    address = MfaAdapter().build_totp_url(user, seed)
    code = qrcode.QRCode(border=4)
    code.add_data(address)
    rows = code.get_matrix()
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return Setup(" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)), address, squares, len(rows))


@transaction.atomic
def do_add_app(request: HttpRequest, user: User, code: str, *, now: datetime) -> list[str]:
    """Takes the app for which a seed was begun. Gives the recovery codes where these are the first ones, to be shown
    once. Raises `CodeError`, and `RuleError` where there is an app already."""
    seed = request.session.get(_SETUP)
    counter = _find_counter(seed, code, now) if seed else None
    if counter is None:
        raise CodeError("The code does not fit.")
    _lock(user)
    if Authenticator.objects.filter(user=user, type=_Type.TOTP).exists():
        raise RuleError("There is an app already.")
    made = TOTP.activate(user, seed).instance
    made.data["counter"] = counter  # the code that proved it is spent
    made.save(update_fields=["data"])
    del request.session[_SETUP]
    _record("second-factor-added", user, "app", now)
    return _make_first_codes(user)


@transaction.atomic
def do_remove_app(user: User, *, now: datetime) -> None:
    """Forgets the app; without any second factor the recovery codes go too."""
    _remove(user, Authenticator.objects.filter(user=user, type=_Type.TOTP), "app", now)


@transaction.atomic
def do_remove_passkey(user: User, passkey_id: int, *, now: datetime) -> None:
    """Forgets a passkey of the person's. Raises `NotFoundError`."""
    _remove(user, Authenticator.objects.filter(user=user, type=_Type.WEBAUTHN, pk=passkey_id), "passkey", now)


@transaction.atomic
def do_remove_all(user: User, *, now: datetime) -> None:
    """Forgets every second factor: the person lost them all."""
    _remove(user, Authenticator.objects.filter(user=user), "all", now)


@transaction.atomic
def do_make_codes(user: User, *, now: datetime) -> list[str]:
    """New recovery codes instead of the old ones, to be shown once. Raises `RuleError` without a second factor."""
    _lock(user)
    if not has_factor(user):
        raise RuleError("Recovery codes are for who has a second factor.")
    Authenticator.objects.filter(user=user, type=_Type.RECOVERY_CODES).delete()
    _record("recovery-codes-made", user, "", now)
    return list(RecoveryCodes.activate(user).generate_codes())


def begin_passkey(user: User) -> str:
    """The browser's options for a new passkey, as JSON."""
    return _as_json(webauthn.begin_registration(user, True))


@transaction.atomic
def do_add_passkey(user: User, name: str, answer: str, *, now: datetime) -> list[str]:
    """Takes what the browser made. Gives the recovery codes where these are the first ones. Raises `CodeError`."""
    credential = _read_answer(answer)
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise CodeError("The passkey could not be taken.") from error
    _lock(user)
    webauthn.WebAuthn.add(user, name, credential)
    _record("second-factor-added", user, "passkey", now)
    return _make_first_codes(user)


def begin_proof(user: User | None) -> str:
    """The browser's options for a proof by passkey, as JSON; None: whoever the passkey says it is."""
    return _as_json(webauthn.begin_authentication(user))


def check_passkey(user: User | None, answer: str, *, now: datetime) -> User:
    """Whose passkey answered. Raises `CodeError` where it is not that person's, or not one of ours."""
    credential = _read_answer(answer)
    try:
        given = webauthn.parse_authentication_response(credential)
        whose = user or webauthn.extract_user_from_response(credential)
        used = webauthn.complete_authentication(whose, credential)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CodeError("The passkey does not fit.") from error
    if user is None and not given.response.authenticator_data.is_user_verified():
        raise CodeError("The passkey did not ask who you are.")
    Authenticator.objects.filter(pk=used.pk).update(last_used_at=now)
    assert isinstance(whose, User)
    return whose


def check_code(user: User, code: str, *, now: datetime) -> None:
    """Whether the code is the app's now or a recovery code; either is good once. Raises `CodeError`."""
    key = key_of("code", str(user.pk))
    verdict = do_take(key, CODE, now)
    if verdict.wait:
        raise CodeError("Too many codes that do not fit.", verdict.wait)
    digits = "".join(code.split()).replace("-", "")
    if not (_use_app(user, digits, now) or _use_recovery(user, digits, now)):
        _record("second-factor-failed", user, "", now)
        raise CodeError("The code does not fit.")
    do_forget(key)


@transaction.atomic
def _use_app(user: User, code: str, now: datetime) -> bool:
    """Whether it is the app's code, of a time after the one used last: the row's lock lets it count once."""
    held = Authenticator.objects.select_for_update().filter(user=user, type=_Type.TOTP).first()
    if held is None:
        return False
    counter = _find_counter(MfaAdapter().decrypt(held.data["secret"]), code, now)
    if counter is None or counter <= held.data.get("counter", -1):
        return False
    held.data["counter"] = counter
    held.last_used_at = now
    held.save(update_fields=["data", "last_used_at"])
    return True


def _use_recovery(user: User, code: str, now: datetime) -> bool:
    held = Authenticator.objects.filter(user=user, type=_Type.RECOVERY_CODES).first()
    if held is None or not RecoveryCodes(held).validate_code(code):
        return False
    _record("recovery-code-used", user, "", now)
    return True


def _find_counter(seed: str, code: str, now: datetime) -> int | None:
    """Which half minute the code is of, one before and after the present one too (RFC 6238, section 5.2)."""
    present = int(now.timestamp()) // 30
    fitting = (one for one in (present - 1, present, present + 1) if format_hotp_value(hotp_value(seed, one)) == code)
    return next(fitting, None)


def _remove(user: User, which: Any, what: str, now: datetime) -> None:
    _lock(user)
    if not which.delete()[0]:
        raise NotFoundError("There is no such second factor.")
    if not has_factor(user):
        Authenticator.objects.filter(user=user).delete()
    _record("second-factor-removed", user, what, now)


def _make_first_codes(user: User) -> list[str]:
    if Authenticator.objects.filter(user=user, type=_Type.RECOVERY_CODES).exists():
        return []
    return list(RecoveryCodes.activate(user).generate_codes())


def _lock(user: User) -> None:
    """One change of a person's second factors at a time."""
    User.objects.select_for_update().get(pk=user.pk)


def _read_answer(answer: str) -> dict[str, Any]:
    try:
        credential = json.loads(answer)
    except ValueError as error:
        raise CodeError("The passkey does not fit.") from error
    if not isinstance(credential, dict):
        raise CodeError("The passkey does not fit.")
    return credential


def _as_json(options: Mapping[str, Any]) -> str:
    return json.dumps(_plain(options))


def _plain(value: Any) -> Any:
    """fido2's mappings as plain ones."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _record(action: str, user: User, what: str, now: datetime) -> None:
    name = user.get_username()
    who = read_actor() or name  # who looks after somebody is at work then, not they themselves
    role = user.role if who == name else ""
    do_record(action, "person", name, actor=who, role=role, now=now, detail={"what": what} if what else None)
