"""ninjs has no field for what happened to a story: the line for editors that says it, put before their note."""

from datetime import datetime

from newswire.item.item import Correction
from newswire.item.kinds import Kind, Use
from newswire.kit.clock import format_utc


def signal_line(kind: Kind, use: Use, until: datetime | None, correction: Correction | None) -> str:
    """One line for `edNote`, empty where nothing is to be said. English, as on any wire."""
    if use == "recall":
        return "KILL: do not publish; remove where it has been published."
    if use == "hold" and until is None:
        return "HOLD: do not publish until further word."
    if use == "hold" and until is not None:
        return f"EMBARGO: not for publication before {format_utc(until)}."
    if kind == "correction" and correction is not None:
        text = f"CORRECTION: “{correction.wrong}” should read “{correction.right}”. {correction.note}"
        return " ".join(text.split())
    return ""


def join_note(signal: str, note: str) -> str:
    """The editor's note behind the signal line."""
    return f"{signal}\n{note}" if signal and note else signal or note


def strip_signal(signal: str, note: str) -> str:
    """`note` as the editor wrote it: what `join_note` put before it is taken off again."""
    if signal and note == signal:
        return ""
    return note.removeprefix(signal + "\n") if signal else note
