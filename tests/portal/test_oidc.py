"""What a provider may say and be believed: forged, stale and misdirected tokens open nothing. The provider is made up
at the network's edge alone; keys and signatures are real."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from newswire.kit.outbound import OutboundError
from newswire.kit.outbound_public import PublicCaller
from newswire.portal.oidc import Client, Pending, Person, Provider, SignOnError, begin, finish, read_provider

ISSUER = "https://login.harbour.example"
PROVIDER = Provider(ISSUER, f"{ISSUER}/authorize?realm=a", f"{ISSUER}/token", f"{ISSUER}/keys", f"{ISSUER}/user")
CLIENT = Client("newswire", "the secret: & more", "https://wire.example/portal/sso/harbour/back/")
PENDING = Pending("the state", "the nonce", "the verifier")
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def jwk(key: Any, kid: str = "a", **more: str) -> dict[str, Any]:
    made = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**json.loads(made.to_jwk(key.public_key())), "kid": kid, "use": "sig", **more}


class Edge(PublicCaller):
    """The network with one provider behind it."""

    def __init__(self, token: str, keys: list[dict[str, Any]], user: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.answers: dict[str, Any] = {"/keys": {"keys": keys}, "/user": user or {}}
        self.answers["/token"] = {"id_token": token, "access_token": "access"}
        self.posted: list[tuple[dict[str, str], dict[str, str]]] = []

    def _call(self, method: str, address: str, body: str | None, headers: Any) -> bytes:
        path = address.removeprefix(ISSUER)
        if method == "POST":
            fields = {name: values[0] for name, values in parse_qs(body or "").items()}
            self.posted.append((fields, dict(headers)))
        if path not in self.answers:
            raise OutboundError("login.harbour.example answered 404")
        return json.dumps(self.answers[path]).encode()


@pytest.fixture
def claims(now: datetime) -> dict[str, Any]:
    """A token that is believed."""
    at = int(now.timestamp())
    return {
        "iss": ISSUER, "aud": "newswire", "sub": "42", "exp": at + 300, "iat": at, "nonce": "the nonce",
        "email": "ada@harbour.example", "email_verified": True,
    }  # fmt: skip


def sign(claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", kid: str | None = "a") -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid} if kid else None)


def come_back(edge: Edge, now: datetime, **answer: str) -> Person:
    said = {"code": "the code", "state": "the state", **answer}
    return finish(edge, PROVIDER, CLIENT, PENDING, said, now=now)


def test_a_token_of_the_providers_is_believed(claims: dict[str, Any], now: datetime) -> None:
    edge = Edge(sign(claims), [jwk(OTHER, "b"), jwk(KEY)])
    assert come_back(edge, now, iss=ISSUER) == Person("42", "ada@harbour.example")
    ((fields, headers),) = edge.posted
    assert fields == {
        "grant_type": "authorization_code", "code": "the code", "redirect_uri": CLIENT.back,
        "code_verifier": "the verifier",
    }  # fmt: skip
    assert headers["Authorization"] == "Basic bmV3c3dpcmU6dGhlJTIwc2VjcmV0JTNBJTIwJTI2JTIwbW9yZQ=="


def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(claims: dict[str, Any], now: datetime) -> None:
    provider = msgspec.structs.replace(PROVIDER, token_endpoint_auth_methods_supported=("client_secret_post",))
    edge = Edge(sign(claims), [jwk(KEY)])
    finish(edge, provider, CLIENT, PENDING, {"code": "c", "state": "the state"}, now=now)
    ((fields, headers),) = edge.posted
    assert (fields["client_id"], fields["client_secret"]) == ("newswire", CLIENT.secret)
    assert "Authorization" not in headers


def test_another_kind_of_key_and_one_without_a_name_are_believed_too(claims: dict[str, Any], now: datetime) -> None:
    assert come_back(Edge(sign(claims, CURVE, "ES256"), [jwk(CURVE)]), now).subject == "42"
    assert come_back(Edge(sign(claims, kid=None), [jwk(KEY)]), now).subject == "42"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["newswire", "another"]},
        {"azp": "another"},
        {"nonce": "another"},
        {"nonce": ""},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
    ],
)
def test_what_is_not_for_us_or_not_verified_is_not_believed(
    claims: dict[str, Any], now: datetime, change: dict[str, Any]
) -> None:
    with pytest.raises(SignOnError):
        come_back(Edge(sign(claims | change), [jwk(KEY)]), now)


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "exp", "iat", "nonce", "email_verified"])
def test_a_token_that_lacks_something_is_not_believed(claims: dict[str, Any], now: datetime, name: str) -> None:
    del claims[name]
    with pytest.raises(SignOnError):
        come_back(Edge(sign(claims), [jwk(KEY)]), now)


@pytest.mark.parametrize(
    "forge",
    [
        lambda claims: sign(claims, OTHER),
        lambda claims: sign(claims, kid="unknown"),
        lambda claims: jwt.encode(claims, "", algorithm="none"),
        lambda claims: jwt.encode(
            claims, "the secret: & more but long enough", algorithm="HS256", headers={"kid": "a"}
        ),
        lambda claims: sign(claims)[:-8] + "AAAAAAAA",
        lambda _claims: "no token",
        lambda _claims: "",
    ],
)
def test_a_signature_that_is_not_the_providers_is_not_believed(
    claims: dict[str, Any], now: datetime, forge: Callable[[dict[str, Any]], str]
) -> None:
    with pytest.raises(SignOnError):
        come_back(Edge(forge(claims), [jwk(KEY)]), now)


def test_a_key_for_something_else_does_not_sign(claims: dict[str, Any], now: datetime) -> None:
    for keys in ([], [jwk(KEY, use="enc")], [jwk(KEY, alg="PS256")], [jwk(KEY), jwk(KEY)], [{"kty": "oct", "k": "x"}]):
        with pytest.raises(SignOnError):
            come_back(Edge(sign(claims), keys), now)


@pytest.mark.parametrize(("moved", "good"), [(301, True), (361, False), (-50, True), (-61, False)])
def test_a_token_is_good_in_its_time_and_a_minute_around_it(
    claims: dict[str, Any], now: datetime, moved: int, good: bool
) -> None:
    edge, moment = Edge(sign(claims), [jwk(KEY)]), now + timedelta(seconds=moved)
    if good:
        assert come_back(edge, moment).subject == "42"
    else:
        with pytest.raises(SignOnError, match="another time"):
            come_back(edge, moment)


def test_an_answer_to_another_question_is_not_even_redeemed(claims: dict[str, Any], now: datetime) -> None:
    for answer in ({"state": "another"}, {"iss": "https://evil.example"}):
        edge = Edge(sign(claims), [jwk(KEY)])
        with pytest.raises(SignOnError):
            come_back(edge, now, **answer)
        assert edge.posted == []


def test_the_address_may_come_from_the_providers_second_word_about_the_same_person(
    claims: dict[str, Any], now: datetime
) -> None:
    del claims["email"], claims["email_verified"]
    said = {"sub": "42", "email": "ada@harbour.example", "email_verified": True}
    assert come_back(Edge(sign(claims), [jwk(KEY)], said), now).email == "ada@harbour.example"
    for change in ({"sub": "43"}, {"email_verified": False}):
        with pytest.raises(SignOnError):
            come_back(Edge(sign(claims), [jwk(KEY)], said | change), now)


_WRONG_METADATA: list[Any] = [{"issuer": "https://evil.example"}, {"jwks_uri": None}, {"token_endpoint": 1}, [], "no"]


def test_metadata_must_be_the_issuers_own() -> None:
    edge = Edge("", [])
    path = "/.well-known/openid-configuration"
    said = {"issuer": ISSUER, "authorization_endpoint": "a", "token_endpoint": "t", "jwks_uri": "j", "more": 1}
    edge.answers[path] = said
    assert read_provider(edge, ISSUER + "/").token_endpoint == "t"
    for wrong in _WRONG_METADATA:
        edge.answers[path] = said | wrong if isinstance(wrong, dict) else wrong
        with pytest.raises(SignOnError):
            read_provider(edge, ISSUER)
    del edge.answers[path]
    with pytest.raises(SignOnError):
        read_provider(edge, ISSUER)


def test_every_beginning_is_another_and_keeps_the_secret_at_home() -> None:
    (first, one), (second, two) = begin(PROVIDER, CLIENT), begin(PROVIDER, CLIENT)
    assert len({one.state, two.state, one.nonce, two.nonce, one.verifier, two.verifier}) == 6
    assert first.startswith(f"{ISSUER}/authorize?realm=a&response_type=code&")
    for secret in (CLIENT.secret, one.verifier):
        assert secret not in first + second
