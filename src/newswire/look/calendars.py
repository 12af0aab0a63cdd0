"""How each language writes a date: calendar, names of the months, order, digits. Decision 0031 says where from."""

from datetime import date

import jdatetime
import msgspec

_EUROPEAN = "0123456789"
_ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """A language's dates. `months` are the twelve with bars between, in the form a date needs; `brief_months`
    are written without the year, where they have shorter names.

    `long` and `brief` (the same year) are patterns of `{day}`, `{month}`, `{year}`; `first` is written for day 1 where
    that has a form of its own; `digits` are empty where they are European; `comma` stands between date and clock.
    `solar` counts in the Solar Hijri calendar of Iran, otherwise it is the Gregorian one.
    """

    months: str
    brief_months: str = ""
    long: str = "{day} {month} {year}"
    brief: str = "{day} {month}"
    first: str = ""
    digits: str = ""
    comma: str = ", "
    solar: bool = False

    def split(self, day: date) -> tuple[int, int, int]:
        """Year, month and day of the month of `day`, as this calendar counts them."""
        if self.solar:
            there = jdatetime.date.fromgregorian(date=day)
            return there.year, there.month, there.day
        return day.year, day.month, day.day

    def write_long(self, day: date) -> str:
        """The date with its year."""
        return self._write(day, self.long, self.months)

    def write_brief(self, day: date) -> str:
        """The date without its year."""
        return self._write(day, self.brief, self.brief_months or self.months)

    def write_figures(self, text: str) -> str:
        """`text` with this language's digits."""
        return text.translate(str.maketrans(_EUROPEAN, self.digits)) if self.digits else text

    def _write(self, day: date, pattern: str, months: str) -> str:
        year, month, number = self.split(day)
        counted = self.first if self.first and number == 1 else str(number)
        return self.write_figures(pattern.format(day=counted, month=months.split("|")[month - 1], year=year))


CALENDARS: dict[str, Calendar] = {
    "en": Calendar(
        months="January|February|March|April|May|June|July|August|September|October|November|December",
        brief_months="Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
    ),
    "tr": Calendar(
        months="Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık",
        brief_months="Oca|Şub|Mar|Nis|May|Haz|Tem|Ağu|Eyl|Eki|Kas|Ara",
    ),
    "ar": Calendar(
        months="يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        comma="، ",
    ),
    "ru": Calendar(
        months="января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    ),
    "fr": Calendar(
        months="janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        brief_months="janv.|févr.|mars|avril|mai|juin|juil.|août|sept.|oct.|nov.|déc.",
        first="1er",
    ),
    "es": Calendar(
        months="enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        long="{day} de {month} de {year}",
        brief="{day} de {month}",
    ),
    "bs": Calendar(
        months="januar|februar|mart|april|maj|juni|juli|august|septembar|oktobar|novembar|decembar",
        brief_months="jan.|feb.|mart|apr.|maj|juni|juli|aug.|sept.|okt.|nov.|dec.",
        long="{day}. {month} {year}.",
        brief="{day}. {month}",
    ),
    "kmr": Calendar(
        months="Çile|Sibat|Adar|Nîsan|Gulan|Hezîran|Tîrmeh|Tebax|Îlon|Cotmeh|Mijdar|Kanûn",
    ),
    "ckb": Calendar(
        months=(
            "کانوونی دووەم|شوبات|ئازار|نیسان|ئایار|حوزەیران|"
            "تەمووز|ئاب|ئەیلوول|تشرینی یەکەم|تشرینی دووەم|کانوونی یەکەم"
        ),
        long="{day}ی {month}ی {year}",
        brief="{day}ی {month}",
        digits=_ARABIC_INDIC,
        comma="، ",
    ),
    "sq": Calendar(
        months="janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nëntor|dhjetor",
        brief_months="jan|shk|mars|pri|maj|qer|korr|gush|sht|tet|nën|dhj",
    ),
    "fa": Calendar(
        months="فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند",
        digits=_PERSIAN,
        comma="، ",
        solar=True,
    ),
    "mk": Calendar(
        months="јануари|февруари|март|април|мај|јуни|јули|август|септември|октомври|ноември|декември",
        brief_months="јан.|фев.|март|апр.|мај|јуни|јули|авг.|септ.|окт.|ноем.|дек.",
    ),
    "id": Calendar(
        months="Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember",
        brief_months="Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Des",
    ),
}  # fmt: skip


def find_calendar(language: str | None) -> Calendar:
    """The calendar of a language tag, by its first part; English where we have none."""
    return CALENDARS.get((language or "").split("-", 1)[0], CALENDARS["en"])
