"""The body between the editor's HTML and the item's blocks, both ways.

The editor offers h2, p, blockquote, ul, ol with bold, italic and links, and pictures (`models.BODY_FEATURES`); other
elements that arrive, by paste or from another hand, are read as plain text rather than dropped. Conventions carry what
the editor has no element for: in a blockquote a last line that begins with a dash names the speaker, a line break is a
newline, and paragraphs that begin and end with a bar are the rows of a table (`tables.py`).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from html import escape
from typing import Literal

import msgspec
from lxml import html
from lxml.html import HtmlElement

from newswire.editing.tables import gather_tables, write_rows
from newswire.item.body import (
    Block,
    Crosshead,
    Embed,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Table,
    WebBlock,
    read_texts,
)

_MARKS: dict[str, Literal["link", "emphasis", "strong"]] = {
    "a": "link",
    "b": "strong",
    "strong": "strong",
    "i": "emphasis",
    "em": "emphasis",
}
_TAGS = {"strong": "b", "emphasis": "i"}
_BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "div",
    "table",
    "tr",
    "section",
    "embed",
}
_FOREIGN = {"iframe", "object", "video", "audio", "img", "form", "input", "svg", "canvas", "math"}
_SILENT = {"script", "style", "template", "head"}
PICTURE = "picture-"
"""What the id of a picture of our own library begins with; its number there follows."""
_SAFE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_EMBED = re.compile(r"<embed\b[^>]*>(?:</embed>)?")
_DASH = "—"
_BREAK = "\x00"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 (section 2.2) does not have; a paste from a word processor can carry them."""


class _Run(msgspec.Struct):
    """Text being gathered for one block, with the marks that lie over it."""

    text: str = ""
    marks: list[Mark] = []

    def add(self, text: str) -> None:
        self.text += text


def read_body(source: str) -> tuple[Block, ...]:
    """The blocks in the editor's HTML. Empty blocks are left out; white space is collapsed as a browser does."""
    if not source.strip():
        return ()
    root = html.fragment_fromstring(_ILLEGAL.sub("", source), create_parent="div")
    return tuple(gather_tables(_read_blocks(root)))


def read_web(source: str) -> tuple[WebBlock, ...]:
    """The web version in the editor's HTML: plain paragraphs, crossheads, quotations.

    What else a paste brings is read for its words: an entry of a list and a row of a table are a paragraph each.
    """
    blocks: list[WebBlock] = []
    for block in read_body(source):
        match block:
            case Paragraph(text):
                blocks.append(Paragraph(text.replace("\n", " ")))
            case Quote(text, attribution):
                blocks.append(Quote(text.replace("\n", " "), attribution))
            case Crosshead():
                blocks.append(block)
            case _:
                blocks += map(Paragraph, read_texts([block]))
    return tuple(blocks)


def read_pictures(source: str) -> dict[int, str]:
    """The pictures placed in the editor's HTML, in reading order: the library's number and the alternative text."""
    if "<embed" not in source:
        return {}
    root = html.fragment_fromstring(_ILLEGAL.sub("", source), create_parent="div")
    found: dict[int, str] = {}
    for element in root.iter("embed"):
        if number := _picture_number(element):
            found.setdefault(number, element.get("alt", "").strip())
    return found


def drop_pictures(source: str, numbers: Collection[int]) -> str:
    """The editor's HTML without the pictures of those numbers; what holds none of them stays as it was written."""
    if not set(read_pictures(source)) & set(numbers):
        return source
    return _EMBED.sub(lambda match: "" if set(read_pictures(match.group())) & set(numbers) else match.group(), source)


def find_foreign(source: str) -> tuple[str, ...]:
    """The names of elements in the editor's HTML that no block can carry: films of other sites, frames, forms. Their
    content would be lost on release, so the form refuses them."""
    if not source.strip():
        return ()
    root = html.fragment_fromstring(_ILLEGAL.sub("", source), create_parent="div")
    foreign = (tag for one in root.iter() if (tag := _tag(one)) in _FOREIGN)
    lost = ("embed" for one in root.iter("embed") if not _picture_number(one))
    return tuple(dict.fromkeys([*foreign, *lost]))


def _picture_number(element: HtmlElement) -> int:
    """The library's number of the picture an embed element places; 0 for any other embed."""
    number = element.get("id", "")
    return int(number) if element.get("embedtype") == "image" and number.isascii() and number.isdecimal() else 0


def _read_blocks(parent: HtmlElement) -> Iterator[Block]:
    """Blocks below `parent`; text and inline elements that stand between blocks become paragraphs of their own."""
    loose = _Run()
    loose.add(parent.text or "")
    for child in parent:
        tag = _tag(child)
        if tag in _SILENT or not tag:
            pass
        elif tag in _BLOCKS:
            yield from _paragraphs(loose)
            loose = _Run()
            yield from _read_block(child, tag)
        else:
            _gather(child, loose)
        loose.add(child.tail or "")
    yield from _paragraphs(loose)


def _read_block(element: HtmlElement, tag: str) -> Iterator[Block]:
    if tag in ("ul", "ol"):
        items = tuple(text for text in (_collapse(_inside(li)).text for li in element.iter("li")) if text)
        if items:
            yield ListBlock(items, ordered=tag == "ol")
    elif tag == "table":
        yield from _read_table(element)
    elif tag == "embed":
        if number := _picture_number(element):
            yield Embed(f"{PICTURE}{number}")
    elif any(_tag(child) in _BLOCKS for child in element):
        yield from _nested(element, tag)
    else:
        run = _collapse(_inside(element))
        if run.text:
            yield _make_block(tag, run)


def _nested(element: HtmlElement, tag: str) -> Iterator[Block]:
    """Blocks within a block: a quotation of several paragraphs is several quotations, everything else is unwrapped."""
    for block in _read_blocks(element):
        if tag == "blockquote" and isinstance(block, Paragraph):
            yield _make_block(tag, _Run(block.text, list(block.marks)))
        else:
            yield block


def _make_block(tag: str, run: _Run) -> Block:
    if tag.startswith("h"):
        return Crosshead(run.text.replace("\n", " "))
    if tag != "blockquote":
        return Paragraph(run.text, tuple(run.marks))
    text, attribution = _split_attribution(run.text)
    marks = tuple(_clip(run.marks, len(text)))
    return Quote(text, attribution, marks)


def _split_attribution(text: str) -> tuple[str, str]:
    head, newline, last = text.rpartition("\n")
    if newline and last.startswith((_DASH, "–", "-")) and head.strip():
        return head.rstrip(), last.lstrip("—–- ")
    return text, ""


def _clip(marks: Iterable[Mark], length: int) -> Iterator[Mark]:
    for mark in marks:
        if mark.start < length:
            yield msgspec.structs.replace(mark, end=min(mark.end, length))


def _paragraphs(run: _Run) -> Iterator[Block]:
    collapsed = _collapse(run)
    if collapsed.text:
        yield Paragraph(collapsed.text, tuple(collapsed.marks))


def _read_table(table: HtmlElement) -> Iterator[Table]:
    rows: list[tuple[str, ...]] = []
    has_head = False
    for row in table.iter("tr"):
        cells = [cell for cell in row if _tag(cell) in ("td", "th")]
        texts = tuple(_collapse(_inside(cell)).text.replace("\n", " ") for cell in cells)
        if any(texts):
            has_head = has_head or (not rows and all(_tag(cell) == "th" for cell in cells))
            rows.append(texts)
    caption = next((_collapse(_inside(one)).text.replace("\n", " ") for one in table.iter("caption")), "")
    if rows:
        yield Table(tuple(rows), has_head, caption)


def _inside(element: HtmlElement) -> _Run:
    run = _Run()
    run.add(element.text or "")
    for child in element:
        if _tag(child) not in ("ul", "ol"):  # the entries of a list within a list are listed after it
            _gather(child, run)
        run.add(child.tail or "")
    return run


def _gather(element: HtmlElement, run: _Run) -> None:
    """Adds an inline element's text to `run`, and the mark it makes."""
    tag = _tag(element)
    if tag == "br":
        run.add(_BREAK)  # a line break survives the collapsing of white space
        return
    if tag in _SILENT or not tag:
        return
    start = len(run.text)
    run.add(element.text or "")
    for child in element:
        _gather(child, run)
        run.add(child.tail or "")
    kind = _MARKS.get(tag)
    href = element.get("href", "").strip() if kind == "link" else ""
    if kind and len(run.text) > start and (kind != "link" or _SAFE.match(href)):
        run.marks.append(Mark(start, len(run.text), kind, href))


def _collapse(run: _Run) -> _Run:
    """`run` with white space as a browser shows it, and its marks moved along with the characters."""
    kept: list[str] = []
    moved = [0]
    for character in run.text:
        if character == _BREAK:
            while kept and kept[-1] == " ":
                kept.pop()
            kept.append("\n")
        elif character.isspace() and character != "\u00a0":
            if kept and kept[-1] not in " \n":
                kept.append(" ")
        else:
            kept.append(character)
        moved.append(len(kept))
    text = "".join(kept)
    start, end = len(text) - len(text.lstrip(" \n")), len(text.rstrip(" \n"))
    marks = []
    for mark in sorted(run.marks, key=lambda one: (one.start, -one.end)):
        first, last = (min(max(moved[place], start), end) - start for place in (mark.start, mark.end))
        covered = text[start + first : start + last]
        first += len(covered) - len(covered.lstrip(" \n"))
        last -= len(covered) - len(covered.rstrip(" \n"))
        if last > first:
            marks.append(Mark(first, last, mark.kind, mark.href))
    return _Run(text[start:end], marks)


def _tag(element: HtmlElement) -> str:
    """The element's name; empty for comments and processing instructions."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def write_body(blocks: Iterable[Block]) -> str:
    """The editor's HTML for a body.

    A table becomes one paragraph a row, its cells between bars; the place of a picture that is not in our library is
    not kept (the picture itself is).
    """
    return "".join(_write_block(block) for block in blocks)


def _write_block(block: Block) -> str:
    match block:
        case Paragraph(text, marks):
            return f"<p>{write_marked(text, marks)}</p>"
        case Crosshead(text):
            return f"<h2>{_escape(text)}</h2>"
        case Quote(text, attribution, marks):
            line = f"<br/>{_DASH} {_escape(attribution)}" if attribution else ""
            return f"<blockquote>{write_marked(text, marks)}{line}</blockquote>"
        case ListBlock(items, ordered):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_escape(item)}</li>' for item in items)}</{tag}>"
        case Table():
            return "".join(f"<p>{_escape(row)}</p>" for row in write_rows(block))
        case Embed(media_id):
            number = media_id.removeprefix(PICTURE)
            is_ours = number != media_id and number.isascii() and number.isdecimal()
            return f'<embed embedtype="image" format="fullwidth" id="{number}" alt=""/>' if is_ours else ""


def write_marked(text: str, marks: Iterable[Mark]) -> str:
    """`text` as HTML with its marks. Marks that overlap without nesting are cut where the outer one ends."""
    starts: dict[int, list[Mark]] = {}
    for mark in marks:
        if 0 <= mark.start < mark.end <= len(text):
            starts.setdefault(mark.start, []).append(mark)
    pieces: list[str] = []
    open_marks: list[Mark] = []
    for place, character in enumerate(text):
        while open_marks and open_marks[-1].end <= place:
            pieces.append(_close(open_marks.pop()))
        for mark in sorted(starts.get(place, []), key=lambda one: -one.end):
            end = min(mark.end, open_marks[-1].end) if open_marks else mark.end
            open_marks.append(msgspec.structs.replace(mark, end=end))
            pieces.append(_open(mark))
        pieces.append(_escape(character))
    return "".join(pieces) + "".join(_close(mark) for mark in reversed(open_marks))


def _open(mark: Mark) -> str:
    if mark.kind == "link":
        return f'<a href="{escape(mark.href)}">'
    return f"<{_TAGS[mark.kind]}>"


def _close(mark: Mark) -> str:
    return "</a>" if mark.kind == "link" else f"</{_TAGS[mark.kind]}>"


def _escape(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")
