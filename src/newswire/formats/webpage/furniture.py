"""What a reader copies along with a story and what is no part of it: share lines, related topics, the site's notice."""

import re

import msgspec


class Furniture(msgspec.Struct, frozen=True):
    """The furniture of a site in one language, as patterns over a whole line in lower case."""

    share: str
    related: str
    notice: str


FURNITURE: dict[str, Furniture] = {
    "tr": Furniture(
        share=r"(?:bu )?haberi? payla[sş](?:ın)?|payla[sş]",
        related=r"[iİ]lgili (?:konular|haberler)",
        notice=r".*(?:web|internet) sitesi.*\babone.*(?:özet|bir kısm).*",
    ),
    "en": Furniture(
        share=r"share (?:this|the) (?:story|article|news|post)|share(?: on (?:facebook|x|twitter|whatsapp))?",
        related=r"related (?:topics|stories|news|articles)",
        notice=r".*\bwebsite contains only a portion of the (?:news )?stories\b.*\bsubscribers\b.*",
    ),
    "ar": Furniture(
        share=r"شارك(?: هذا)?(?: الخبر)?|مشاركة(?: الخبر)?",
        related=r"(?:ال)?(?:مواضيع|موضوعات|أخبار) ذات (?:ال)?صلة",
        notice=r".*(?:جزء|بعض).*الأخبار.*(?:للمشتركين|المشتركين).*|.*اختصار لجزء من الأخبار.*",
    ),
    "ru": Furniture(
        share=r"поделиться(?: новостью)?|поделитесь(?: этой)?(?: новостью)?",
        related=r"(?:связанные|похожие) (?:темы|новости)|по теме|темы",
        notice=r".*\bсайте?\b.*\b(?:только|лишь)\b.*\bчасть\b.*(?:подписчик|абонент).*",
    ),
    "fr": Furniture(
        share=r"partager(?: (?:cet article|cette information|sur \w+))?",
        related=r"(?:sujets|thèmes|articles) (?:connexes|associés|liés)|sur le même sujet",
        notice=r".*\bpartie des (?:dépêches|informations|articles)\b.*\babonnés\b.*",
    ),
    "es": Furniture(
        share=r"compart(?:a|e|ir)(?: (?:esta noticia|este artículo|en \w+))?",
        related=r"(?:temas|noticias|artículos) relacionad[oa]s",
        notice=r".*\bsitio web\b.*\bsolo una (?:parte|porción) de las noticias\b.*\b(?:abonados|suscriptores)\b.*",
    ),
}
"""By language; a page in one language often carries the buttons of another, so all of them are tried on every line."""


def _join(name: str, tail: str) -> re.Pattern[str]:
    patterns = "|".join(f"(?:{getattr(one, name)})" for one in FURNITURE.values())
    return re.compile(f"(?:{patterns}){tail}")


_SHARE = _join("share", r"\W*\d*")  # the button's counter is glued to it: "…paylaşın2"
_RELATED = _join("related", r"\W*")
_NOTICE = _join("notice", "")


def _lower(line: str) -> str:
    return line.replace("İ", "i").lower().strip()


def is_share_line(line: str) -> bool:
    """A share button's text, with its counter."""
    return _SHARE.fullmatch(_lower(line)) is not None


def is_related_head(line: str) -> bool:
    """The heading over links to other stories: it and everything after it is not the story."""
    return _RELATED.fullmatch(_lower(line)) is not None


def is_notice(line: str) -> bool:
    """The site's own sentence that it shows only a part of what subscribers get."""
    return _NOTICE.fullmatch(_lower(line)) is not None
