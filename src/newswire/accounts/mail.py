"""Mail that leaves: written in the transaction that is its reason, sent through SMTP after the commit, tried again."""

import smtplib
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet

from newswire.accounts.audit import do_record
from newswire.accounts.models import Mail

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
TRIES = 30
"""With an hour between most of them, a mail is given up after a day."""
BATCH = 50

STOPPED = "The story was killed or held before this mail left."
FindStopped = Callable[[Collection[str]], Collection[str]]
"""From the guids of stories to those that nobody may be sent any more."""

_SUBJECT = 200
_ERROR = 300


def do_write_mail(to: str, subject: str, text: str, *, story: str = "", now: datetime) -> Mail:
    """Writes a mail in the caller's transaction: it leaves if and only if that commits. The subject is one line.

    One that carries the text of a story names its guid, so that a kill overtakes it.
    """
    line = " ".join(subject.split())
    if len(line) > _SUBJECT:
        line = line[: _SUBJECT - 1] + "…"
    return Mail.objects.create(to=to, subject=line, text=text, written_at=now, next_try_at=now, story=story)


def has_server() -> bool:
    """Whether there is a mail server: without one, mails stay in the table and are read at the desk."""
    return bool(settings.EMAIL_HOST)


def find_none(stories: Collection[str]) -> Collection[str]:  # noqa: ARG001
    """No story is stopped."""
    return ()


def do_send_due(now: datetime, find_stopped: FindStopped = find_none) -> int:
    """Sends what is due at `now`, each mail in a transaction of its own with its row locked; how many have left. Mails
    with the text of a story that was stopped meanwhile lose it and do not leave.

    A process that dies between the server's answer and the commit sends again, under the same Message-ID. Where the
    server cannot be reached, one mail is tried and the others wait for the next round.
    """
    if not has_server():
        return 0
    due = Mail.objects.filter(sent_at=None, next_try_at__lte=now).order_by("next_try_at", "pk")
    _stop(due, find_stopped)
    sent = 0
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        error = _send_one(pk, now)
        sent += error is None
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
            break
    return sent


@transaction.atomic
def do_try_again(mail_id: int, *, actor: str, now: datetime) -> bool:
    """Makes a mail that has not left due at once, also one that was given up; whether there was such a mail. One that
    lost its text has nothing to send."""
    found = bool(Mail.objects.filter(pk=mail_id, sent_at=None).exclude(text="").update(next_try_at=now, tries=0))
    if found:
        do_record("try-again", "mail", str(mail_id), actor=actor, now=now)
    return found


def pause_after(tries: int) -> timedelta:
    """How long to wait after that many tries: 30 seconds, doubled each time, an hour at most."""
    doublings = min(tries - 1, 12)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _stop(due: QuerySet[Mail], find_stopped: FindStopped) -> None:
    stories = set(due.exclude(story="").order_by().values_list("story", flat=True).distinct())
    if stories and (stopped := list(find_stopped(stories))):
        waiting = Mail.objects.filter(sent_at=None, story__in=stopped)
        waiting.update(next_try_at=None, text="", error=STOPPED)


class _TakenError(Exception):
    """Another process sends this mail, or has."""


def _send_one(pk: int, now: datetime) -> Exception | None:
    """What went wrong; None where the mail left."""
    with transaction.atomic():
        waiting = Mail.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at=None, next_try_at__lte=now)
        mail = waiting.first()
        if mail is None:
            return _TakenError()
        mail.tries += 1
        try:
            _hand_over(mail)
        except (OSError, ValueError) as error:  # SMTP's errors are OSErrors; ValueError is an address that is none
            mail.error = _describe(error)[:_ERROR]
            mail.next_try_at = None if _is_final(error, mail.tries) else now + pause_after(mail.tries)
            mail.save(update_fields=["tries", "error", "next_try_at"])
            return error
        mail.sent_at, mail.next_try_at, mail.error = now, None, ""
        mail.save(update_fields=["tries", "sent_at", "next_try_at", "error"])
        return None


def _hand_over(mail: Mail) -> None:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    written = f"{mail.written_at:%Y%m%d%H%M%S%f}"
    headers = {"Message-ID": f"<{mail.pk}.{written}@{domain}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(mail.subject, mail.text, to=[mail.to], headers=headers, connection=get_connection()).send()


def _is_final(error: Exception, tries: int) -> bool:
    """Whether trying again is of no use: the server will never take this address, or it was tried long enough."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        refused = all(code >= 500 for code, _words in error.recipients.values())
    else:
        refused = isinstance(error, ValueError)
    return refused or tries >= TRIES


def _describe(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {words.decode(errors='replace')}" for code, words in error.recipients.values())
    return str(error) or type(error).__name__
