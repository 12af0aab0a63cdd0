"""The sessions of a person: noted when they begin and when they were last seen, and ended from elsewhere."""

from datetime import datetime, timedelta

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest

from newswire.accounts.audit import do_record, read_actor
from newswire.accounts.models import User, Visit
from newswire.kit.clock import utc_now

SEEN = "visit.seen"
"""When the session was last written down as seen, in the session itself: no query a request."""
WAY = "visit.way"
SEEN_EVERY = timedelta(minutes=5)


@receiver(user_logged_in)
def note_visit(request: HttpRequest | None, user: User, **_kwargs: object) -> None:
    """A session begins. What ended by itself meanwhile is forgotten."""
    if request is None or not hasattr(request, "session"):
        return
    if request.session.session_key is None:
        request.session.create()
    now = utc_now()
    request.session[SEEN] = now.timestamp()
    # the doorkeeper makes this browser a known one
    request.signed_in = user  # type: ignore[attr-defined]
    Visit.objects.filter(user=user).exclude(session_key__in=_running()).delete()
    Visit.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "agent": str(request.META.get("HTTP_USER_AGENT") or "")[:300],
            "way": str(request.session.get(WAY, "password")),
            "started_at": now,
            "seen_at": now,
        },
    )


@receiver(user_logged_out)
def forget_visit(request: HttpRequest | None, **_kwargs: object) -> None:
    """A session ends."""
    if request is not None and hasattr(request, "session") and request.session.session_key:
        Visit.objects.filter(session_key=request.session.session_key).delete()


def do_note_seen(request: HttpRequest, now: datetime) -> None:
    """Writes down that the session is alive, every `SEEN_EVERY` at the most."""
    session = request.session
    last = session.get(SEEN)
    if last is None or now.timestamp() - last < SEEN_EVERY.total_seconds():
        return
    session[SEEN] = now.timestamp()
    Visit.objects.filter(session_key=session.session_key).update(seen_at=now)


def read_visits(user: User) -> list[Visit]:
    """The person's sessions that run, the one seen last first. One query."""
    return list(Visit.objects.filter(user=user, session_key__in=_running()).order_by("-seen_at", "-pk"))


@transaction.atomic
def do_end_visit(user: User, visit_id: int, *, now: datetime) -> bool:
    """Ends one session of the person's; whether there was such a one."""
    keys = list(Visit.objects.filter(user=user, pk=visit_id).values_list("session_key", flat=True))
    return bool(_end(user, keys, now))


@transaction.atomic
def do_end_visits(user: User, *, keep: str | None = None, now: datetime) -> int:
    """Ends every session of the person's but the one whose key is `keep`; how many."""
    keys = list(Visit.objects.filter(user=user).exclude(session_key=keep or "").values_list("session_key", flat=True))
    return _end(user, keys, now)


def _end(user: User, keys: list[str], now: datetime) -> int:
    Session.objects.filter(session_key__in=keys).delete()
    found, _ = Visit.objects.filter(session_key__in=keys).delete()
    if found:
        name = user.get_username()
        who = read_actor() or name
        role = user.role if who == name else ""
        do_record("sessions-ended", "person", name, actor=who, now=now, role=role, detail={"count": found})
    return found


def _running() -> QuerySet[Session, str]:
    return Session.objects.filter(expire_date__gt=utc_now()).values_list("session_key", flat=True)
