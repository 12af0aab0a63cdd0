"""When the right to use a story or a file ends: what is left of it then, and the words that take a story back."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from newswire.item.body import Embed
from newswire.item.item import Item, Media

_WORDS: dict[str, str] = {
    "en": "RIGHTS ENDED: the right to use “{headline}” has ended. Please remove it from all services and archives.",
    "tr": "HAK SONA ERDİ: “{headline}” içeriğini kullanma hakkı sona erdi. Tüm mecralardan ve arşivlerden kaldırınız.",
    "ar": "انتهاء الحق: انتهى حق استخدام «{headline}». يرجى حذفه من جميع الخدمات والأرشيفات.",
    "ru": "ПРАВО ИСТЕКЛО: срок права на использование «{headline}» истёк. Просим удалить из всех лент и архивов.",
    "fr": "FIN DES DROITS : le droit d’utiliser « {headline} » a pris fin. À retirer de tous les services et archives.",
    "es": "FIN DE DERECHOS: el derecho a usar «{headline}» ha terminado. Retírenla de todos los servicios y archivos.",
    "bs": "PRAVO ISTEKLO: pravo na korištenje „{headline}” je isteklo. Molimo da se ukloni iz svih servisa i arhiva.",
    "kmr": "MAF QEDIYA: mafê bikaranîna “{headline}” qediya. Ji kerema xwe ji hemû xizmet û arşîvan derxin.",
    "ckb": "کۆتایی ماف: مافی بەکارهێنانی «{headline}» کۆتایی هات. تکایە لە هەموو خزمەتگوزاری و ئەرشیفەکان لایببەن.",
    "sq": "E DREJTA SKADOI: e drejta për të përdorur “{headline}” ka skaduar. Hiqeni nga çdo shërbim dhe arkiv.",
    "fa": "پایان حق استفاده: حق استفاده از «{headline}» پایان یافت. لطفاً آن را از همهٔ سرویس‌ها و بایگانی‌ها حذف کنید.",
    "mk": "ПРАВОТО ИСТЕЧЕ: правото за користење на „{headline}“ истече. Отстранете ја од сите сервиси и архиви.",
    "id": "HAK BERAKHIR: hak memakai “{headline}” telah berakhir. Mohon dihapus dari semua layanan dan arsip.",
}
_MARKS = tuple(words.split("{headline}")[0] for words in _WORDS.values())


def rights_ended_wording(language: str, headline: str) -> str:
    """What subscribers are told when the right to use a story has ended; English where we have no words."""
    return _WORDS.get(language.split("-", 1)[0], _WORDS["en"]).format(headline=headline)


def is_rights_end(note: str) -> bool:
    """Whether a kill's words are those of `rights_ended_wording`: nothing was wrong with the story."""
    return note.startswith(_MARKS)


def read_end(item: Item) -> datetime | None:
    """When the next right in `item` ends, its own or that of one of its files; None where none does."""
    return min((at for at in (item.expires, *(one.expires for one in item.media)) if at is not None), default=None)


def find_expired(media: Iterable[Media], now: datetime) -> frozenset[str]:
    """The ids of the files whose right has ended by `now`."""
    return frozenset(one.id for one in media if one.expires is not None and one.expires <= now)


def drop_expired(item: Item, now: datetime) -> Item:
    """`item` without the files whose right has ended by `now`, also where its text has a place for one."""
    gone = find_expired(item.media, now)
    if not gone:
        return item
    return msgspec.structs.replace(
        item,
        media=tuple(one for one in item.media if one.id not in gone),
        body=tuple(block for block in item.body if not (isinstance(block, Embed) and block.media_id in gone)),
    )
