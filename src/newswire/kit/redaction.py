"""Secrets of ours in a line of a log: blotted out, wherever they come from (an address in an error, most of all)."""

import logging
import re

_SECRET = re.compile(r"\bnw_([a-z]+)_[\w-]{8,}")


def redact(text: str) -> str:
    """The text with every key and every secret of a link cut to its prefix."""
    return _SECRET.sub(r"nw_\1_…", text)


class RedactSecrets(logging.Filter):
    """A filter of a log handler: the message is written out and redacted; the traceback holds no values."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        record.msg, record.args = redact(record.getMessage()), ()
        return True
