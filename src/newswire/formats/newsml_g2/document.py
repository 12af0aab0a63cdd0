"""Opening a NewsML-G2 document: XML from strangers, so no document type, no entities, no network, no huge trees."""

import codecs
import re

from lxml import etree

from newswire.kit.errors import FormatError

NAR = "{http://iptc.org/std/nar/2006-10-01/}"
_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def open_document(content: bytes) -> etree._Element:
    """The root element. Raises FormatError with the line for what is not well-formed, and for any DOCTYPE:

    NewsML-G2 has none, and it is where entity bombs and outside files come in.
    """
    if _DECLARATION.search(_as_text(content)):
        raise FormatError("a DOCTYPE or ENTITY declaration is refused: NewsML-G2 has neither", 1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"not well-formed XML: {error.msg}", error.lineno or 1) from error
    except ValueError as error:
        raise FormatError(f"not XML: {error}", 1) from error


def _as_text(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, "replace")
    return content.replace(b"\0", b"").decode("latin-1")


def line_of(element: etree._Element) -> int:
    """The line, from 1, in which the element's start tag ends: libxml2 counts so."""
    line = element.sourceline
    return line if isinstance(line, int) else 1


def text_of(parent: etree._Element, path: str) -> str:
    """The text of the first element at `path` (names of the NAR namespace, `/` between them) in one line, or empty."""
    element = parent.find(qualify(path))
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""


def qualify(path: str) -> str:
    """`itemMeta/provider` with the NAR namespace before each name."""
    return "/".join(NAR + step for step in path.split("/"))


def identity_of(element: etree._Element) -> str:
    """A flex property's identity: its `qcode`, `uri` or `literal` (specification, Flex1PropType), or empty."""
    return element.get("qcode") or element.get("uri") or element.get("literal") or ""
