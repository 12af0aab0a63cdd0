"""The line a story opens with: the place, the day and the agency, in the form each language's agencies print it."""

from datetime import date

import msgspec

_TURKISH = str.maketrans({"i": "İ", "ı": "I"})


class _Style(msgspec.Struct, frozen=True):
    """How a language prints its dateline: the pattern, whether the place is in capitals, the months (January first),
    and the pattern of the day."""

    line: str
    capitals: bool
    months: str
    day: str = "{d} {m}"


_STYLES: dict[str, _Style] = {
    "en": _Style("{place}, {day} ({agency}) -", True, "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.",
                 "{m} {d}"),
    "tr": _Style("{place} ({agency}) - {day} -", True,
                 "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
    "ru": _Style("{place}, {day} /{agency}/.", True,
                 "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    "bs": _Style("{place}, {day} ({agency}) -", True,
                 "januara februara marta aprila maja juna jula augusta septembra oktobra novembra decembra",
                 "{d}. {m}"),
    "ar": _Style("{place}، {day} ({agency}) -", False,
                 "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    "fr": _Style("{place}, {day} ({agency}) -", True,
                 "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc."),
    "kmr": _Style("{place}, {day} ({agency}) -", True,
                  "Rêbendan Sibat Adar Nîsan Gulan Hezîran Tîrmeh Tebax Îlon Cotmeh Mijdar Berfanbar", "{d}ê {m}ê"),
    "ckb": _Style("{place}، {day} ({agency}) -", False,
                  "کانوونی_دووەم شوبات ئازار نیسان ئایار حوزەیران تەمووز ئاب ئەیلوول تشرینی_یەکەم تشرینی_دووەم "
                  "کانوونی_یەکەم", "{d}ی {m}"),
    "sq": _Style("{place}, {day} ({agency}) -", True,
                 "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor"),
    "fa": _Style("{place}، {day} ({agency}) -", False,
                 "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر"),
    "mk": _Style("{place}, {day} ({agency}) -", True,
                 "јануари февруари март април мај јуни јули август септември октомври ноември декември"),
    "id": _Style("{place}, {day} ({agency}) -", True,
                 "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"),
    "es": _Style("{place}, {day} ({agency}) -", True,
                 "ene feb mar abr may jun jul ago sep oct nov dic"),
}  # fmt: skip


def render_dateline(place: str, day: date | None, agency: str, language: str) -> str:
    """The dateline as it is printed: `ANKARA (AA) - 25 Kasım -`, `LONDON, Nov. 25 (AA) -`, `القاهرة، 25 نوفمبر (AA) -`.

    What is not known (no day, no agency) is left out with its marks; an unknown language is printed as English is. A
    line without a place is empty.
    """
    if not place.strip():
        return ""
    style = _STYLES.get(language.partition("-")[0], _STYLES["en"])
    line = style.line
    if day is None:
        for mark in (", {day}", "، {day}", " {day} -"):
            line = line.replace(mark, "")
    if not agency:
        for mark in (" ({agency})", " /{agency}/"):
            line = line.replace(mark, "")
    printed = capitals(place.strip(), language) if style.capitals else place.strip()
    return line.format(place=printed, day=_write_day(day, style) if day else "", agency=agency)


def capitals(text: str, language: str) -> str:
    """`text` in the capitals of its language: İ and I are two letters in Turkish."""
    return (text.translate(_TURKISH) if language.partition("-")[0] == "tr" else text).upper()


def _write_day(day: date, style: _Style) -> str:
    month = style.months.split()[day.month - 1].replace("_", " ")
    return style.day.format(d=day.day, m=month)
