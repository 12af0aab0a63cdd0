"""The demo's live day as a process beside the service: it releases step by step, and goes on after a restart."""

import logging
import signal
from itertools import islice
from pathlib import Path
from threading import Event

import django

django.setup()

from django.conf import settings
from django.db import close_old_connections

from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError
from newswire.project.demo.day import Step, count_script_routine, follow_routine, read_script
from newswire.project.demo.newsdesk import Newsdesk, Notebook
from newswire.project.demo.prepare import NOTEBOOK
from newswire.project.lifeline import hold_lifeline

logger = logging.getLogger(__name__)


def run_day(home: Path, stop: Event) -> None:
    """Plays the script from where the notebook stands, then routine without end, until `stop` is set."""
    path = home / NOTEBOOK
    notebook = Notebook.load(path)
    newsdesk = Newsdesk(notebook)
    for step in islice(read_script(), notebook.next_step, None):
        if not _play(newsdesk, step, stop):
            return
        notebook.next_step += 1
        notebook.save(path)
    first = max(notebook.next_routine, count_script_routine())
    for number, step in enumerate(follow_routine(first), start=first + 1):
        if not _play(newsdesk, step, stop):
            return
        notebook.next_routine = number
        notebook.save(path)


def _play(newsdesk: Newsdesk, step: Step, stop: Event) -> bool:
    """Waits for the step's time and does it; False where the day is over before that.

    A step that a rule forbids is passed over: an editor who tries the demo may have killed its story.
    """
    if stop.wait(step.after_seconds):
        return False
    close_old_connections()
    try:
        newsdesk.do_step(step, utc_now())
    except NewswireError as error:
        logger.warning("step %s of the day was passed over: %s", step.key, error.detail)
    return True


if __name__ == "__main__":
    hold_lifeline()
    over = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    run_day(settings.NEWSWIRE_HOME, over)
