"""Quotation marks and brackets: each that opens closes, and one story keeps to one kind."""

import re
from collections.abc import Iterator, Sequence

from newswire.editing.checks.finding import Circumstances, Finding, read_fields
from newswire.item.item import Item

_BRACKETS = {")": "(", "]": "[", "}": "{"}
_SMILEY = re.compile(r"[:;=][-o]?[()\[\]]")
_ENTRY = re.compile(r"(?:^|\s)\w{1,3}$")
"""`a)` and `12)` begin the entry of a list."""
_KINDS = {"“": "curly", "”": "curly", "„": "curly", '"': "straight", "«": "angled", "»": "angled"}
_TWO_KINDS: frozenset[str] = frozenset({"fr", "es", "ru", "mk", "bs", "sq", "ar", "fa", "ckb", "kmr"})
"""Languages whose typography sets “ ” or „ “ inside « »."""
_SINGLE = re.compile(r"(?<!\w)(?<!\d )‘(?!\d0s|\d\d\b|em\b|til\b|tis\b|n\b)(?=\w)")
"""‘ where it opens: not in “13.00‘te”, “32 ‘inci” or “the ‘90s”, where it stands for an apostrophe."""
_INCHES = re.compile(r"(?<=\d)[\"”](?!\s*$)")


def find_unbalanced(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """The marks that open without closing or the other way round, each once.

    A quotation that runs over several paragraphs opens each of them and closes only the last, or opens the first and
    closes the last; both are let through.
    """
    whole = "\n".join(paragraphs)
    found: dict[str, None] = dict.fromkeys(_open_brackets(whole))
    in_all = set(_open_quotes(whole, ""))
    for index, text in enumerate(paragraphs):
        following = paragraphs[index + 1].lstrip()[:1] if index + 1 < len(paragraphs) else ""
        marks = set(_open_quotes(text, following))
        if len(marks - {'"', "‘"}) == 1:  # “closed by another kind" is one mistake: `find_mixed` tells of it
            marks -= {'"', *"“”«»"} if '"' in marks else set()
        found |= dict.fromkeys(sorted(marks & in_all))
    return tuple(found)


def _open_brackets(text: str) -> Iterator[str]:
    """Brackets out of balance in one field; a pair may hold several paragraphs."""
    stack: list[str] = []
    plain = _SMILEY.sub("", text)
    for at, char in enumerate(plain):
        if char in _BRACKETS.values():
            stack.append(char)
        elif char in _BRACKETS:
            if stack and stack[-1] == _BRACKETS[char]:
                stack.pop()
            elif char != ")" or not _ENTRY.search(plain[max(at - 4, 0) : at]):
                yield char
    yield from stack


def _open_quotes(text: str, following: str) -> Iterator[str]:
    """Marks out of balance in one paragraph; `following` is the first character of the next one."""
    if _INCHES.sub("", text).count('"') % 2 and text.count('"') % 2 and following != '"':
        yield '"'
    for opening, closing in (("“„", "“”"), ("«", "»")):
        depth = _depth(text, opening, closing)
        if depth < 0:
            yield closing[-1]
        elif depth > 0 and following not in (*opening, *closing):
            yield opening[0]
    singles = [one.start() for one in _SINGLE.finditer(text)]
    if singles and "’" not in text[singles[-1] :] and following != "‘":
        yield "‘"


def _depth(text: str, opening: str, closing: str) -> int:
    """How many stay open at the end; -1 where one closes that was never opened.

    “ closes after „ and opens elsewhere; where both halves look alike (»…«, ”…”) an even number is in balance. ” opens
    where nothing is open and a letter follows (و”كيان”), ″ closes after a digit (“بوينج 777″): so programs set them.
    """
    if _is_reversed(text, opening, closing):
        return 0
    depth, low = 0, 0
    for at, char in enumerate(text):
        if char == "„" and char in opening:
            low, depth = low + 1, depth + 1
        elif char == "“" and low:
            low, depth = low - 1, depth - 1
        elif char in opening or (char == "”" in closing and not depth and text[at + 1 : at + 2].isalnum()):
            depth += 1
        elif char in closing or (char == "″" and depth and "”" in closing and text[at - 1].isdigit()):
            low, depth = max(low - 1, 0), depth - 1
            if depth < 0:
                return -1
    return depth


def _is_reversed(text: str, opening: str, closing: str) -> bool:
    """»…« and ”…”, as some write in Bosnian, Finnish, or from right to left."""
    marks = [char for char in text if char in opening or char in closing]
    first, last = (marks[0], marks[-1]) if marks else ("", "")
    return bool(marks) and len(marks) % 2 == 0 and (first + last in ("»«", "””", "““", "”“"))


def find_mixed(texts: Sequence[str], language: str) -> tuple[str, ...]:
    """The kinds of double quotation marks (an example of each) where one text uses more than its language allows."""
    kinds = {kind: char for text in texts for char in _INCHES.sub("", text) if (kind := _KINDS.get(char))}
    allowed = language in _TWO_KINDS and "straight" not in kinds
    return tuple(kinds[kind] for kind in sorted(kinds)) if len(kinds) > 1 and not allowed else ()


def find_in_quotes(item: Item, _about: Circumstances) -> Iterator[Finding]:
    """Marks out of balance and kinds of marks mixed, by field."""
    for field, texts in read_fields(item).items():
        if found := find_unbalanced(texts):
            yield Finding("marks-unbalanced", field, " ".join(found))
        if mixed := find_mixed(texts, item.language):
            yield Finding("quotes-mixed", field, " ".join(mixed))
