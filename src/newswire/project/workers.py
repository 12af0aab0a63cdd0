"""The worker process: everything that follows the wire or the clock, each in a thread with a cursor of its own."""

import logging
import signal
from collections.abc import Callable, Collection
from pathlib import Path
from threading import Event, Thread
from typing import Any

import django
import psycopg
from psycopg import Connection

from newswire.kit.clock import utc_now

django.setup()

from django.conf import settings
from django.db import OperationalError, close_old_connections

from newswire.accounts.mail import do_send_due
from newswire.delivery.alerts.follow import run_alerts
from newswire.delivery.alerts.post import run_letters
from newswire.delivery.recall.follow import run_recalls
from newswire.delivery.website.follow import run_website
from newswire.delivery.website.purge import Hook, run_purge
from newswire.editing.clock import do_due
from newswire.editing.deed import wire_connection
from newswire.media.preparation import run_preparation
from newswire.project.lifeline import hold_lifeline
from newswire.routing.router import run_router
from newswire.routing.withdrawn import find_withdrawn
from newswire.search.follow import run_indexer
from newswire.subscribers.sales.renewals import do_remind_of_renewals
from newswire.wire.checkpoint import do_checkpoint, load_key

logger = logging.getLogger(__name__)

CLOCK_SECONDS = 0.5
MAIL_SECONDS = 1.0
CHECKPOINT_SECONDS = 30.0
SALES_SECONDS = 60.0


def run_workers(dsn: str, home: Path) -> None:
    """Runs every loop until SIGTERM or SIGINT. A loop that loses the database starts again from its own cursor."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    loops: dict[str, Callable[[], None]] = {
        "router": lambda: run_router(dsn, stop),
        "website": lambda: run_website(dsn, home, stop),
        "purge": lambda: run_purge(dsn, _find_hook(), stop),
        "recalls": lambda: run_recalls(dsn, stop),
        "alerts": lambda: run_alerts(dsn, stop),
        "letters": lambda: run_letters(dsn, stop),
        "indexer": lambda: run_indexer(dsn, home, stop),
        "media": lambda: run_preparation(home, stop),
        "clock": lambda: run_clock(stop),
        "mail": lambda: run_mail(stop),
        "sales": lambda: run_sales(stop),
        "checkpoints": lambda: run_checkpoints(dsn, home, stop),
    }
    threads = [Thread(target=_keep_running, args=(name, loop, stop), name=name) for name, loop in loops.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _find_hook() -> Hook | None:
    purge = settings.NEWSWIRE_PURGE
    return Hook(purge.url, purge.token, settings.NEWSWIRE_BASE_URL) if purge.url else None


def run_clock(stop: Event) -> None:
    """Lifts embargoes and releases scheduled stories when their time has come."""
    while not stop.wait(CLOCK_SECONDS):
        close_old_connections()
        do_due(utc_now())


def run_mail(stop: Event) -> None:
    """Sends the mails that are due; those that were written before the worker started too."""
    while not stop.wait(MAIL_SECONDS):
        close_old_connections()
        do_send_due(utc_now(), find_stopped)


def find_stopped(stories: Collection[str]) -> Collection[str]:
    """Those of the stories that were killed or held: no mail with their text leaves any more."""
    return find_withdrawn(wire_connection(), stories)


def run_sales(stop: Event) -> None:
    """Reminds clients of the ends of their contracts and renews what nobody gave notice of."""
    while not stop.is_set():
        close_old_connections()
        do_remind_of_renewals(utc_now())
        stop.wait(SALES_SECONDS)


def run_checkpoints(dsn: str, home: Path, stop: Event) -> None:
    """Signs the wire's head: after every thousand releases, and whatever came since in quiet times."""
    key = load_key(home)
    with Connection.connect(dsn, autocommit=True) as connection:
        while not stop.wait(CHECKPOINT_SECONDS):
            do_checkpoint(connection, key, utc_now(), every=1)


def _keep_running(name: str, loop: Callable[[], Any], stop: Event) -> None:
    while not stop.is_set():
        try:
            loop()
        except (psycopg.OperationalError, OperationalError) as error:
            logger.warning("%s lost the database and starts again: %s", name, error)
        except Exception:
            logger.exception("%s failed and starts again", name)
        stop.wait(1.0)


if __name__ == "__main__":
    hold_lifeline()
    run_workers(settings.NEWSWIRE_DSN, settings.NEWSWIRE_HOME)
