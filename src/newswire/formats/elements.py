"""XML elements as text, for the writers of whole documents: escaped, without a character XML 1.0 cannot carry."""

from collections.abc import Iterable, Mapping

from newswire.formats.xhtml.writer import escape, escape_attribute

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def leaf(name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> str:
    """An element that holds `text` and no other element; empty attributes are left out."""
    start = f"{name}{_write_attributes(attributes or {})}"
    return f"<{start}>{escape(text)}</{name}>" if text else f"<{start}/>"


def branch(name: str, children: Iterable[str], attributes: Mapping[str, str] | None = None) -> str:
    """An element around `children`, which are elements already; a child that is an empty text leaves no trace."""
    lines = [f"<{name}{_write_attributes(attributes or {})}>", *filter(None, children), f"</{name}>"]
    return "\n".join(lines)


def document(root: str) -> bytes:
    """The document whose root element is `root`, in UTF-8."""
    return f"{DECLARATION}{root}\n".encode()


def _write_attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape_attribute(value)}"' for name, value in attributes.items() if value)
