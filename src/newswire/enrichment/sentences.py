"""Where sentences end, in the scripts we publish: careful rather than clever, a doubtful end is no end."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from newswire.enrichment.tongue import lower_words, main_language, read_abbreviations, read_tongue

_CLOSE = r"(?:[”“’»\"')\]]|\s»)*"
"""Marks that may close right after a sentence's own; French sets a space before its »."""
_END = re.compile(rf"(?P<stop>[.!?…؟۔]+)(?P<close>{_CLOSE})(?P<space>\s+)")
_WHOLE = re.compile(rf"[.!?…؟۔]{_CLOSE}$")
_OPENERS = "“‘«„\"'([–—"
_OPENING = {"“": "”", "«": "»", "„": "“”", "‘": "’"}
_SINGLE = frozenset("'‘’")
_CLOSING = _OPENING | {'"': '"'}


def split_sentences(text: str, language: str = "") -> list[str]:
    """The sentences of a paragraph, in order, stripped; joined with spaces they give all of its words.

    A full stop after an abbreviation, an initial, an acronym (`U.S.`) or a number of one or two digits, and one before
    a small letter, ends nothing: such sentences stay together. So do quoted words and who said them
    (“Who pays?” Lind asked). Where the language is not known, the abbreviations of all languages count.
    """
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, match, main_language(language)):
            sentences.append(text[start : match.end("close")].strip())
            start = match.end()
    rest = text[start:].strip()
    return [*sentences, rest] if rest else sentences


def ends_whole(text: str) -> bool:
    """Whether a text ends as a sentence does: with its mark, and closing marks after it."""
    return bool(_WHOLE.search(text))


def starts_whole(text: str) -> bool:
    """Whether a text starts as a sentence can: not in the middle of one (`, wounded …`, `and the crew`), not as an
    entry of a list typed into the text (`• Ferries`), not as a heading in capitals."""
    first = re.search(r"[^\s“‘«„”\"'(\[¿¡]", text)
    if first is None or text.isupper():
        return False
    word = text[first.start() : first.start() + 2]
    return word[0].isalnum() and not (word[0].islower() and not word[1:].isupper())


def _ends_sentence(text: str, match: re.Match[str], language: str) -> bool:
    following = text[match.end() :].lstrip(_OPENERS)[:1]
    if not following or following.islower():
        return not following
    if match["close"]:
        return not _names_speaker(text[match.end() : match.end() + 80], language)
    if match["stop"] != ".":
        return True
    word = text[: match.start()].rsplit(maxsplit=1)[-1:]
    token = word[0].lstrip(_OPENERS) if word else ""
    if token.isdigit():
        return len(token) > 2
    if "." in token and not any(character.isdigit() for character in token):
        return False
    is_initial = len(token) == 1 and token.isalpha()
    return not is_initial and token.casefold() not in read_abbreviations(language)


def _names_speaker(text: str, language: str) -> bool:
    """Whether what follows a quotation says who spoke, with a verb of saying among its first words."""
    clause = re.split(r"[.,!?;:،؛؟۔“«\"]", text, maxsplit=1)[0]
    return not read_tongue(language).speech.isdisjoint(lower_words(clause, language)[:4])


class QuoteDepth:
    """Follows quotations through running text: open while one has begun and not ended."""

    def __init__(self) -> None:
        self._closers: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether the text so far stands inside a quotation."""
        return bool(self._closers)

    def start_paragraph(self, text: str) -> str:
        """`text` without the mark that a quotation running over paragraphs repeats at the start of each."""
        stripped = text.lstrip()
        if self._closers and stripped and self._closers[-1] == _CLOSING.get(stripped[0]):
            return stripped[1:]
        return text

    def feed(self, text: str) -> None:
        """Reads on through `text`, a sentence of the running text."""
        for place in range(len(text)):
            self.step(text, place)

    def step(self, text: str, place: int) -> None:
        """Reads the one character of `text` at `place`."""
        character = _read_mark(text, place)
        if self._closers and character in self._closers[-1] and not _is_apostrophe(text, place):
            # a straight mark that opens while one is open: the one before was never closed
            if character != '"' or not _is_before_word(text, place):
                self._closers.pop()
        elif character in _OPENING:
            self._closers.append(_OPENING[character])
        elif character == '"':
            self._closers.append('"')
        elif character == "”" and not self._closers and _is_before_word(text, place):
            self._closers.append("“”")  # the marks the other way round, as often in Arabic


def _read_mark(text: str, place: int) -> str:
    """The character at a place; two single marks typed for a double one are one, at the second of them."""
    if text[place] not in _SINGLE:
        return text[place]
    if place and text[place - 1] in _SINGLE:
        return '"'
    return " " if text[place + 1 : place + 2] in _SINGLE else text[place]


def _is_apostrophe(text: str, place: int) -> bool:
    """Whether the ’ stands inside a word, as in don’t or l’eau."""
    return text[place] == "’" and text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha()


def _is_before_word(text: str, place: int) -> bool:
    """Whether a mark stands before a word and after none."""
    before, after = text[place - 1 : place] if place else " ", text[place + 1 : place + 2]
    return (before.isspace() or before in "([—–") and after.isalnum()


def glue_quotations(paragraphs: list[list[str]]) -> Iterator[list[tuple[int, str]]]:
    """Runs of sentences that must stay together, because a quotation runs through them.

    Takes paragraphs as lists of sentences; gives each run as pairs of paragraph number and sentence. A quotation that
    never ends keeps everything after it in one run.
    """
    depth = QuoteDepth()
    run: list[tuple[int, str]] = []
    for number, sentences in enumerate(paragraphs):
        for place, sentence in enumerate(sentences):
            depth.feed(depth.start_paragraph(sentence) if place == 0 else sentence)
            run.append((number, sentence))
            if not depth.is_open:
                yield run
                run = []
    if run:
        yield run


class Said(msgspec.Struct, frozen=True):
    """A text taken apart: what is quoted in it, what stands outside, and whether it begins with quoted words."""

    outside: str
    inside: str
    begins_inside: bool


def cut_quotations(text: str) -> Said:
    """Takes a text apart at its quotation marks; the marks are left out.

    What is quoted is what `QuoteDepth` takes for it; a quotation that never ends goes to the end.
    """
    depth = QuoteDepth()
    outside: list[str] = []
    inside: list[str] = []
    begins_inside = False
    for place, character in enumerate(text):
        was_open = depth.is_open
        depth.step(text, place)
        if was_open != depth.is_open:
            begins_inside = begins_inside or not "".join(outside).strip()
            (inside if was_open else outside).append(" ")
        else:
            (inside if was_open else outside).append(character)
    return Said("".join(outside), "".join(inside), begins_inside)


def split_quotations(texts: Sequence[str]) -> list[str]:
    """What is quoted in running text, without the marks; a quotation within another belongs to the outer one."""
    depth = QuoteDepth()
    found: list[str] = []
    for text in texts:
        running = depth.start_paragraph(text)
        for place, character in enumerate(running):
            was_open = depth.is_open
            depth.step(running, place)
            if depth.is_open and not was_open:
                found.append("")
            elif depth.is_open:
                found[-1] += character
        if depth.is_open:
            found[-1] += " "
    return found
