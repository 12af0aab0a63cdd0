"""The http client: addresses it calls, answers it takes, what it says when it fails."""

import socket

import pytest

from newswire.kit.http_post import CallFailedError, check_address, do_post


@pytest.mark.parametrize("address", ["https://cache.example/purge", "http://127.0.0.1:8080", "http://[::1]:80/x?y=1"])
def test_addresses_that_can_be_called(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address",
    ["", "cache.example", "ftp://cache.example", "https://", "https://user:pass@cache.example", "http://host:port/"],
)
def test_addresses_that_cannot(address: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        check_address(address)


def test_a_host_that_does_not_answer_is_told_by_name_and_without_the_secret() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(CallFailedError) as failure:
        do_post(f"http://127.0.0.1:{port}/", b"{}", {"authorization": "Bearer s3cret"})
    assert "127.0.0.1" in failure.value.detail
    assert "s3cret" not in str(failure.value)


def test_a_host_that_hangs_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(CallFailedError):
        do_post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {}, timeout=0.1)
