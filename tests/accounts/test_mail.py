"""Mail through a real SMTP server: written with its reason, sent after the commit, tried again, given up at last."""

import smtplib
import socket
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection as django_connection
from django.db import transaction
from django.test import override_settings

from newswire.accounts.mail import (
    BATCH,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    STOPPED,
    TRIES,
    do_send_due,
    do_try_again,
    do_write_mail,
    pause_after,
)
from newswire.accounts.models import Mail

pytestmark = pytest.mark.usefixtures("dsn")


class Letterbox:
    """Keeps what arrives; refuses whoever stands in `refused`, with the answer that stands there."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Takes the address, or says why not."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Takes the mail."""
        self.mails.append(message_from_bytes(envelope.content, EmailMessage, policy=policy.default))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    """A running SMTP server that Django is told about."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=controller.port):
        yield box
    controller.stop()


SMTP = "django.core.mail.backends.smtp.EmailBackend"


def write(now: datetime, to: str = "chief@example.org", subject: str = "Second look") -> Mail:
    return do_write_mail(to, subject, "Bridge over the Orla\n\nKöprü – جسر", now=now)


def test_a_mail_arrives_as_it_was_written_and_once(letterbox: Letterbox, now: datetime) -> None:
    mail = write(now, subject="İkinci bakış: “Köprü”")
    assert do_send_due(now) == 1
    assert do_send_due(now) == 0
    [arrived] = letterbox.mails
    assert arrived["To"] == "chief@example.org"
    assert arrived["From"] == "newswire@newswire.example"
    assert arrived["Subject"] == "İkinci bakış: “Köprü”"
    assert arrived["Message-ID"] == f"<{mail.pk}.20261124093000000000@newswire.example>"
    assert arrived.get_content().strip().replace("\r\n", "\n") == "Bridge over the Orla\n\nKöprü – جسر"
    mail.refresh_from_db()
    assert (mail.sent_at, mail.tries, mail.error, mail.next_try_at) == (now, 1, "", None)


def test_a_mail_of_a_deed_that_did_not_happen_never_leaves(letterbox: Letterbox, now: datetime) -> None:
    with transaction.atomic():
        write(now)
        transaction.set_rollback(True)
    assert do_send_due(now) == 0
    assert letterbox.mails == []


def test_a_mail_that_another_process_sends_is_left_to_it(letterbox: Letterbox, now: datetime, dsn: str) -> None:
    import psycopg

    mail = write(now)
    with psycopg.connect(dsn) as other:
        other.execute("SELECT 1 FROM accounts_mail WHERE id = %s FOR UPDATE", (mail.pk,))
        assert do_send_due(now) == 0
    assert letterbox.mails == []
    assert do_send_due(now) == 1


def test_an_address_refused_for_good_is_given_up_and_the_others_leave(letterbox: Letterbox, now: datetime) -> None:
    letterbox.refused["gone@example.org"] = "550 no such user"
    gone, other = write(now, "gone@example.org"), write(now)
    assert do_send_due(now) == 1
    gone.refresh_from_db()
    assert (gone.sent_at, gone.next_try_at, gone.error) == (None, None, "550 no such user")
    other.refresh_from_db()
    assert other.sent_at == now


def test_a_mail_refused_for_now_is_tried_again_after_a_pause(letterbox: Letterbox, now: datetime) -> None:
    letterbox.refused["chief@example.org"] = "451 try later"
    mail = write(now)
    assert do_send_due(now) == 0
    mail.refresh_from_db()
    assert (mail.tries, mail.next_try_at, mail.error) == (1, now + FIRST_PAUSE, "451 try later")
    letterbox.refused.clear()
    assert do_send_due(now + FIRST_PAUSE - timedelta(seconds=1)) == 0
    assert do_send_due(now + FIRST_PAUSE) == 1
    mail.refresh_from_db()
    assert (mail.tries, mail.error) == (2, "")


def test_a_server_that_is_down_costs_one_try_a_round_and_no_mail(now: datetime) -> None:
    first, second = write(now), write(now)
    with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=free_port()):
        assert do_send_due(now) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.tries, second.tries) == (1, 0)
    assert "refused" in first.error
    assert first.next_try_at == now + FIRST_PAUSE


def test_the_pauses_grow_and_after_many_tries_a_mail_is_given_up(letterbox: Letterbox, now: datetime) -> None:
    letterbox.refused["chief@example.org"] = "451 try later"
    mail, at, pauses = write(now), now, []
    while mail.next_try_at is not None:
        at = mail.next_try_at
        do_send_due(at)
        mail.refresh_from_db()
        pauses += [mail.next_try_at - at] if mail.next_try_at else []
    assert mail.tries == TRIES
    assert pauses == sorted(pauses)
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE == pause_after(1000)
    assert do_try_again(mail.pk, actor="jan", now=at)
    letterbox.refused.clear()
    assert do_send_due(at) == 1
    assert not do_try_again(mail.pk, actor="jan", now=at)


def test_without_a_mail_server_mails_stay_untried(now: datetime) -> None:
    mail = write(now)
    with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST=""):
        assert do_send_due(now) == 0
    mail.refresh_from_db()
    assert (mail.tries, mail.next_try_at) == (0, now)


def test_a_subject_is_one_line_and_fits(letterbox: Letterbox, now: datetime) -> None:
    assert write(now, subject="A\r\nBcc: all@example.org").subject == "A Bcc: all@example.org"
    assert write(now, subject="x" * 500).subject == "x" * 199 + "…"
    assert do_send_due(now) == 2
    assert [one["Bcc"] for one in letterbox.mails] == [None, None]


def test_a_mail_with_the_text_of_a_story_that_was_stopped_loses_it_and_never_leaves(
    letterbox: Letterbox, now: datetime
) -> None:
    killed = do_write_mail("editor@example.org", "Ferry", "All of the story.", story="urn:killed", now=now)
    do_write_mail("editor@example.org", "Harbour", "Another story.", story="urn:free", now=now)
    asked: list[set[str]] = []

    def find_stopped(stories: Collection[str]) -> set[str]:
        asked.append(set(stories))
        return {"urn:killed"}

    assert do_send_due(now, find_stopped) == 1
    assert asked == [{"urn:killed", "urn:free"}]
    assert [one["Subject"] for one in letterbox.mails] == ["Harbour"]
    killed.refresh_from_db()
    assert (killed.text, killed.error, killed.next_try_at) == ("", STOPPED, None)
    assert not do_try_again(killed.pk, actor="chief", now=now)
    assert do_send_due(now + timedelta(days=1), find_stopped) == 0


def test_an_address_that_is_none_is_given_up(letterbox: Letterbox, now: datetime) -> None:
    mail = write(now, to="chief@example.org\nBcc: all@example.org")
    assert do_send_due(now) == 0
    mail.refresh_from_db()
    assert (mail.next_try_at, mail.sent_at) == (None, None)
    assert mail.error
    assert letterbox.mails == []


def test_a_round_takes_the_oldest_and_not_all(letterbox: Letterbox, now: datetime) -> None:
    for number in range(BATCH + 2):
        write(now + timedelta(microseconds=number), subject=str(number))
    assert do_send_due(now + timedelta(seconds=1)) == BATCH
    assert [one["Subject"] for one in letterbox.mails] == [str(number) for number in range(BATCH)]


def test_a_crash_before_the_commit_repeats_the_mail_under_the_same_id(
    letterbox: Letterbox, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(now)
    with monkeypatch.context() as broken:
        broken.setattr(Mail, "save", lambda *_args, **_kwargs: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            do_send_due(now)
    assert not django_connection.in_atomic_block
    assert do_send_due(now) == 1
    first, second = letterbox.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_smtp_errors_are_errors_of_the_operating_system() -> None:
    assert issubclass(smtplib.SMTPException, OSError)
