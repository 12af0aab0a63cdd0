"""ninjs has no field for what happened to a story: the line for editors that says it, put before their note."""

import re
from collections.abc import Sequence
from datetime import datetime

from newswire.item.item import Correction
from newswire.item.kinds import Kind, Use
from newswire.item.release import LeftOut
from newswire.kit.clock import format_utc

RIGHTS_END_LINE = "RIGHTS ENDED: do not publish any more; remove where it has been published. The story was not wrong."
_LEFT_OUT: dict[str, tuple[str, dict[str, str]]] = {
    "en": ("NOT INCLUDED", {"picture": "picture", "video": "video", "graphic": "graphic"}),
    "tr": ("PAKETTE YOK", {"picture": "fotoğraf", "video": "video", "graphic": "grafik"}),
    "ar": ("غير مرفق", {"picture": "صورة", "video": "فيديو", "graphic": "رسم بياني"}),
    "ru": ("НЕ ВХОДИТ", {"picture": "снимок", "video": "видео", "graphic": "графика"}),
    "fr": ("NON FOURNI", {"picture": "photo", "video": "vidéo", "graphic": "infographie"}),
    "es": ("NO INCLUIDO", {"picture": "foto", "video": "vídeo", "graphic": "gráfico"}),
}
_LEFT_OUT_LINE = re.compile(rf"(?:^|\n)(?:{'|'.join(words for words, _ in _LEFT_OUT.values())}): [^\n]*\Z")


def left_out_line(left_out: Sequence[LeftOut], language: str) -> str:
    """The files that a client may not have, by type and restriction, in the story's language where we have the words;
    empty where nothing is missing."""
    words, types = _LEFT_OUT.get(language.split("-", 1)[0], _LEFT_OUT["en"])
    named = [f"{types.get(one.type, one.type)} ({one.reason})" if one.reason else types[one.type] for one in left_out]
    return f"{words}: {', '.join(named)}" if named else ""


def strip_left_out(note: str) -> str:
    """`note` without the line that says what is missing: to whom it is missing is not the story's own."""
    return _LEFT_OUT_LINE.sub("", note)


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
