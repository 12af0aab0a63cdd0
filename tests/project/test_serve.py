"""`newswire serve` as its operator meets it: a taken port, signals, dead workers, a dead supervisor, two at once."""

import os
import signal
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.journeys.service import Service, children_of, is_alive
from tests.project.postgres_homes import temporary_home
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.xdist_group("service")  # one worker makes what all of them share

QUERIES = (("everything", ""),)


@pytest.fixture(scope="module")
def keys() -> dict[str, str]:
    """Keys of the subscriptions in `service`."""
    return {}


@pytest.fixture(scope="module")
def service(keys: dict[str, str]) -> Iterator[Service]:
    """A founded service; the tests start and end it, one after another, and leave it stopped."""
    with temporary_home() as home:
        made = Service(home)
        keys.update(made.set_up(QUERIES))
        yield made
        if made.is_running():
            made.kill("everything")


@pytest.fixture
def running(service: Service) -> Service:
    """The service, answering: started where the test before has ended it (a start takes seconds)."""
    if not service.is_running():
        service.start()
    service.wait_until_ready()
    return service


def log_of(service: Service, since: int = 0) -> str:
    return service.log.read_text()[since:]


def test_a_taken_port_is_told_in_one_sentence(service: Service) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", service.port))
        other.listen()
        done = service.run("serve")
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.strip().splitlines()
    assert f"Port {service.port} on 127.0.0.1 is in use" in line
    assert f"PORT={service.port + 1}" in line
    assert service.postmaster() == 0


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_dead_process_comes_back_and_the_others_stay(running: Service, role: str) -> None:
    roles = ("web", "worker")
    before = {name: running.find(name) for name in roles}
    os.kill(before[role], signal.SIGKILL)
    wait_until(lambda: running.find(role) not in (0, before[role]), f"a new {role}")
    running.wait_until_ready()
    after = {name: running.find(name) for name in roles}
    assert [name for name in roles if after[name] != before[name]] == [role]
    assert httpx.get(f"{running.address}/en/").status_code == 200


def test_children_end_with_a_killed_supervisor(running: Service) -> None:
    children = children_of(running.pid)
    assert {running.find("web"), running.find("worker")} <= set(children)
    running.kill("supervisor")
    own = [pid for pid in children if pid != running.postmaster()]
    wait_until(lambda: not any(map(is_alive, own)), "the children have ended")
    running.recover("supervisor")
    assert httpx.get(f"{running.address}/healthz").text == "ok\n"


def test_two_on_one_home_share_the_database_and_the_last_stops_it(running: Service, keys: dict[str, str]) -> None:
    other = Service(running.home)
    other.start()
    try:
        other.wait_until_ready()
        assert other.postmaster() == running.postmaster()
        headers = {"Authorization": f"Bearer {keys['everything']}"}
        answers = [httpx.get(f"{one.address}/v1/feed", headers=headers) for one in (running, other)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        assert running.stop() == 0
        assert httpx.get(f"{other.address}/v1/feed", headers=headers).status_code == 200
    finally:
        assert other.stop() == 0
    assert other.postmaster() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_in_order(running: Service, keys: dict[str, str], number: signal.Signals) -> None:
    children = [running.find("web"), running.find("worker"), running.postmaster()]
    assert all(map(is_alive, children))
    before = len(log_of(running))
    with (
        httpx.Client(base_url=running.address, timeout=PATIENCE) as client,
        client.stream(
            "GET", "/v1/stream", headers={"Authorization": f"Bearer {keys['everything']}"}
        ) as stream,  # a stream never ends by itself: the process must not wait for it
    ):
        assert stream.status_code == 200
        assert running.stop(number) == 0
        with pytest.raises(httpx.TransportError):
            stream.read()
    assert not any(map(is_alive, children))
    assert running.postmaster() == 0
    assert "Traceback" not in log_of(running, before)
