"""Body to XHTML: a well-formed fragment (HTML5 elements, XML syntax) that other formats carry inside themselves."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from newswire.item.body import Block, Crosshead, Embed, ListBlock, Mark, Paragraph, Quote, Table

EmbedAddress = Callable[[str], str]
"""From the id of one of the item's media to the address it has in the surrounding document."""

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {"emphasis": "em", "strong": "strong", "link": "a"}


def escape(text: str) -> str:
    """`text` as XML character data; characters XML 1.0 (section 2.2) cannot carry are left out."""
    if not text.isprintable():  # a C loop over the usual text; the regex costs ten times that
        text = _ILLEGAL.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """`text` for an attribute in double quotes."""
    return escape(text).replace('"', "&quot;")


def write_blocks(blocks: Iterable[Block], address: EmbedAddress) -> str:
    """The blocks as XHTML without a surrounding element; an embed becomes `<figure data-uri="…"></figure>`."""
    return "".join([_write_block(block, address) for block in blocks])


def _write_block(block: Block, address: EmbedAddress) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_write_marked(block.text, block.marks) if block.marks else escape(block.text)}</p>"
    if isinstance(block, Crosshead):
        return f"<h2>{escape(block.text)}</h2>"
    if isinstance(block, Quote):
        said_by = f"<cite>{escape(block.attribution)}</cite>" if block.attribution else ""
        return f"<blockquote><p>{_write_marked(block.text, block.marks)}</p>{said_by}</blockquote>"
    if isinstance(block, ListBlock):
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>" + "".join(f"<li>{escape(entry)}</li>" for entry in block.items) + f"</{tag}>"
    if isinstance(block, Table):
        return _write_table(block)
    return _write_embed(block, address)


def _write_embed(block: Embed, address: EmbedAddress) -> str:
    return f'<figure data-uri="{escape_attribute(address(block.media_id))}"></figure>'


def _write_table(table: Table) -> str:
    parts = ["<table>"]
    if table.caption:
        parts.append(f"<caption>{escape(table.caption)}</caption>")
    rows = table.rows
    if table.has_head and rows:
        parts.append("<thead><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in rows[0]) + "</tr></thead>")
        rows = rows[1:]
    if rows:
        parts.append("<tbody>")
        for row in rows:
            parts.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>")
        parts.append("</tbody>")
    parts.append("</table>")
    return "".join(parts)


def _write_marked(text: str, marks: tuple[Mark, ...]) -> str:
    """Text cut at every mark's edge and each piece wrapped on its own, so that crossing marks stay well-formed."""
    if not marks:
        return escape(text)
    size = len(text)
    edges = sorted({0, size, *(edge for one in marks for edge in (one.start, one.end) if 0 < edge < size)})
    parts: list[str] = []
    for start, end in pairwise(edges):
        piece = escape(text[start:end])
        for one in marks:
            if one.start <= start and end <= one.end:
                piece = _wrap(piece, one)
        parts.append(piece)
    return "".join(parts)


def _wrap(piece: str, mark: Mark) -> str:
    tag = _TAGS[mark.kind]
    if mark.kind == "link":
        return f'<a href="{escape_attribute(mark.href)}">{piece}</a>'
    return f"<{tag}>{piece}</{tag}>"
