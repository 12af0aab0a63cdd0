"""A story's content for the page: its blocks as safe HTML, its pictures with addresses, its subjects in words."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import msgspec
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newswire.formats.xhtml.writer import write_blocks
from newswire.item.body import Block, Embed, Mark, Paragraph, Quote, Table
from newswire.item.item import Item, Media, Rendition, Subject
from newswire.item.vocabulary.mediatopics import label
from newswire.portal.taking.terms import write_media_terms

RENDITION_WORDS: dict[str, Promise] = {
    "thumbnail": _("Small"),
    "web": _("Medium"),
    "full": _("Largest"),
    "poster": _("Still"),
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


class Size(msgspec.Struct, frozen=True):
    """A file to be downloaded: what it is called, from where, pixels and octets (0 where unknown)."""

    name: str | Promise
    href: str
    width: int
    height: int
    octets: int


class Picture(msgspec.Struct, frozen=True):
    """A picture of a story: where it is shown from and where its largest file is; pixels, 0 where unknown. `terms` is
    what its restrictions say in words."""

    src: str
    full: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    language: str
    restrictions: str = ""
    terms: Sequence[str] = ()
    sizes: Sequence[Size] = ()


class Film(msgspec.Struct, frozen=True):
    """A film of a story: where it plays from, its poster, its length; pixels and seconds 0 where unknown."""

    src: str
    mime: str
    poster: str
    width: int
    height: int
    minutes: int
    seconds: int
    alt: str
    caption: str
    credit: str
    language: str
    restrictions: str = ""
    terms: Sequence[str] = ()
    sizes: Sequence[Size] = ()


class Piece(msgspec.Struct, frozen=True):
    """A stretch of the body: HTML, or a picture that stands there."""

    html: SafeString = SafeString("")
    picture: Picture | None = None


class Content(msgspec.Struct, frozen=True):
    """The body in order, and the pictures and films that have no place in it."""

    pieces: Sequence[Piece]
    pictures: Sequence[Picture]
    films: Sequence[Film] = ()

    @property
    def has_pictures(self) -> bool:
        """Whether there is any picture, wherever it stands."""
        return bool(self.pictures) or any(piece.picture is not None for piece in self.pieces)


def make_content(number: int, item: Item, language: str) -> Content:
    """The item's body and pictures as subscription `number` sees them; alternative texts in `language`."""
    made = {media.id: make_picture(number, item, media, language) for media in item.media}
    pictures = {media_id: picture for media_id, picture in made.items() if picture is not None}
    placed = {block.media_id for block in item.body if isinstance(block, Embed)}
    loose = [picture for media_id, picture in pictures.items() if media_id not in placed]
    films = [film for media in item.media if (film := make_film(number, item, media, language))]
    return Content(list(_make_pieces(item.body, pictures)), loose, films)


def make_picture(number: int, item: Item, media: Media, language: str) -> Picture | None:
    """A picture that can be shown; None for what has no file of a picture."""
    shown = shown_rendition(media)
    if media.type == "video" or shown is None:
        return None
    full = media.rendition("full") or shown
    return Picture(
        src=reverse("portal:media", args=[number, item.guid, shown.sha256]),
        full=reverse("portal:media", args=[number, item.guid, full.sha256]),
        width=shown.width,
        height=shown.height,
        alt=media.alt.get(language) or media.alt.get(item.language) or "",
        caption=media.caption,
        credit=media.credit,
        language=item.language,
        restrictions=media.rights.line() if media.rights else "",
        terms=write_media_terms(media, language),
        sizes=make_sizes(number, item, media),
    )


def make_sizes(number: int, item: Item, media: Media) -> list[Size]:
    """The files of a picture or film, each with the address that hands it over as a download."""
    return [
        Size(
            RENDITION_WORDS.get(one.name, one.name),
            reverse("portal:media", args=[number, item.guid, one.sha256]) + "?download=1",
            one.width,
            one.height,
            one.size,
        )
        for one in media.renditions
    ]


def shown_rendition(media: Media) -> Rendition | None:
    """The file that the page itself shows; None where there is none."""
    return media.rendition("web") or media.rendition("full") or media.rendition("thumbnail")


def make_film(number: int, item: Item, media: Media, language: str) -> Film | None:
    """A film that can be played or fetched; None for what is none or has no file."""
    full, poster = media.rendition("full"), media.rendition("poster")
    if media.type != "video" or full is None:
        return None
    minutes, seconds = divmod(round(media.seconds), 60)
    return Film(
        src=reverse("portal:media", args=[number, item.guid, full.sha256]),
        mime=full.mime,
        poster=reverse("portal:media", args=[number, item.guid, poster.sha256]) if poster else "",
        width=full.width,
        height=full.height,
        minutes=minutes,
        seconds=seconds,
        alt=media.alt.get(language) or media.alt.get(item.language) or "",
        caption=media.caption,
        credit=media.credit,
        language=item.language,
        restrictions=media.rights.line() if media.rights else "",
        terms=write_media_terms(media, language),
        sizes=make_sizes(number, item, media),
    )


def name_subject(subject: Subject, language: str) -> str:
    """The subject's label in `language`; the name the story gave it where the vocabulary does not know it."""
    known = label(subject.qcode, language)
    return subject.name or known if known == subject.qcode else known


def _make_pieces(blocks: Sequence[Block], pictures: dict[str, Picture]) -> Iterator[Piece]:
    for block in blocks:
        if isinstance(block, Embed):
            if block.media_id in pictures:
                yield Piece(picture=pictures[block.media_id])
        else:
            yield Piece(html=_write(block))


def _write(block: Block) -> SafeString:
    # the writer escapes every text; addresses are looked at here
    html = mark_safe(write_blocks([drop_unsafe_links(block)], lambda media_id: media_id))
    if not isinstance(block, Table):
        return html
    # a wide table is moved sideways in its own box, by keyboard too
    name = block.caption or gettext("Table")
    return format_html('<div class="table" role="region" tabindex="0" aria-label="{}">{}</div>', name, html)


def drop_unsafe_links(block: Block) -> Block:
    """The block without links to anything but web, mail and telephone: a `javascript:` address must not be clicked."""
    if not isinstance(block, Paragraph | Quote):
        return block
    marks = tuple(mark for mark in block.marks if mark.kind != "link" or _is_safe(mark))
    return block if marks == block.marks else msgspec.structs.replace(block, marks=marks)


def _is_safe(mark: Mark) -> bool:
    try:
        return urlsplit(mark.href.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False
