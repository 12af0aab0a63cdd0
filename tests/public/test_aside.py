"""The second event loop: work goes over, results and errors come back, and it ends."""

import asyncio
import threading

import pytest

from newswire.public.aside import AsideLoop, here


async def _where() -> str:
    await asyncio.sleep(0)
    return threading.current_thread().name


async def _fail() -> None:
    raise ZeroDivisionError("over there")


def test_work_is_done_in_the_other_thread_and_gives_its_result() -> None:
    async def run() -> tuple[str, str]:
        aside = AsideLoop("pages")
        aside.start()
        found = await aside(_where), await here(_where)
        await aside.stop()
        return found

    there, at_home = asyncio.run(run())
    assert there == "pages"
    assert at_home == threading.current_thread().name
    assert "pages" not in {thread.name for thread in threading.enumerate()}


def test_an_error_is_raised_where_it_was_asked_for() -> None:
    async def run() -> None:
        aside = AsideLoop("pages")
        aside.start()
        try:
            await aside(_fail)
        finally:
            await aside.stop()

    with pytest.raises(ZeroDivisionError, match="over there"):
        asyncio.run(run())


def test_the_loop_that_asks_goes_on_meanwhile() -> None:
    async def run() -> bool:
        aside = AsideLoop("pages")
        aside.start()
        gate = threading.Event()

        async def wait_for_gate() -> bool:
            return gate.wait(30)

        waiting = asyncio.ensure_future(aside(wait_for_gate))
        await asyncio.sleep(0)
        assert not waiting.done()
        gate.set()  # only because this loop runs
        opened = await waiting
        await aside.stop()
        return opened

    assert asyncio.run(run())


def test_whoever_still_waits_at_the_end_is_cancelled() -> None:
    async def run() -> None:
        aside = AsideLoop("pages")
        aside.start()
        begun = threading.Event()

        async def for_ever() -> None:
            begun.set()
            await asyncio.Event().wait()

        waiting = asyncio.ensure_future(aside(for_ever))
        await asyncio.to_thread(begun.wait, 30)
        await aside.stop()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(run())
