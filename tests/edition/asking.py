"""Questions to the edition in tests that are not asynchronous."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg

T = TypeVar("T")


def ask(dsn: str, question: Callable[[psycopg.AsyncConnection[Any]], Awaitable[T]]) -> T:
    """What `question` finds on a connection of its own."""

    async def run() -> T:
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
            return await question(connection)

    return asyncio.run(run())
