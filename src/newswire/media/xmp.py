"""XMP (ISO 16684-1) with the properties of the IPTC Photo Metadata Standard: read from and written to a packet."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from lxml import etree

from newswire.media.description import UNKNOWN_LANGUAGE, Description, tidy

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_META = "adobe:ns:meta/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {"dc": _DC, "photoshop": _PHOTOSHOP, "xmpRights": _RIGHTS, "Iptc4xmpCore": _IPTC, "Iptc4xmpExt": _EXT}

_TEXTS: dict[str, tuple[str, ...]] = {
    "headline": (f"{{{_PHOTOSHOP}}}Headline", f"{{{_DC}}}title"),
    "caption": (f"{{{_DC}}}description",),
    "credit": (f"{{{_PHOTOSHOP}}}Credit",),
    "creator": (f"{{{_DC}}}creator",),
    "copyright_notice": (f"{{{_DC}}}rights",),
    "usage_terms": (f"{{{_RIGHTS}}}UsageTerms",),
    "city": (f"{{{_PHOTOSHOP}}}City",),
    "country": (f"{{{_PHOTOSHOP}}}Country",),
    "guid": (f"{{{_PHOTOSHOP}}}TransmissionReference",),
}
"""Where a text stands, the better place first."""
_KEYWORDS, _ALT = f"{{{_DC}}}subject", f"{{{_IPTC}}}AltTextAccessibility"
_DATE = f"{{{_PHOTOSHOP}}}DateCreated"
LONGEST_PACKET = 65_000
"""Octets of a packet that surely fits into one segment."""


def read_xmp(packet: bytes) -> Description:
    """What the packet says. ValueError where it is no XML; entities and outside addresses are never followed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(packet.strip(b"\0 \r\n\t"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the XMP is no XML: {error}") from error
    found: dict[str, str] = {}
    keywords: tuple[str, ...] = ()
    alt: dict[str, str] = {}
    taken_at = None
    for part in root.iter(f"{{{_RDF}}}Description"):
        for name, places in _TEXTS.items():
            text = next((text for place in places if (text := _text(part, place))), "")
            if text:
                found.setdefault(name, text)
        keywords = keywords or tuple(dict.fromkeys(text for _lang, text in _values(part, _KEYWORDS)))
        alt = alt or dict(_values(part, _ALT))
        taken_at = taken_at or _read_moment(_text(part, _DATE))
    return Description(**found, keywords=keywords, alt=_named_languages(alt), taken_at=taken_at)


def write_xmp(said: Description) -> bytes:
    """A packet for `said`; where it would not fit into one segment, its longest texts are cut."""
    packet = _write(said)
    if len(packet) <= LONGEST_PACKET:
        return packet
    short = msgspec.structs.replace(
        said, caption=said.caption[:4000], usage_terms=said.usage_terms[:4000], keywords=said.keywords[:50]
    )
    return _write(short)


def _write(said: Description) -> bytes:
    root = etree.Element(f"{{{_META}}}xmpmeta", nsmap={"x": _META})
    rdf = etree.SubElement(root, f"{{{_RDF}}}RDF", nsmap={"rdf": _RDF})
    part = etree.SubElement(rdf, f"{{{_RDF}}}Description", nsmap=_PREFIXES)
    part.set(f"{{{_RDF}}}about", "")
    for name, space in (("Headline", said.headline), ("Credit", said.credit), ("City", said.city),
                        ("Country", said.country), ("TransmissionReference", said.guid)):  # fmt: skip
        _put(part, f"{{{_PHOTOSHOP}}}{name}", space)
    if said.taken_at:
        _put(part, _DATE, f"{said.taken_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S+00:00}")
    _put_list(part, f"{{{_DC}}}title", "Alt", _default(said.headline))
    _put_list(part, f"{{{_DC}}}description", "Alt", _default(said.caption))
    _put_list(part, f"{{{_DC}}}rights", "Alt", _default(said.copyright_notice))
    _put_list(part, f"{{{_RIGHTS}}}UsageTerms", "Alt", _default(said.usage_terms))
    _put_list(part, f"{{{_DC}}}creator", "Seq", [("", said.creator)] if said.creator else [])
    _put_list(part, _KEYWORDS, "Bag", [("", one) for one in said.keywords])
    first = next(iter(said.alt.values()), "")
    _put_list(part, _ALT, "Alt", [*_default(first), *((k, v) for k, v in said.alt.items() if k != UNKNOWN_LANGUAGE)])
    _put(part, f"{{{_EXT}}}DigImageGUID", said.guid)
    head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
    return head + etree.tostring(root, encoding="utf-8") + b'\n<?xpacket end="r"?>'


def _default(text: str) -> list[tuple[str, str]]:
    return [(UNKNOWN_LANGUAGE, text)] if text else []


def _put(part: etree._Element, name: str, text: str) -> None:
    if text := tidy(text):
        etree.SubElement(part, name).text = text


def _put_list(part: etree._Element, name: str, kind: str, values: Iterable[tuple[str, str]]) -> None:
    said = [(language, text) for language, given in values if (text := tidy(given))]
    if not said:
        return
    holder = etree.SubElement(etree.SubElement(part, name), f"{{{_RDF}}}{kind}")
    for language, text in said:
        line = etree.SubElement(holder, f"{{{_RDF}}}li")
        line.text = text
        if language:
            line.set(_LANG, language)


def _values(part: etree._Element, name: str) -> list[tuple[str, str]]:
    """The property's values with their languages, in order: of a list, an element or an attribute."""
    if given := tidy(part.get(name) or ""):
        return [(UNKNOWN_LANGUAGE, given)]
    element = part.find(name)
    if element is None:
        return []
    lines = list(element.iter(f"{{{_RDF}}}li")) or [element]
    said = [
        (one.get(_LANG) or UNKNOWN_LANGUAGE, tidy("".join(str(piece) for piece in one.itertext()))) for one in lines
    ]
    return [(language, text) for language, text in said if text]


def _text(part: etree._Element, name: str) -> str:
    values = _values(part, name)
    if name == f"{{{_DC}}}creator":
        return ", ".join(text for _language, text in values)
    return dict(values).get(UNKNOWN_LANGUAGE) or (values[0][1] if values else "")


def _named_languages(alt: dict[str, str]) -> dict[str, str]:
    """`alt` without the default where that only repeats a text whose language is known."""
    named = {language: text for language, text in alt.items() if language != UNKNOWN_LANGUAGE}
    default = alt.get(UNKNOWN_LANGUAGE, "")
    return named if not default or default in named.values() else {**named, UNKNOWN_LANGUAGE: default}


def _read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
