"""What a writer left to be filled in later: XX, TK, xxx, [name], ???, in the newsroom's languages."""

import re
from collections.abc import Iterable, Iterator

from newswire.editing.checks.finding import Circumstances, Finding, read_fields
from newswire.item.item import Item

_CENTURY = r"(?:century|yüzyıl|век|siècle|vijek|shekull|abad)"
_NAMES_OF_BLANKS = (
    "name names surname title date day time place town city country number figure source quote link age tbc tbd tba "
    "isim ad adı soyad soyadı unvan tarih gün saat yer il ilçe ülke sayı rakam kaynak alıntı "
    "nom prénom titre lieu ville chiffre nombre citation nombre apellido fecha lugar ciudad cifra fuente "
    "имя фамилия должность дата место город число источник ime prezime datum mjesto broj izvor име презиме датум "
    "emri mbiemri data vendi numri nama tanggal tempat jumlah sumber nav dem cih "
    "الاسم اسم التاريخ تاريخ المكان مكان العدد عدد المصدر مصدر المنصب نام مکان منبع ناو شوێن"
)
_BLANKS = "|".join(_NAMES_OF_BLANKS.split())
_PLACEHOLDERS = re.compile(
    # XX is also the twentieth: "siglo XX", "XX. yüzyıl", "XX век"; TK is also an airline: "TK 1951"
    rf"(?<!siglo )(?<!siglos )(?<!abad ke-)\bX{{2,}}\b(?!\.?\s*{_CENTURY})|\b(?:TK)+\b(?![ -]?\d)"
    rf"|(?<![\w./@])x{{3,8}}(?![\w./@])|[\[<{{](?:(?i:{_BLANKS})[ /,]*)+[\]>}}]"
    r"|[?؟]{3,}|_{3,}|\b(?:TODO|FIXME|DOLDURULACAK|EKLENECEK)\b|(?i:\blorem ipsum\b)"
)


def find_placeholders(texts: Iterable[str]) -> tuple[str, ...]:
    """The placeholders (XX, XXX, TK, TKTK, xxx, [name], ???) left in `texts`, each once, in order."""
    return tuple(dict.fromkeys(match.group() for text in texts for match in _PLACEHOLDERS.finditer(text)))


def find_left_open(item: Item, _about: Circumstances) -> Iterator[Finding]:
    """A field in which something waits to be filled in."""
    for field, texts in read_fields(item).items():
        if found := find_placeholders(texts):
            yield Finding("placeholder", field, ", ".join(found))
