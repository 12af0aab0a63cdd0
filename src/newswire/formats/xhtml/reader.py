"""XHTML, HTML and NITF body content to blocks: only the elements named here mean anything, the rest is its text."""

import re
from collections.abc import Iterator

from lxml import etree

from newswire.formats.xhtml.inline import Run, Runs, Style, collapse, link_style
from newswire.item.body import Block, Crosshead, Embed, ListBlock, Paragraph, Quote, Table

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "hl2"})
_SKIPPED = frozenset(
    {"title", "script", "style", "head", "template", "iframe", "object", "media", "img", "form", "svg"}
)
_BLOCKS = _HEADINGS | {
    "p",
    "blockquote",
    "bq",
    "ul",
    "ol",
    "table",
    "figure",
    "pre",
    "div",
    "section",
    "article",
    "block",
}
_STYLES = {"em": Style("emphasis"), "i": Style("emphasis"), "strong": Style("strong"), "b": Style("strong")}
_DEEPEST = 60
"""Nesting beyond this is not a story's structure: the text below is taken as it runs."""


def read_html(markup: str) -> tuple[Block, ...]:
    """The blocks of an HTML or XHTML fragment or page. Never fails: what cannot be parsed is text."""
    if not markup.strip():
        return ()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    content = f"<html><body>{_ILLEGAL.sub('', markup)}</body></html>".encode("utf-8", "ignore")
    return read_element(etree.fromstring(content, parser))


def read_text(text: str) -> tuple[Block, ...]:
    """Plain text: paragraphs stand apart by blank lines or, where there are none, by line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = re.split(r"\n[ \t]*\n", text) if re.search(r"\n[ \t]*\n", text.strip()) else text.split("\n")
    return tuple(Paragraph(part) for part in map(collapse, parts) if part)


def read_element(element: etree._Element) -> tuple[Block, ...]:
    """The blocks inside `element`, whatever its namespace."""
    return tuple(_read_children(element, 0))


def plain_text(element: etree._Element) -> str:
    """All text inside `element` in one line."""
    return collapse("".join(str(piece) for piece in element.itertext()))


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _read_children(element: etree._Element, depth: int) -> Iterator[Block]:
    runs = Runs()
    runs.add(element.text or "", ())
    for child in element:
        name = _name(child)
        if name in _BLOCKS or _holds_blocks(child, name):
            yield from _close(runs)
            yield from _read_block(child, name, depth)
        else:
            _read_inline(child, name, runs, ())
        runs.add(child.tail or "", ())
    yield from _close(runs)


def _close(runs: Runs) -> Iterator[Block]:
    runs.close()
    yield from (Paragraph(run.text, run.marks) for run in runs.done)
    runs.done.clear()


def _holds_blocks(element: etree._Element, name: str) -> bool:
    return name not in _SKIPPED and any(_name(one) in _BLOCKS for one in element.iterdescendants())


def _read_block(element: etree._Element, name: str, depth: int) -> Iterator[Block]:
    if name in _HEADINGS:
        if text := plain_text(element):
            yield Crosshead(text)
    elif name in ("blockquote", "bq"):
        yield from _read_quote(element)
    elif name in ("ul", "ol"):
        entries = tuple(text for text in map(plain_text, element) if text)
        if entries:
            yield ListBlock(entries, ordered=name == "ol")
    elif name == "table":
        yield from _read_table(element)
    elif name == "figure":
        if address := element.get("data-uri"):
            yield Embed(address)
    elif depth >= _DEEPEST:
        if text := plain_text(element):
            yield Paragraph(text)
    else:
        yield from _read_children(element, depth + 1)


def _read_inline(element: etree._Element, name: str, runs: Runs, styles: tuple[Style, ...]) -> None:
    if name == "br":
        runs.break_line()
        return
    if name in _SKIPPED or not name:
        return
    style = link_style(element.get("href", "")) if name == "a" else _STYLES.get(name)
    inner = (*styles, style) if style else styles
    if len(inner) > _DEEPEST:
        runs.add(plain_text(element), styles)
        return
    runs.add(element.text or "", inner)
    for child in element:
        _read_inline(child, _name(child), runs, inner)
        runs.add(child.tail or "", inner)


def _read_quote(element: etree._Element) -> Iterator[Block]:
    """One quote a paragraph; `<cite>`, `<footer>` or NITF's `<credit>` after it says who speaks."""
    said_by = ""
    runs = Runs()
    for piece in _flatten(element):
        if isinstance(piece, str):
            runs.add(piece, ())
        elif _name(piece) in ("cite", "footer", "credit"):
            said_by = plain_text(piece)
        elif _name(piece) == "p":
            runs.close()
            _read_inline(piece, "p", runs, ())
            runs.close()
        else:
            _read_inline(piece, _name(piece), runs, ())
    runs.close()
    last = len(runs.done) - 1
    for index, run in enumerate(runs.done):
        yield _quote(run, said_by if index == last else "")


def _flatten(element: etree._Element) -> Iterator[etree._Element | str]:
    yield element.text or ""
    for child in element:
        if _name(child) in ("div", "block", "section"):
            yield from _flatten(child)
        else:
            yield child
        yield child.tail or ""


def _quote(run: Run, said_by: str) -> Quote:
    return Quote(run.text, said_by, run.marks)


def _read_table(element: etree._Element) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    has_head = False
    caption = ""
    for one in element.iterdescendants():
        name = _name(one)
        if name == "caption":
            caption = plain_text(one)
        elif name == "tr":
            cells = [cell for cell in one if _name(cell) in ("td", "th")]
            if cells:
                if not rows:
                    has_head = all(_name(cell) == "th" for cell in cells)
                rows.append(tuple(map(plain_text, cells)))
    if rows or caption:
        yield Table(tuple(rows), has_head=has_head, caption=caption)
