"""Calls to other servers: bounded, never redirected, told in a sentence without secrets."""

import json
import socket
from collections.abc import Iterator

import pytest

from newswire.kit.outbound import Limits, OutboundError, check_address, post_json
from tests.model_server import Answer, Model, run_model


@pytest.fixture
def server() -> Iterator[Model]:
    with run_model() as model:
        yield model


def test_json_goes_out_and_the_answer_comes_back(server: Model) -> None:
    server.answer = Answer(b'{"a": 1}')
    assert post_json(f"{server.url}/x?y=1", {"ş": [1]}, {"Authorization": "Bearer k"}) == b'{"a": 1}'
    (asked,) = server.asked
    assert (asked.path, json.loads(asked.body)) == ("/v1/x?y=1", {"ş": [1]})
    assert (asked.headers["authorization"], asked.headers["content-type"]) == ("Bearer k", "application/json")


@pytest.mark.parametrize("status", [201, 202])
def test_every_success_is_one(server: Model, status: int) -> None:
    server.answer = Answer(b"{}", status)
    assert post_json(server.url, {}, {}) == b"{}"


@pytest.mark.parametrize("status", [302, 401, 500])
def test_any_other_status_is_an_error_and_no_redirect_is_followed(server: Model, status: int) -> None:
    server.answer = Answer(b"", status, {"Location": f"{server.url}/elsewhere"})
    with pytest.raises(OutboundError, match=rf"127\.0\.0\.1 answered {status}") as caught:
        post_json(server.url, {}, {"Authorization": "Bearer secret"})
    assert len(server.asked) == 1
    assert "secret" not in str(caught.value)


def test_an_answer_that_is_too_long_is_cut_off(server: Model) -> None:
    server.answer = Answer(b"x" * 2000)
    with pytest.raises(OutboundError, match="more than 1,000 bytes"):
        post_json(server.url, {}, {}, Limits(bytes=1000))
    assert len(post_json(server.url, {}, {}, Limits(bytes=2000))) == 2000


def test_an_answer_that_breaks_off_is_no_answer(server: Model) -> None:
    server.answer = Answer(b"short", headers={"Content-Length": "500"})
    with pytest.raises(OutboundError, match="broke off"):
        post_json(server.url, {}, {})


def test_a_server_that_takes_the_call_and_never_answers_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(OutboundError, match="did not answer"):
        post_json(f"http://127.0.0.1:{silent.getsockname()[1]}/", {}, {}, Limits(seconds=0.1))


def test_a_port_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(OutboundError, match="ConnectionRefusedError"):
        post_json(f"http://127.0.0.1:{port}/", {}, {})


@pytest.mark.parametrize(
    "address", ["", "models.example", "ftp://models.example", "http://", "https://me:pw@models.example", "http://a:b/"]
)
def test_an_address_that_cannot_be_asked_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        check_address(address)


def test_an_address_is_taken_apart() -> None:
    assert check_address("https://models.example:8443/v1").port == 8443
