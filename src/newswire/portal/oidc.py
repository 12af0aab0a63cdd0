"""OpenID Connect as a relying party: the code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1).

Metadata and keys are fetched at each sign-in: a provider that changes its keys needs nobody here, and nothing old is
believed. See docs/decisions/0044.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt
import msgspec

from newswire.kit.errors import NewswireError
from newswire.kit.outbound import OutboundError
from newswire.kit.outbound_public import PublicCaller

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signatures with a public key only: with `none` or a shared secret anybody could be anybody."""
LEEWAY = timedelta(minutes=1)
"""How far the provider's clock may be from ours."""


class SignOnError(NewswireError):
    """The provider's word does not open anything; the sentence is for the log, people are told less."""

    code = "sign-on"
    title = "Signing in with the organisation failed"
    status = 403


class Provider(msgspec.Struct, frozen=True):
    """What is needed of a provider's metadata (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Client(msgspec.Struct, frozen=True):
    """Who we are to the provider, and where it sends people back to."""

    id: str
    secret: str
    back: str


class Pending(msgspec.Struct, frozen=True):
    """A sign-in that has begun, as the session keeps it: what must come back, and what proves that it is ours."""

    state: str
    nonce: str
    verifier: str


class Person(msgspec.Struct, frozen=True):
    """Of whom the provider speaks: its own name for them, and the address that it has verified."""

    subject: str
    email: str


def read_provider(caller: PublicCaller, issuer: str) -> Provider:
    """The provider's metadata. Raises `SignOnError` where it is another issuer's or incomplete."""
    try:
        found = msgspec.json.decode(caller.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration"), type=Provider)
    except (OutboundError, msgspec.DecodeError) as error:
        raise SignOnError(f"the provider's metadata cannot be read: {error}") from error
    if found.issuer.rstrip("/") != issuer.rstrip("/"):
        raise SignOnError("the metadata is another issuer's")
    return found


def begin(provider: Provider, client: Client) -> tuple[str, Pending]:
    """The address at the provider to send a person to, and what to keep until they come back."""
    pending = Pending(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
    asked = {
        "response_type": "code",
        "scope": "openid email",
        "client_id": client.id,
        "redirect_uri": client.back,
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": _challenge(pending.verifier),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(provider.authorization_endpoint).query else "?"
    return f"{provider.authorization_endpoint}{joint}{urlencode(asked)}", pending


def finish(
    caller: PublicCaller,
    provider: Provider,
    client: Client,
    pending: Pending,
    answer: Mapping[str, str],
    *,
    now: datetime,
) -> Person:
    """The person whom the provider's answer (the query of the address it sent them back to) vouches for.

    Raises `SignOnError` for an answer to another question, a token that is not for us, is too old or not signed by the
    provider, and an address that it has not verified.
    """
    if not secrets.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
        raise SignOnError("the state is another one's")
    if answer.get("iss", provider.issuer).rstrip("/") != provider.issuer.rstrip("/"):
        raise SignOnError("the answer is another issuer's")  # RFC 9207
    if "code" not in answer:
        raise SignOnError(f"the provider refused: {answer.get('error', '')[:60]}")
    tokens = _redeem(caller, provider, client, answer["code"], pending.verifier)
    claims = _read_token(caller, provider, client, str(tokens.get("id_token", "")), now)
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), pending.nonce.encode()):
        raise SignOnError("the nonce is another one's")
    if "email" not in claims and provider.userinfo_endpoint:
        claims = claims | _read_userinfo(caller, provider, str(tokens.get("access_token", "")), claims["sub"])
    if claims.get("email_verified") is not True:
        raise SignOnError("the provider has not verified the address")
    return Person(str(claims["sub"]), str(claims.get("email", "")))


def _redeem(caller: PublicCaller, provider: Provider, client: Client, code: str, verifier: str) -> dict[str, Any]:
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": client.back, "code_verifier": verifier}
    headers: dict[str, str] = {}
    if "client_secret_basic" in provider.token_endpoint_auth_methods_supported:  # RFC 6749, section 2.3.1
        pair = f"{quote(client.id, safe='')}:{quote(client.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        fields |= {"client_id": client.id, "client_secret": client.secret}
    return _read_object(lambda: caller.post_form(provider.token_endpoint, fields, headers), "tokens")


def _read_token(caller: PublicCaller, provider: Provider, client: Client, token: str, now: datetime) -> dict[str, Any]:
    """The claims of the ID token, checked as section 3.1.3.7 asks, its signature too."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise SignOnError("the token is not signed with a key of the provider's")
        claims: dict[str, Any] = jwt.decode(
            token,
            _find_key(caller, provider, header),
            algorithms=[header["alg"]],
            audience=client.id,
            issuer=provider.issuer,
            options={"require": ["iss", "sub", "aud", "exp", "iat"], "verify_exp": False, "verify_iat": False},
        )
    except jwt.PyJWTError as error:
        raise SignOnError(f"the token is not ours to believe: {type(error).__name__}") from error
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", client.id) != client.id or (len(audiences) > 1 and "azp" not in claims):
        raise SignOnError("the token is for somebody else")
    at, expires, made = now.timestamp(), float(claims["exp"]), float(claims["iat"])
    if at > expires + LEEWAY.total_seconds() or made > at + LEEWAY.total_seconds():
        raise SignOnError("the token is of another time")
    return claims


def _find_key(caller: PublicCaller, provider: Provider, header: Mapping[str, Any]) -> jwt.PyJWK:
    """The provider's key that signed; where the token names none there must be one only."""
    found = _read_object(lambda: caller.get(provider.jwks_uri), "keys").get("keys", [])
    fitting = [
        one
        for one in found
        if isinstance(one, dict)
        and one.get("use", "sig") == "sig"
        and one.get("kty") in ("RSA", "EC", "OKP")
        and ("kid" not in header or one.get("kid") == header["kid"])
        and one.get("alg", header["alg"]) == header["alg"]
    ]
    if len(fitting) != 1:
        raise SignOnError("the provider has no such key")
    return jwt.PyJWK(fitting[0], algorithm=header["alg"])


def _read_userinfo(caller: PublicCaller, provider: Provider, access: str, subject: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {access}"}
    said = _read_object(lambda: caller.get(provider.userinfo_endpoint, headers), "user")
    if said.get("sub") != subject:  # section 5.3.2
        raise SignOnError("the provider speaks of two people")
    return {name: said[name] for name in ("email", "email_verified") if name in said}


def _read_object(call: Any, what: str) -> dict[str, Any]:
    try:
        found = json.loads(call())
    except (OutboundError, ValueError) as error:
        raise SignOnError(f"the provider's {what} cannot be read: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise SignOnError(f"the provider's {what} cannot be read")
    return found


def _challenge(verifier: str) -> str:
    """RFC 7636, section 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
