"""Dates as news sites print them, in figures and in words, in the languages and digits of our editions."""

import re
from datetime import date

import msgspec

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "ocak", "oca", "يناير", "كانون الثاني", "января", "янв", "janvier", "janv", "enero", "ene"),
    ("february", "feb", "şubat", "şub", "فبراير", "شباط", "февраля", "фев", "février", "févr", "febrero"),
    ("march", "mar", "mart", "مارس", "آذار", "марта", "мар", "mars", "marzo"),
    ("april", "apr", "nisan", "nis", "أبريل", "إبريل", "نيسان", "апреля", "апр", "avril", "avr", "abril", "abr"),
    ("may", "mayıs", "مايو", "أيار", "мая", "май", "mai", "mayo"),
    ("june", "jun", "haziran", "haz", "يونيو", "حزيران", "июня", "июн", "juin", "junio"),
    ("july", "jul", "temmuz", "tem", "يوليو", "تموز", "июля", "июл", "juillet", "juil", "julio"),
    ("august", "aug", "ağustos", "ağu", "أغسطس", "آب", "августа", "авг", "août", "agosto", "ago"),
    ("september", "sept", "sep", "eylül", "eyl", "سبتمبر", "أيلول", "сентября", "сен", "septembre", "septiembre"),
    ("october", "oct", "ekim", "eki", "أكتوبر", "تشرين الأول", "октября", "окт", "octobre", "octubre"),
    ("november", "nov", "kasım", "kas", "نوفمبر", "تشرين الثاني", "ноября", "ноя", "novembre", "noviembre"),
    (
        "december",
        "dec",
        "aralık",
        "ara",
        "ديسمبر",
        "كانون الأول",
        "декабря",
        "дек",
        "décembre",
        "déc",
        "diciembre",
        "dic",
    ),
)
_MONTH_OF = {name.replace("ı", "i"): number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(?P<d>\d{1,2})[-./](?P<m>\d{1,2})[-./](?P<y>\d{4})(?!\d)")
_DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\.?\s+(?:de\s+)?(?P<name>{_MONTH})\.?,?\s+(?:de\s+)?(?P<y>\d{{4}})(?!\d)"
)
_MONTH_DAY = re.compile(rf"(?<!\w)(?P<name>{_MONTH})\.?\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}})(?!\d)")


class FoundDate(msgspec.Struct, frozen=True):
    """A date and where it stands in the line: characters `start` (included) to `end` (excluded)."""

    day: date
    start: int
    end: int


def find_date(line: str) -> FoundDate | None:
    """The first date in `line`. 03/04/2020 is the third of April; 01/14/2020 can only be January."""
    text = line.translate(_DIGITS).replace("İ", "i").lower().replace("ı", "i")  # KASIM and Kasım are one month
    if len(text) != len(line):  # lower-casing changed the length: positions would be wrong
        text = line.translate(_DIGITS)
    found: list[FoundDate] = []
    for pattern in (_YEAR_FIRST, _FIGURES, _DAY_MONTH, _MONTH_DAY):
        match = pattern.search(text)
        day = _to_date(match) if match else None
        if match and day:
            found.append(FoundDate(day, match.start(), match.end()))
    return min(found, key=lambda one: one.start, default=None)


def _to_date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    day, year = int(parts["d"]), int(parts["y"])
    month = _MONTH_OF[parts["name"]] if "name" in parts else int(parts["m"])
    if month > 12 >= day:
        day, month = month, day
    try:
        return date(year, month, day)
    except ValueError:
        return None
