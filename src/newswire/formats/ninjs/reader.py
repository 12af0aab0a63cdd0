"""ninjs 1.x to 3.1 to Item, in the simple case: one object or a list of them; nothing is fetched."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal, cast
from urllib.parse import unquote

import msgspec

from newswire.formats.filing import sections_of
from newswire.formats.identity import is_uri
from newswire.formats.ninjs.modernise import modernise
from newswire.formats.ninjs.notes import signal_line, strip_left_out, strip_signal
from newswire.formats.ninjs.shape import ORIGIN, SAID_BY, SUMMARY_ROLES, Association, File, Named, Ninjs, Rights, Value
from newswire.formats.ninjs.writer import COUNTRY_URI, GENRE_URI
from newswire.formats.options import ReadOptions
from newswire.formats.rightsml import read_rights
from newswire.formats.xhtml.reader import read_html, read_text
from newswire.item.body import Block, Embed, Quote, WebBlock, read_texts
from newswire.item.item import (
    AltId,
    Correction,
    Dateline,
    Entity,
    Item,
    ItemType,
    Link,
    LinkRel,
    Media,
    Place,
    Rendition,
    Subject,
    SummaryOrigin,
)  # fmt: skip
from newswire.item.kinds import KINDS, Kind
from newswire.item.rights import Restriction
from newswire.item.vocabulary.mediatopics import qcode_of
from newswire.kit.clock import to_utc
from newswire.kit.errors import FormatError

_BYTE = re.compile(r"\(byte (\d+)\)")
_SHA256 = re.compile(r"(?:^|/)([0-9a-f]{64})$")
_LINKS = frozenset({"follows", "translation-of", "related", "derived-from"})
_OURS = frozenset({"kind", "test", ORIGIN})
_MEDIA = frozenset({"picture", "video", "graphic"})


def read(content: bytes, options: ReadOptions) -> Iterator[Item | FormatError]:
    """The stories of a ninjs document.

    What an Item has no field for goes to `extra`: `version` (the source's own) and `pub_status` where it is not usable.
    """
    try:
        document: Any = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"this is not JSON: {error}", _line_of(content, str(error))) from error
    for one in document if isinstance(document, list) else [document]:
        try:
            yield _read_object(one, options)
        except FormatError as error:
            yield error


def _line_of(content: bytes, message: str) -> int:
    found = _BYTE.search(message)
    return content.count(b"\n", 0, int(found.group(1))) + 1 if found else 1


def _read_object(source: Any, options: ReadOptions) -> Item:
    if not isinstance(source, dict):
        raise FormatError("a ninjs document is a JSON object")
    try:
        found = msgspec.convert(modernise(source), Ninjs, strict=False)
    except msgspec.ValidationError as error:
        raise FormatError(f"not ninjs: {error}") from error
    if not found.uri:
        raise FormatError("not ninjs: `uri` is empty")
    return _to_item(found, options)


def _to_item(found: Ninjs, options: ReadOptions) -> Item:
    kind = _own_kind(found)
    subjects = tuple(_subject(one) for one in found.subjects if one.rel not in ("section", "keyword", "dossier"))
    sections = tuple(one.literal for one in found.subjects if one.rel == "section")
    correction = _correction(found)
    body = _body(found)
    first = found.first_created or found.content_created or found.version_created
    return Item(
        guid=found.uri,
        type=_type(found),
        language=found.language or options.language or "en",
        headline=_headline(found, body),
        first_created=_moment(first, "firstCreated") or options.now,
        standfirst=_first(found.descriptions, "standfirst"),
        slugline=found.slugline,
        byline=found.by,
        bylines=_bylines(found),
        dateline=_dateline(found),
        urgency=found.urgency if 1 <= found.urgency <= 9 else 5,
        genre=_genre(found.genres),
        sections=sections or (() if kind else sections_of(subjects)),
        subjects=subjects,
        places=tuple(_place(one) for one in found.places),
        people=tuple(_entity(one) for one in found.people if one.rel != "author"),
        organisations=tuple(_entity(one) for one in found.organisations),
        keywords=tuple(one.literal or one.name for one in found.subjects if one.rel == "keyword"),
        dossiers=tuple(_subject(one) for one in found.subjects if one.rel == "dossier"),
        body=body,
        media=tuple(_media(one, found.uri) for one in found.associations if one.type in _MEDIA),
        summary=tuple(_summary(found)),
        summary_origin=_summary_origin(found),
        editor_note=_editor_note(found, kind, correction),
        public_note=_first(found.descriptions, "public-note"),
        update_line=_first(found.descriptions, "update-line"),
        correction=correction,
        provider=_provider(found) or options.provider,
        copyright_holder=found.copyright_holder,
        copyright_notice=found.copyright_notice,
        usage_terms=found.usage_terms,
        embargo_until=_moment(found.embargoed_until, "embargoedUntil"),
        expires=_moment(found.expires, "expires"),
        rights=_rights(found.rights_info),
        links=tuple(Link(cast(LinkRel, one.rel), one.uri) for one in found.associations if one.rel in _LINKS),
        is_test=any((one.role, one.value) == ("test", "true") for one in found.alt_ids),
        alt_ids=tuple(AltId(one.role, one.value) for one in found.alt_ids if one.role not in _OURS and one.value),
        extra=_extra(found),
    )


def _summary(found: Ninjs) -> list[WebBlock]:
    """The public version, block by block; who said a quotation stands after it."""
    blocks: list[WebBlock] = []
    kinds = {role: kind for kind, role in SUMMARY_ROLES.items()}
    for one in found.descriptions:
        if kind := kinds.get(one.role):
            blocks.append(kind(one.value))
        elif one.role == SAID_BY and blocks and isinstance(blocks[-1], Quote):
            blocks[-1] = Quote(blocks[-1].text, one.value)
    return blocks


def _summary_origin(found: Ninjs) -> SummaryOrigin:
    value = next((one.value for one in found.alt_ids if one.role == ORIGIN), "")
    return cast(SummaryOrigin, value) if value in ("editor", "model") else ""


def _moment(moment: datetime | None, name: str) -> datetime | None:
    if moment is not None and moment.tzinfo is None:
        raise FormatError(
            f"`{name}` has no time zone, and a guess would break embargoes; write it like 2026-03-10T09:00:00Z"
        )
    return to_utc(moment) if moment else None


def _own_kind(found: Ninjs) -> Kind | None:
    """The kind our writer leaves among the alternative ids; None for a document of somebody else."""
    value = next((one.value for one in found.alt_ids if one.role == "kind"), "")
    return next((kind for kind in KINDS if kind == value), None)


def _type(found: Ninjs) -> ItemType:
    if found.profile in ("alert", "advisory"):
        return cast(ItemType, found.profile)
    if found.type in ("", "text"):
        return "text"
    if found.type in _MEDIA:
        return cast(ItemType, found.type)
    raise FormatError(f"items of type “{found.type}” are not read: only text, picture, video and graphic")


def _headline(found: Ninjs, body: tuple[Block, ...]) -> str:
    """The main headline; without one the title, a description, or the first words of the body."""
    for one in sorted(found.headlines, key=lambda one: one.role != "main"):
        if text := _plain(one):
            return text
    for text in (found.title, *map(_plain, found.descriptions), *read_texts(body), found.slugline):
        if text.strip():
            return " ".join(text.split()[:15])
    if found.pub_status in ("canceled", "withheld"):
        return found.uri
    raise FormatError(f"{found.uri}: there is no headline, and nothing to make one from")


def _is_markup(content_type: str) -> bool:
    return "html" in content_type or "xml" in content_type


def _plain(value: Value) -> str:
    if _is_markup(value.content_type):
        return " ".join(read_texts(read_html(value.value)))
    return value.value.strip()


def _first(values: tuple[Value, ...], role: str) -> str:
    return next((_plain(one) for one in values if one.role == role), "")


def _body(found: Ninjs) -> tuple[Block, ...]:
    """The first body with markup, otherwise the first one; embeds name our media by their ids again."""
    marked = [one for one in found.bodies if _is_markup(one.content_type)]
    if marked:
        blocks = read_html(marked[0].value)
        return tuple(Embed(_media_id(one.media_id, found.uri)) if isinstance(one, Embed) else one for one in blocks)
    return read_text(found.bodies[0].value) if found.bodies else ()


def _media_id(uri: str, root: str) -> str:
    """The id behind an address our writer made, other addresses as they are."""
    return unquote(uri.removeprefix(root + "#")) if uri.startswith(root + "#") else uri


def _dateline(found: Ninjs) -> Dateline | None:
    text = _first(found.descriptions, "dateline")
    day = _first(found.descriptions, "dateline-date")
    if not (text or day or found.located):
        return None
    try:
        return Dateline(found.located, date.fromisoformat(day) if day else None, text)
    except ValueError:
        return Dateline(found.located, None, text)


def _correction(found: Ninjs) -> Correction | None:
    wrong, right = _first(found.descriptions, "correction-wrong"), _first(found.descriptions, "correction-right")
    return Correction(wrong, right, _first(found.descriptions, "correction-note")) if wrong or right else None


def _editor_note(found: Ninjs, kind: Kind | None, correction: Correction | None) -> str:
    if kind is None:
        return found.ed_note.strip()
    use: Literal["publish", "hold", "recall"] = "publish"
    if found.pub_status == "canceled":
        use = "recall"
    elif found.pub_status == "withheld" or found.embargoed_until:
        use = "hold"
    return strip_signal(signal_line(kind, use, found.embargoed_until, correction), strip_left_out(found.ed_note))


def _subject(one: Named) -> Subject:
    return Subject(qcode_of(one.uri) if one.uri else one.literal or one.name, one.name)


def _place(one: Named) -> Place:
    if one.uri.startswith(COUNTRY_URI):
        return Place(one.name, one.uri.removeprefix(COUNTRY_URI).upper())
    return Place(one.name, one.literal)


def _entity(one: Named) -> Entity:
    return Entity(one.name, one.uri or one.literal)


def _bylines(found: Ninjs) -> tuple[str, ...]:
    names = tuple(one.name for one in found.people if one.rel == "author")
    return names if len(names) > 1 else ()


def _genre(genres: tuple[Named, ...]) -> str:
    if not genres:
        return ""
    uri = genres[0].uri
    return "genre:" + uri.removeprefix(GENRE_URI) if uri.startswith(GENRE_URI) else genres[0].name


def _provider(found: Ninjs) -> str:
    sources = sorted(found.info_sources, key=lambda one: one.role != "provider")
    return sources[0].name if sources else ""


def _media(one: Association, root: str) -> Media:
    alt = {text.role.removeprefix("alt-"): text.value for text in one.descriptions if text.role.startswith("alt-")}
    caption = _first(one.descriptions, "caption") or " ".join(
        _plain(text) for text in one.descriptions if not text.role.startswith("alt-")
    )
    renditions = tuple(file for file in map(_rendition, one.renditions) if file)
    media_type = cast(Literal["picture", "video", "graphic"], one.type)
    seconds = max((file.duration or 0.0 for file in one.renditions), default=0.0) if media_type == "video" else 0.0
    return Media(
        _media_id(one.uri, root),
        media_type,
        caption,
        one.by,
        alt,
        renditions,
        seconds,
        rights=_rights(one.rights_info),
        expires=_moment(one.expires, "expires"),
    )


def _rights(found: Rights | None) -> Restriction | None:
    return read_rights(found.encoded_rights) if found is not None else None


def _rendition(file: File) -> Rendition | None:
    """A rendition that is named by its content hash, as ours are; others would have to be fetched."""
    found = _SHA256.search(file.href) if is_uri(file.href) else None
    if found is None:
        return None
    return Rendition(file.name, found.group(1), file.content_type, file.width, file.height, file.size_in_bytes)


def _extra(found: Ninjs) -> dict[str, str]:
    extra = {"version": found.version} if found.version else {}
    if found.pub_status in ("canceled", "withheld"):
        extra["pub_status"] = found.pub_status
    return extra
