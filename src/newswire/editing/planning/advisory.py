"""The daily budget advisory: what the agency will send today, as text in the language chosen. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from html import escape

import msgspec


class Planned(msgspec.Struct, frozen=True):
    """One promise: when it is due, its slugline, what it is, which desk makes it, how much of what."""

    due_at: datetime
    slugline: str
    about: str
    desk: str
    type: str
    words: int
    pictures: int
    place: str = ""
    is_cancelled: bool = False


class Advisory(msgspec.Struct, frozen=True):
    """The headline and the body as the editor keeps it."""

    headline: str
    body: str


class _Words(msgspec.Struct, frozen=True):
    headline: str
    intro: str
    other: str
    words: str
    pictures: str
    comma: str = ", "


_WORDS: dict[str, _Words] = {
    "en": _Words("News budget for {day}", "Planned for {day}; times are {zone}.", "General", "{n} words",
                 "pictures: {n}"),
    "tr": _Words("{day} haber programı", "{day} için planlananlar; saatler {zone} saatine göredir.", "Genel",
                 "{n} kelime", "fotoğraf: {n}"),
    "ar": _Words("أجندة الأخبار ليوم {day}", "المواد المقررة ليوم {day}، والأوقات بتوقيت {zone}.", "عام",
                 "{n} كلمة", "صور: {n}", "، "),
    "ru": _Words("План новостей на {day}", "Запланировано на {day}; время указано по {zone}.", "Общее",
                 "слов: {n}", "фото: {n}"),
    "fr": _Words("Prévisions du {day}", "Prévu pour le {day} ; heures de {zone}.", "Général", "{n} mots",
                 "photos : {n}"),
    "es": _Words("Previsiones del {day}", "Previsto para el {day}; horas de {zone}.", "General", "{n} palabras",
                 "fotos: {n}"),
}  # fmt: skip
_DAYS = {"en": "{d.day} {month} {d.year}", "": "{d.day:02}.{d.month:02}.{d.year}"}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def make_advisory(planned: Sequence[Planned], day: date, zone: tzinfo, language: str) -> Advisory:
    """The day's promises by desk, each desk's by time; English where we have no words in `language`."""
    known = language if language in _WORDS else "en"
    words = _WORDS[known]
    date_words = _DAYS.get(known, _DAYS[""]).format(d=day, month=_MONTHS[day.month - 1])
    parts = [f"<p>{escape(words.intro.format(day=date_words, zone=_zone_name(zone)))}</p>"]
    for desk in sorted({one.desk for one in planned}, key=lambda name: (not name, name.casefold())):
        parts.append(f"<h2>{escape(desk or words.other)}</h2>")
        own = sorted((one for one in planned if one.desk == desk), key=lambda one: (one.due_at, one.slugline))
        parts += [f"<p>{_make_line(one, zone, words)}</p>" for one in own]
    return Advisory(words.headline.format(day=date_words), "".join(parts))


def _make_line(one: Planned, zone: tzinfo, words: _Words) -> str:
    """`14:30 <b>VOTE-BUDGET</b> Parliament votes (Northaven): 600 words, pictures: 3`."""
    amounts = [words.words.format(n=one.words)] if one.words else []
    amounts += [words.pictures.format(n=one.pictures)] if one.pictures else []
    text = f"{one.due_at.astimezone(zone):%H:%M} <b>{escape(one.slugline)}</b>"
    text += f" {escape(one.about)}" if one.about else ""
    text += f" ({escape(one.place)})" if one.place else ""
    return text + (f": {escape(words.comma.join(amounts))}" if amounts else "")


def _zone_name(zone: tzinfo) -> str:
    return str(zone).rpartition("/")[2].replace("_", " ")
