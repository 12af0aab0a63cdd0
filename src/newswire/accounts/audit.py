"""The log of deeds: who did what to which version of what, when, why and from where."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from newswire.accounts.models import Act

_address: ContextVar[str] = ContextVar("address", default="")
_actor: ContextVar[str] = ContextVar("actor", default="")
_role: ContextVar[str] = ContextVar("role", default="")


@contextmanager
def acting_from(address: str) -> Iterator[None]:
    """What is done within the block is logged as done from that network address."""
    token = _address.set(address[:64])
    try:
        yield
    finally:
        _address.reset(token)


@contextmanager
def acting_as(actor: str, role: str = "") -> Iterator[None]:
    """Whoever is at work within the block: the actor of deeds that are noticed and not ordered (`watch.py`), the role
    of those that do not say one."""
    who, what = _actor.set(actor), _role.set(role)
    try:
        yield
    finally:
        _actor.reset(who)
        _role.reset(what)


def read_actor() -> str:
    """Who is at work now; empty outside of every `acting_as`."""
    return _actor.get()


def do_record(
    action: str,
    about: str,
    name: str,
    *,
    actor: str,
    now: datetime,
    role: str = "",
    version: int = 0,
    seq: int | None = None,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Act:
    """Writes one deed, in the caller's transaction: it is logged if and only if it happened."""
    return Act.objects.create(
        at=now,
        actor=actor,
        role=role or (_role.get() if actor == _actor.get() else ""),
        action=action,
        about=about,
        name=name,
        version=version,
        seq=seq,
        reason=reason.strip(),
        address=_address.get(),
        detail=dict(detail or {}),
    )
