"""What is open ends with the contract, whole and in order; what was opened after the end goes on."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from newswire.delivery.stream import hub as hub_module
from newswire.delivery.stream.frames import ENDED_FRAME, chunk
from newswire.delivery.stream.hub import Client, Hub
from newswire.delivery.stream.sinks import QueueSink, TransportSink
from tests.delivery.test_hub import PATIENCE, join, run
from tests.newsroom import Newsroom


def test_the_end_of_a_contract_ends_what_was_opened_before_it_and_nothing_else(
    dsn: str, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "END_SECONDS", 0.01)
    over = newsroom.subscribe("over", ends_at=newsroom.now)
    runs = newsroom.subscribe("runs", ends_at=newsroom.now + timedelta(days=20_000))

    async def test(hub: Hub) -> None:
        others = join(hub, runs)
        late = QueueSink()
        hub.register(Client(over.number, 0, late, until_end=False))
        sink = join(hub, over)
        assert await asyncio.wait_for(sink.read(), PATIENCE) == ENDED_FRAME
        assert await asyncio.wait_for(sink.read(), PATIENCE) is None
        assert hub.open_streams == 2
        assert late.frames.empty()
        assert others.frames.empty()

    run(dsn, test)


def test_a_last_frame_leaves_whole_before_the_connection_is_closed() -> None:
    class Transport(asyncio.Transport):
        def __init__(self) -> None:
            super().__init__()
            self.written = b""
            self.did: list[str] = []

        def is_closing(self) -> bool:
            return bool(self.did)

        def write(self, data: Any) -> None:
            self.written += data

        def close(self) -> None:
            self.did.append("close")

    transport = Transport()
    sink = TransportSink(transport)
    sink.end(ENDED_FRAME)
    sink.end(ENDED_FRAME)
    assert transport.written == chunk(ENDED_FRAME) + b"0\r\n\r\n"
    assert transport.did == ["close"]
