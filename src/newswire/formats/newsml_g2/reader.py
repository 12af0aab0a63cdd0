"""NewsML-G2 (2.x, core or power) to Items: text newsItems, alone or in a newsMessage; other kinds are refused."""

from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from newswire.formats.filing import sections_of
from newswire.formats.newsml_g2.concepts import read_concepts
from newswire.formats.newsml_g2.content import read_content
from newswire.formats.newsml_g2.document import NAR, identity_of, line_of, open_document, qualify, text_of
from newswire.formats.options import ReadOptions
from newswire.formats.rightsml import read_rights
from newswire.item.body import Paragraph
from newswire.item.item import AltId, Dateline, Item, Link, LinkRel
from newswire.item.rights import Restriction
from newswire.kit.errors import FormatError

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ITEMS = frozenset({"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
_TEXT = frozenset({"", "ninat:text", "http://cv.iptc.org/newscodes/ninature/text"})
_RELS: dict[str, LinkRel] = {
    "irel:seeAlso": "related",
    "irel:derivedFrom": "derived-from",
    "irel:translatedFrom": "translation-of",
    "irel:previousVersion": "follows",
}


def read(content: bytes, options: ReadOptions) -> Iterator[Item | FormatError]:
    """The text stories of a document.

    What an Item has no field for goes to `extra`: `version` (the source's own) and `pub_status` where it is not usable.
    """
    root = open_document(content)
    name = root.tag.removeprefix(NAR)
    if name == "newsMessage":
        items = root.findall(qualify("itemSet") + "/*")
        if not items:
            raise FormatError("the newsMessage has no items", line_of(root))
    elif name in _ITEMS:
        items = [root]
    else:
        raise FormatError(f"<{root.tag}> is not NewsML-G2", line_of(root))
    for element in items:
        try:
            yield _read_item(element, options)
        except FormatError as error:
            yield error


def _read_item(item: etree._Element, options: ReadOptions) -> Item:
    line = line_of(item)
    name = str(item.tag).removeprefix(NAR)
    if name != "newsItem":
        raise FormatError(f"a {name} is not read: only text newsItems are", line)
    guid = item.get("guid", "").strip()
    if not guid:
        raise FormatError("the newsItem has no guid", line)
    item_class = item.find(qualify("itemMeta/itemClass"))
    nature = identity_of(item_class) if item_class is not None else ""
    if nature not in _TEXT:
        raise FormatError(f"{guid}: items of class “{nature}” are not read, only text", line)
    return _to_item(item, guid, options)


def _to_item(item: etree._Element, guid: str, options: ReadOptions) -> Item:
    concepts = read_concepts(item)
    content = read_content(item)
    meta = item.find(qualify("itemMeta"))
    status = _status(item)
    language = _language(item) or options.language or "en"
    return Item(
        guid=guid,
        type="text",
        language=language,
        headline=_headline(item, content.headline, status, guid),
        first_created=_moment(item, "itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")
        or options.now,
        slugline=text_of(item, "contentMeta/slugline"),
        byline=text_of(item, "contentMeta/by") or content.byline or _creators(item),
        dateline=_dateline(item),
        urgency=_urgency(item),
        genre=_genre(item),
        sections=sections_of(concepts.subjects),
        subjects=concepts.subjects,
        places=concepts.places,
        people=concepts.people,
        organisations=concepts.organisations,
        keywords=_all_texts(item, "contentMeta/keyword"),
        body=content.body,
        summary=tuple(
            Paragraph(text) for one in item.findall(qualify("contentMeta/description"))
            if one.get("role") == "drol:summary" and (text := " ".join("".join(map(str, one.itertext())).split()))
        ),
        editor_note=" ".join(_all_texts(item, "itemMeta/edNote")),
        provider=_provider(item) or options.provider,
        copyright_holder=_named(item, "rightsInfo/copyrightHolder"),
        copyright_notice=text_of(item, "rightsInfo/copyrightNotice"),
        usage_terms=text_of(item, "rightsInfo/usageTerms"),
        embargo_until=_moment(item, "itemMeta/embargoed"),
        expires=_moment(item, "itemMeta/expires"),
        rights=_rights(item),
        links=tuple(_links(meta)) if meta is not None else (),
        alt_ids=tuple(AltId("source", text) for text in _all_texts(item, "contentMeta/altId")),
        extra=_extra(item, status),
    )  # fmt: skip


def _rights(item: etree._Element) -> Restriction | None:
    """RightsML in JSON (NewsML-G2 2.23, `rightsExpressionData`); an expression in XML is left to people."""
    expressions = (
        "".join(map(str, one.itertext())) for one in item.findall(qualify("rightsInfo/rightsExpressionData"))
    )
    return next((found for one in expressions if (found := read_rights(one))), None)


def _all_texts(item: etree._Element, path: str) -> tuple[str, ...]:
    texts = (" ".join("".join(map(str, one.itertext())).split()) for one in item.findall(qualify(path)))
    return tuple(text for text in texts if text)


def _status(item: etree._Element) -> str:
    """`usable`, `withheld` or `canceled`; an empty `embargoed` is an embargo of unknown end, so withheld."""
    status = item.find(qualify("itemMeta/pubStatus"))
    value = identity_of(status).rpartition(":")[2].rpartition("/")[2] if status is not None else "usable"
    embargoed = item.find(qualify("itemMeta/embargoed"))
    if embargoed is not None and not (embargoed.text or "").strip() and value == "usable":
        return "withheld"
    return value


def _moment(item: etree._Element, *paths: str) -> datetime | None:
    """The first of the moments that is given. A time without a zone is refused: a guess would break embargoes."""
    for path in paths:
        text = text_of(item, path)
        if not text:
            continue
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise FormatError(f"“{text}” in {path} is not a date and time", line_of(item)) from None
        if moment.tzinfo is None:
            raise FormatError(f"“{text}” in {path} has no time zone", line_of(item))
        return moment.astimezone(UTC)
    return None


def _language(item: etree._Element) -> str:
    element = item.find(qualify("contentMeta/language"))
    return (element.get("tag", "") if element is not None else "") or item.get(_LANG, "")


def _headline(item: etree._Element, inside: str, status: str, guid: str) -> str:
    for text in (text_of(item, "contentMeta/headline"), inside, text_of(item, "itemMeta/title")):
        if text:
            return text
    slug = text_of(item, "contentMeta/slugline")
    if slug or status in ("canceled", "withheld"):
        return slug or guid
    raise FormatError(f"{guid}: there is no headline", line_of(item))


def _creators(item: etree._Element) -> str:
    return ", ".join(_all_texts(item, "contentMeta/creator/name"))


def _dateline(item: etree._Element) -> Dateline | None:
    place, text = _named(item, "contentMeta/located"), text_of(item, "contentMeta/dateline")
    return Dateline(place, None, text) if place or text else None


def _urgency(item: etree._Element) -> int:
    text = text_of(item, "contentMeta/urgency")
    return int(text) if text in {"1", "2", "3", "4", "5", "6", "7", "8", "9"} else 5


def _genre(item: etree._Element) -> str:
    element = item.find(qualify("contentMeta/genre"))
    return identity_of(element) or text_of(item, "contentMeta/genre/name") if element is not None else ""


def _named(item: etree._Element, path: str) -> str:
    return text_of(item, path + "/name") or text_of(item, path)


def _provider(item: etree._Element) -> str:
    """The provider's name, or the last part of its code: `nprov:REUTERS` is REUTERS."""
    element = item.find(qualify("itemMeta/provider"))
    if element is None:
        return ""
    return (
        _named(item, "itemMeta/provider") or (element.get("qcode") or "").rpartition(":")[2] or element.get("uri", "")
    )


def _links(meta: etree._Element) -> Iterator[Link]:
    for link in meta.findall(qualify("link")):
        rel, target = _RELS.get(link.get("rel", "")), link.get("residref", "")
        if rel and target and not link.get("contenttype", "").startswith(("image/", "video/", "audio/")):
            yield Link(rel, target)


def _extra(item: etree._Element, status: str) -> dict[str, str]:
    extra = {"version": item.get("version", "1")}
    if status != "usable":
        extra["pub_status"] = status
    return extra
