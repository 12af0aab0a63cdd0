"""Which stretches of a story's texts a query met: the matcher's own words, found again where they stand."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from newswire.query.ast import AllOf, AnyOf, Node, Prefix, Word, Words
from newswire.query.fold import fold_word, split_words
from newswire.query.stem import find_forms, stem_language

_CHUNK = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W_]")
_ELLIPSIS = "…"


class Stretch(msgspec.Struct, frozen=True):
    """A piece of a text; `hit` where a term of the query met it."""

    text: str
    hit: bool = False


class _Token(msgspec.Struct, frozen=True):
    """Words of a text that stand between two places: nearly always one."""

    begin: int
    end: int
    words: tuple[str, ...]


class Highlighter:
    """Marks what a query asks of prose; what must not be there is not looked for. One a query and language."""

    def __init__(self, node: Node, language: str) -> None:
        self._language = stem_language(language)
        terms = list(_find_terms(node))
        words = [one.word for one in terms if isinstance(one, Word)]
        self._forms = frozenset().union(*(find_forms(word, self._language) for word in words))
        self._starts = tuple(one.start for one in terms if isinstance(one, Prefix))
        self._runs = {one.tokens for one in terms if isinstance(one, Words) and one.tokens}

    def mark(self, text: str) -> tuple[Stretch, ...]:
        """The whole text in stretches; joined they are the text."""
        return _cut(text, self._find(text))

    def excerpt(self, texts: Sequence[str], most: int = 240) -> tuple[Stretch, ...]:
        """About `most` characters of the text with the most different hits, around the first of them, cut between
        words; nothing where no text has any."""
        best, spans = "", list[tuple[int, int]]()
        for text in texts:
            found = self._find(text)
            if _count(text, found) > _count(best, spans):
                best, spans = text, found
        if not spans:
            return ()
        begin = _back(best, max(0, spans[0][0] - most // 3)) if len(best) > most else 0
        end = _on(best, min(len(best), max(begin + most, spans[0][1])))
        inside = [(low - begin, high - begin) for low, high in spans if low >= begin and high <= end]
        marked = _cut(best[begin:end], inside)
        before = (Stretch(_ELLIPSIS),) if begin else ()
        return (*before, *marked, *((Stretch(_ELLIPSIS),) if end < len(best) else ()))

    def _find(self, text: str) -> list[tuple[int, int]]:
        """Where hits stand, in order; those that touch or overlap are one."""
        tokens = list(_tokenize(text))
        spans = [(one.begin, one.end) for one in tokens if any(map(self._is_hit, one.words))]
        spans += self._find_runs(tokens)
        return _join(sorted(spans))

    def _is_hit(self, word: str) -> bool:
        if self._starts and fold_word(word).startswith(self._starts):
            return True
        return bool(self._forms) and not self._forms.isdisjoint(find_forms(word, self._language))

    def _find_runs(self, tokens: Sequence[_Token]) -> Iterator[tuple[int, int]]:
        flat = [(fold_word(word), token) for token in tokens for word in token.words]
        for run in self._runs:
            for at in range(len(flat) - len(run) + 1):
                if all(flat[at + offset][0] == word for offset, word in enumerate(run)):
                    for _, token in flat[at : at + len(run)]:
                        yield token.begin, token.end


def _find_terms(node: Node) -> Iterator[Word | Words | Prefix]:
    """What is asked of headline and text, and not denied."""
    match node:
        case Word(field, _) | Words(field, _) | Prefix(field, _) if field in ("text", "headline"):
            yield node
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _find_terms(part)


def _tokenize(text: str) -> Iterator[_Token]:
    """The words as `fold.split_words` gives them, each with its place.

    Folding moves characters (½ is two words, vowel marks go), so a run between blanks whose words do not come out one
    by one in the same way is marked as a whole.
    """
    for chunk in _CHUNK.finditer(text):
        words = split_words(chunk[0])
        if not words:
            continue
        spans = list(_find_words(chunk[0]))
        apart = [split_words(chunk[0][begin:end]) for begin, end in spans]
        if [word for some in apart for word in some] == words:
            for (begin, end), some in zip(spans, apart, strict=True):
                yield _Token(chunk.start() + begin, chunk.start() + end, tuple(some))
        else:
            yield _Token(chunk.start(), chunk.end(), tuple(words))


def _find_words(chunk: str) -> Iterator[tuple[int, int]]:
    """Stretches of letters, digits and the marks upon them."""
    begin = None
    for at, character in enumerate(chunk):
        if _LETTERS.match(character) or (begin is not None and _is_mark(character)):
            begin = at if begin is None else begin
        elif begin is not None:
            yield begin, at
            begin = None
    if begin is not None:
        yield begin, len(chunk)


def _is_mark(character: str) -> bool:
    return character == "ـ" or unicodedata.category(character) in ("Mn", "Me", "Cf")


def _join(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    at = 0
    for begin, end in spans:
        if begin > at:
            stretches.append(Stretch(text[at:begin]))
        stretches.append(Stretch(text[begin:end], hit=True))
        at = end
    if at < len(text):
        stretches.append(Stretch(text[at:]))
    return tuple(stretches)


def _count(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """How many different words were hit."""
    return len({text[begin:end].casefold() for begin, end in spans})


def _back(text: str, at: int) -> int:
    """The beginning of the word at that place."""
    return text.rfind(" ", 0, at) + 1


def _on(text: str, at: int) -> int:
    """The end of the word at that place."""
    found = text.find(" ", at)
    return len(text) if found < 0 else found
