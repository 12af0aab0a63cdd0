"""A story to be taken along: as plain text, and as HTML that any editor takes."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.html import escape
from django.utils.translation import gettext

from newswire.formats.xhtml.writer import write_blocks
from newswire.item.body import Block, Crosshead, Embed, ListBlock, Paragraph, Quote, Table
from newswire.item.item import Item, Media
from newswire.item.release import Entry
from newswire.item.vocabulary.languages import direction
from newswire.look.times import write_full
from newswire.portal.body import drop_unsafe_links

TEXT, HTML = "text", "html"
MEDIA_TYPES = {TEXT: "text/plain", HTML: "text/html"}
"""The forms in which every story may be taken, whatever its product's formats, and their media types."""


def write_text(entry: Entry, item: Item, terms: Sequence[str]) -> str:
    """Headline, standfirst, signature, body and what may be done with it, parted by empty lines.

    What a reader must know before anything else stands first: the embargo, and what a correction corrects.
    """
    parts = [*_write_signals(entry, item), item.headline, item.standfirst, _write_signature(item)]
    parts += [_write_block(block) for block in item.body]
    parts.append("\n".join(terms))
    return "\n\n".join(part for part in parts if part) + "\n"


def write_html(entry: Entry, item: Item, terms: Sequence[str], files: Mapping[str, str] | None = None) -> str:
    """The same as HTML elements without a page around them. `files` maps ids of pictures to their addresses: these
    stand where the body has them, the others before it; without `files` there are none."""
    shown = files or {}
    made = [f"<p><strong>{escape(one)}</strong></p>" for one in _write_signals(entry, item)]
    made.append(f"<h1>{escape(item.headline)}</h1>")
    if item.standfirst:
        made.append(f"<p><strong>{escape(item.standfirst)}</strong></p>")
    if signature := _write_signature(item):
        made.append(f"<p><em>{escape(signature)}</em></p>")
    placed = {block.media_id for block in item.body if isinstance(block, Embed)}
    made += [_write_figure(one, item, shown[one.id]) for one in item.media if one.id in shown and one.id not in placed]
    made += _write_body(item, shown)
    if terms:
        made.append(f"<p><small>{'<br>'.join(escape(one) for one in terms)}</small></p>")
    return "\n".join(made)


def write_page(entry: Entry, item: Item, terms: Sequence[str], files: Mapping[str, str] | None = None) -> str:
    """The same as a page of its own, to be kept as a file."""
    head = f'<meta charset="utf-8"><title>{escape(item.headline)}</title>'
    language = f'lang="{escape(item.language)}" dir="{direction(item.language)}"'
    body = write_html(entry, item, terms, files)
    return f"<!doctype html>\n<html {language}>\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n"


def _write_signals(entry: Entry, item: Item) -> Iterator[str]:
    if entry.until is not None:
        yield gettext("EMBARGO: not before %(moment)s.") % {"moment": write_full(entry.until)}
    if item.correction is not None:
        said = {"wrong": item.correction.wrong, "right": item.correction.right}
        yield gettext("CORRECTION: we wrote “%(wrong)s”; correct is “%(right)s”.") % said


def _write_signature(item: Item) -> str:
    dateline = item.dateline.text or item.dateline.place if item.dateline else ""
    return " – ".join(part for part in (item.byline, dateline) if part)


def _write_block(block: Block) -> str:
    if isinstance(block, Paragraph | Crosshead):
        return block.text
    if isinstance(block, Quote):
        return f"{block.text}\n– {block.attribution}" if block.attribution else block.text
    if isinstance(block, ListBlock):
        signs = (f"{at}." if block.ordered else "–" for at, _ in enumerate(block.items, 1))
        return "\n".join(f"{sign} {one}" for sign, one in zip(signs, block.items, strict=True))
    if isinstance(block, Table):
        return "\n".join(filter(None, (block.caption, *("\t".join(row) for row in block.rows))))
    return ""


def _write_body(item: Item, shown: Mapping[str, str]) -> Iterator[str]:
    media = {one.id: one for one in item.media}
    for block in item.body:
        if not isinstance(block, Embed):
            yield write_blocks([drop_unsafe_links(block)], lambda media_id: media_id)
        elif block.media_id in shown and block.media_id in media:
            yield _write_figure(media[block.media_id], item, shown[block.media_id])


def _write_figure(media: Media, item: Item, address: str) -> str:
    alt = escape(media.alt.get(item.language, ""))
    caption = " ".join(part for part in (media.caption, media.credit) if part)
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(address)}" alt="{alt}">{words}</figure>'
