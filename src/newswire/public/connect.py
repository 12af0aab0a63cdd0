"""How the website comes by a connection: it is lent one of the public login for the length of a page."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import psycopg

Connect = Callable[[], AbstractAsyncContextManager[psycopg.AsyncConnection[Any]]]
"""Lends a connection of the public login, as `AsyncConnectionPool.connection` does."""
