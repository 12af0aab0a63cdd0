"""The text inside a NewsML-G2 item: NITF or XHTML in `inlineXML`, plain text in `inlineData`."""

import msgspec
from lxml import etree

from newswire.formats.newsml_g2.document import qualify
from newswire.formats.xhtml.reader import plain_text, read_element, read_text
from newswire.item.body import Block

_FRAGMENTS = frozenset({"article", "div", "main", "p", "section"})
"""XHTML elements that may be sent without a page around them; other vocabularies (SportsML) are not running text."""


class Content(msgspec.Struct, frozen=True):
    """The body, and what NITF's `body.head` says beside it."""

    body: tuple[Block, ...] = ()
    headline: str = ""
    byline: str = ""


def read_content(item: etree._Element) -> Content:
    """The first part of the content that has text; nothing where there is none (a cancelled item may have none)."""
    for holder in item.findall(qualify("contentSet/inlineXML")):
        for root in holder:
            found = _read_xml(root)
            if found.body or found.headline:
                return found
    for holder in item.findall(qualify("contentSet/inlineData")):
        body = read_text("".join(map(str, holder.itertext())))
        if body:
            return Content(body)
    return Content()


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _descend(element: etree._Element, name: str) -> etree._Element | None:
    """The first element below `element` of that local name, in NITF's namespace or none."""
    return next((one for one in element.iterdescendants() if _local(one) == name), None)


def _read_xml(root: etree._Element) -> Content:
    name = _local(root)
    if name == "nitf":
        content = _descend(root, "body.content")
        return Content(read_element(content) if content is not None else (), _text(root, "hl1"), _text(root, "byline"))
    if name == "html":
        body = _descend(root, "body")
        return Content(read_element(body) if body is not None else ())
    if name not in _FRAGMENTS:
        return Content()
    holder = etree.Element("holder")
    holder.append(root)
    return Content(read_element(holder))


def _text(root: etree._Element, name: str) -> str:
    element = _descend(root, name)
    return plain_text(element) if element is not None else ""
