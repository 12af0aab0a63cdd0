"""Item to ninjs 3.1: what one subscriber gets of a story, in full or in a product's shorter form."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from newswire.formats.identity import as_uri, is_uri
from newswire.formats.ninjs.notes import RIGHTS_END_LINE, join_note, left_out_line, signal_line
from newswire.formats.ninjs.shape import (
    ORIGIN,
    SAID_BY,
    SCHEMA,
    SUMMARY_ROLES,
    Association,
    File,
    Named,
    Ninjs,
    OtherId,
    Rights,
    Standard,
    Value,
)
from newswire.formats.options import WriteOptions
from newswire.formats.rightsml import LANGUAGE, write_rights
from newswire.formats.xhtml.writer import write_blocks
from newswire.item.body import Quote
from newswire.item.forms import Form
from newswire.item.item import Correction, Entity, Item, Media, Place, Subject
from newswire.item.kinds import NOTICES, Kind, Use
from newswire.item.measure import count_words
from newswire.item.release import Entry
from newswire.item.rights import Restriction
from newswire.item.rights_end import is_rights_end
from newswire.item.vocabulary.genres import PREFIX, genre_name
from newswire.item.vocabulary.mediatopics import label, uri_of
from newswire.item.vocabulary.sections import section_name

COUNTRY_URI = "http://cvx.iptc.org/iso3166-1a2/"
GENRE_URI = "http://cv.iptc.org/newscodes/genre/"
XHTML = "application/xhtml+xml"
_STANDARD = Standard(name="ninjs", version="3.1", schema=SCHEMA)
_TYPES = frozenset({"text", "picture", "video", "graphic"})
_FULL = WriteOptions()
_encoder = msgspec.json.Encoder()


def encode(
    item: Item,
    *,
    version: int,
    kind: Kind,
    use: Use,
    released_at: datetime,
    until: datetime | None = None,
    options: WriteOptions = _FULL,
) -> bytes:
    """`item` as one ninjs 3.1 object, UTF-8 JSON.

    `version` and `kind` are the delivered ones, relative to what the subscription had; `until` (UTC) ends an embargo.
    """
    entry = Entry(
        n=0, kind=kind, use=use, until=until, guid=item.guid, version=version, released_at=released_at, item=item
    )
    return _encoder.encode(shape_entry(entry, options))


def encode_entry(entry: Entry, options: WriteOptions) -> bytes:
    """One event of a subscription as a ninjs 3.1 object, UTF-8 JSON; its number `n` is not part of ninjs."""
    return _encoder.encode(shape_entry(entry, options))


def shape_entry(entry: Entry, options: WriteOptions) -> Ninjs:
    """The same, not yet encoded, for a page of many."""
    item, kind, use, until = entry.item, entry.kind, entry.use, entry.until
    embargoed = use == "hold" and until is not None
    if item is None or kind in NOTICES or not (use == "publish" or embargoed):
        return _shape_notice(entry)
    form = options.form
    brief = form == "headlines"
    uri = as_uri(entry.guid, "urn:guid:")
    return Ninjs(
        uri=uri,
        type=_type(item),
        profile=item.type if item.type not in _TYPES else "",
        representation_type="full" if form == "full" else "partial",
        version=str(entry.version),
        standard=_STANDARD,
        first_created=item.first_created,
        version_created=entry.released_at,
        embargoed_until=until if embargoed else None,
        pub_status="usable",
        urgency=item.urgency,
        language=item.language,
        slugline=item.slugline,
        by="" if brief else item.byline,
        located=item.dateline.place if item.dateline and not brief else "",
        ed_note=_note(entry, item, None if brief else item.correction),
        headlines=(Value(value=item.headline, role="main"),),
        descriptions=() if brief else tuple(_descriptions(item)),
        bodies=(_body(item, uri),) if form == "full" and item.body else (),
        subjects=tuple(_subjects(item)),
        places=tuple([_place(one) for one in item.places]),
        people=() if brief else tuple(_people(item)),
        organisations=() if brief else tuple([_entity(one) for one in item.organisations]),
        genres=(_genre(item.genre, item.language),) if item.genre else (),
        info_sources=(Named(name=item.provider, role="provider"),) if item.provider else (),
        copyright_holder=item.copyright_holder,
        copyright_notice=item.copyright_notice,
        usage_terms=item.usage_terms,
        rights_info=_rights(item.rights, uri),
        expires=item.expires,
        associations=_associations(item, uri, form, options.media_root),
        alt_ids=(
            OtherId(role="kind", value=kind),
            *([OtherId(role="test", value="true")] if item.is_test else []),
            *([OtherId(role=ORIGIN, value=item.summary_origin)] if item.summary_origin and not brief else []),
            *[OtherId(role=one.role, value=one.value) for one in item.alt_ids],
        ),
    )


def _note(entry: Entry, item: Item, correction: Correction | None) -> str:
    """What happened to the story, the editor's note, and what is missing because this client may not have it."""
    signal = signal_line(entry.kind, entry.use, entry.until, correction)
    return join_note(join_note(signal, item.editor_note), left_out_line(entry.left_out, item.language))


def _rights(restriction: Restriction | None, target: str) -> Rights | None:
    return Rights(lang_id=LANGUAGE, encoded_rights=write_rights(restriction, target)) if restriction else None


def _shape_notice(entry: Entry) -> Ninjs:
    """A killed or held story: how it is called at the desk, and not one word of what it said."""
    item = entry.item
    return Ninjs(
        uri=as_uri(entry.guid, "urn:guid:"),
        type=_type(item) if item else "text",
        representation_type="partial",
        version=str(entry.version),
        standard=_STANDARD,
        version_created=entry.released_at,
        pub_status="canceled" if entry.use == "recall" else "withheld",
        language=item.language if item else "",
        slugline=item.slugline if item else "",
        ed_note=RIGHTS_END_LINE if is_rights_end(entry.note) else signal_line(entry.kind, entry.use, None, None),
        alt_ids=(OtherId(role="kind", value=entry.kind),),
    )


def media_uri(uri: str, media_id: str) -> str:
    """The address of one of an item's media inside this document: its own where it has one, else a fragment."""
    return as_uri(media_id, uri + "#")


def _type(item: Item) -> str:
    return item.type if item.type in _TYPES else "text"


def _body(item: Item, uri: str) -> Value:
    value = write_blocks(item.body, lambda media_id: media_uri(uri, media_id))
    return Value(value=value, role="main", content_type=XHTML, word_count=count_words(item.body))


def _descriptions(item: Item) -> Iterator[Value]:
    if item.standfirst:
        yield Value(value=item.standfirst, role="standfirst")
    for block in item.summary:
        yield Value(value=block.text, role=SUMMARY_ROLES[type(block)])
        if isinstance(block, Quote) and block.attribution:
            yield Value(value=block.attribution, role=SAID_BY)
    if item.dateline:
        if item.dateline.text:
            yield Value(value=item.dateline.text, role="dateline")
        if item.dateline.date:
            yield Value(value=item.dateline.date.isoformat(), role="dateline-date")
    if item.public_note:
        yield Value(value=item.public_note, role="public-note")
    if item.update_line:
        yield Value(value=item.update_line, role="update-line")
    if item.correction:
        yield Value(value=item.correction.wrong, role="correction-wrong")
        yield Value(value=item.correction.right, role="correction-right")
        if item.correction.note:
            yield Value(value=item.correction.note, role="correction-note")


def _subjects(item: Item) -> Iterator[Named]:
    for subject in item.subjects:
        yield _subject(subject, item.language)
    for code in item.sections:
        yield Named(name=section_name(code, item.language), rel="section", literal=code)
    for dossier in item.dossiers:
        yield Named(name=dossier.name, rel="dossier", literal=dossier.qcode)
    for keyword in item.keywords:
        yield Named(name=keyword, rel="keyword", literal=keyword)


def _subject(subject: Subject, language: str) -> Named:
    name = subject.name or label(subject.qcode, language)
    if subject.qcode.startswith("medtop:"):
        return Named(name=name, rel="about", uri=uri_of(subject.qcode))
    return Named(name=name, rel="about", literal=subject.qcode)


def _place(place: Place) -> Named:
    code = place.code
    if len(code) == 2 and code.isascii() and code.isalpha():
        return Named(name=place.name, rel="about", uri=COUNTRY_URI + code)
    return Named(name=place.name, rel="about", literal=code)


def _entity(entity: Entity) -> Named:
    if entity.uri and is_uri(entity.uri):
        return Named(name=entity.name, rel="about", uri=entity.uri)
    return Named(name=entity.name, rel="about", literal=entity.uri)


def _people(item: Item) -> Iterator[Named]:
    for one in item.people:
        yield _entity(one)
    for name in item.bylines:
        yield Named(name=name, rel="author")


def _genre(genre: str, language: str) -> Named:
    code = genre.removeprefix(PREFIX)
    return Named(name=genre_name(code, language), uri=GENRE_URI + code) if code != genre else Named(name=genre)


def _associations(item: Item, uri: str, form: Form, media_root: str) -> tuple[Association, ...]:
    if not item.media and not item.links:
        return ()
    found = [
        Association(uri=as_uri(link.guid, "urn:guid:"), name=f"{link.rel}-{index}", rel=link.rel)
        for index, link in enumerate(item.links, 1)
    ]
    if form != "headlines":
        found += [_media(media, index, uri, media_root) for index, media in enumerate(item.media, 1)]
    return tuple(found)


def _media(media: Media, index: int, uri: str, media_root: str) -> Association:
    texts = [Value(value=media.caption, role="caption")] if media.caption else []
    texts += [Value(value=text, role=f"alt-{language}") for language, text in media.alt.items()]
    return Association(
        uri=media_uri(uri, media.id),
        name=f"{media.type}-{index}",
        rel="featuremedia" if index == 1 else "media",
        type=media.type,
        by=media.credit,
        descriptions=tuple(texts),
        renditions=tuple(
            File(
                name=one.name,
                href=media_root + one.sha256 if media_root else "",
                content_type=one.mime,
                width=one.width,
                height=one.height,
                size_in_bytes=one.size,
                duration=media.seconds or None if one.name != "poster" else None,
            )
            for one in media.renditions
        ),
        rights_info=_rights(media.rights, media_uri(uri, media.id)),
        expires=media.expires,
    )
