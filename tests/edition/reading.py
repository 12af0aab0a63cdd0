"""Asking the edition in tests, on a connection of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import psycopg

T = TypeVar("T")
Asked = psycopg.AsyncConnection[Any]


def ask(dsn: str, question: Callable[[Asked], Awaitable[T]]) -> T:
    """The answer to `question`."""

    async def run() -> T:
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
            return await question(connection)

    return asyncio.run(run())


def collect(dsn: str, question: Callable[[Asked], AsyncIterator[T]]) -> list[T]:
    """Everything that `question` yields."""

    async def run(connection: Asked) -> list[T]:
        return [one async for one in question(connection)]

    return ask(dsn, run)
