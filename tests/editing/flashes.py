"""Flashes for the tests of the desk's two parts."""

from datetime import datetime

from newswire.accounts.models import User
from newswire.editing.flash import Flash, do_release_flash, new_token
from newswire.editing.models import Story


def write_flash(now: datetime, **changes: str) -> Flash:
    """What somebody typed about a bridge; `changes` replace its fields."""
    fields = {
        "token": new_token(now), "language": "en", "headline": "Orla bridge closed after crack is found",
        "section": "economy", "source": "City of Ostrava, spokeswoman",
    }  # fmt: skip
    return Flash(**(fields | changes))


def make_flash(actor: User, now: datetime, **changes: str) -> Story:
    """A flash on the wire."""
    return do_release_flash(write_flash(now, **changes), actor=actor, now=now)
