"""What the agency says of itself: its own text where it keeps one in its folder, else the one we ship."""

from pathlib import Path

from django.utils.translation import gettext

from newswire.item.body import Crosshead, Paragraph, WebBlock

HOUSE_PAGES = ("about", "ownership", "standards")
"""The last part of their addresses, the names of their templates and of the agency's own files."""


def house_path(language: str, name: str) -> str:
    """`/{language}/{name}`"""
    return f"/{language}/{name}"


def house_heading(name: str) -> str:
    """The page's heading in the language in force."""
    match name:
        case "about":
            return gettext("About us")
        case "ownership":
            return gettext("Ownership")
        case _:
            return gettext("Our standards")


def read_own(folder: Path | None, language: str, name: str) -> tuple[WebBlock, ...]:
    """What the agency wrote at `{folder}/{language}/{name}.txt` (UTF-8); empty where it wrote nothing."""
    if folder is None:
        return ()
    try:
        return parse_own((folder / language / f"{name}.txt").read_text("utf-8-sig"))
    except FileNotFoundError:
        return ()


def parse_own(text: str) -> tuple[WebBlock, ...]:
    """Plain text as blocks: paragraphs with an empty line between them, `# ` before a heading; nothing is markup."""
    blocks: list[WebBlock] = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines and lines[0].startswith("# "):
            blocks.append(Crosshead(lines.pop(0).removeprefix("# ").strip()))
        if lines:
            blocks.append(Paragraph(" ".join(lines)))
    return tuple(blocks)
