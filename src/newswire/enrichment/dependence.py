"""Whether a sentence can stand without the one before it: who “he” is, what “however” answers, who is speaking."""

import re

from newswire.enrichment.sentences import cut_quotations
from newswire.enrichment.tongue import Tongue, lower_words, main_language, read_tongue

_DATELINE = re.compile(r"^[^.!?()]{2,60}\([^()]{2,30}\)\s*[-–—:]*\s*")
_LIST_MARK = re.compile(r"^[\s\-–—•*·]+")
_WORD_WITH_MARK = re.compile(r"[^\W_]+['’]?")
FIRST_WORDS = 6
"""So far into a sentence a pronoun can still be its subject: “In the spring of 2020 he …”."""
LONGEST_PHRASE = 5


def leans(text: str, language: str) -> bool:
    """Whether the sentence, or the run of sentences that a quotation ties together, needs the one before it.

    True where it opens with a pronoun, a connective or a verb of saying without its person, where words are quoted and
    nobody is named who said them, and where they are given to “him”. Careful: a doubtful sentence leans.
    """
    tongue = read_tongue(main_language(language))
    plain = _LIST_MARK.sub("", _DATELINE.sub("", text))
    said = cut_quotations(plain)
    words = lower_words(said.outside, language)
    if not words:
        return True
    if _opens_leaning(words, tongue) or (said.inside and _speaks_alone(words, tongue)):
        return True
    quoted = lower_words(said.inside, language)
    if said.begins_inside and quoted and quoted[0] in tongue.pronouns:
        return True
    return _hides_its_speaker(said.outside, words, tongue, language) or _has_late_subject(words, tongue)


def _opens_leaning(words: list[str], tongue: Tongue) -> bool:
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in tongue.pointing:
        return second not in tongue.times
    if first in tongue.pronouns or (first in tongue.speech and second in tongue.joints):
        return True
    return any(tuple(words[:length]) in tongue.openings for length in range(1, LONGEST_PHRASE + 1))


def _speaks_alone(words: list[str], tongue: Tongue) -> bool:
    """Whether all that stands around a quotation is a verb of saying and a pronoun, as in “said he”, “a-t-il dit”."""
    known = tongue.speech | tongue.beside | tongue.pronouns
    if all(word in known for word in words):
        return True
    for place, word in enumerate(words[:4]):
        if word in tongue.pronouns:
            return all(one in tongue.speech | tongue.beside for one in words[:place])
    return False


def _hides_its_speaker(outside: str, words: list[str], tongue: Tongue, language: str) -> bool:
    clauses = [clause for clause in re.split(r"[,،;؛–—]", outside) if lower_words(clause, language)]
    last = lower_words(clauses[-1], language)
    if len(clauses) > 1 and len(last) <= 4 and _is_pronoun_and_speech(last, tongue):
        return True
    if _contains(words, tongue.spoken_by) and not _names_somebody(outside):
        return True
    ends = any(tuple(words[-length:]) in tongue.endings for length in range(1, 4))
    return ends and not _names_somebody(outside) and not re.match(r"\W*(?:\w+\s+){0,3}\w+,", outside)


def _is_pronoun_and_speech(words: list[str], tongue: Tongue) -> bool:
    known = tongue.speech | tongue.beside | tongue.pronouns
    return all(word in known for word in words) and any(word in tongue.speech for word in words)


def _has_late_subject(words: list[str], tongue: Tongue) -> bool:
    """Whether a pronoun is the subject after words of time or place only: “In 2020 he …”."""
    for place, word in enumerate(words[:FIRST_WORDS]):
        if word in tongue.pronouns and word not in tongue.before:
            return all(one in tongue.before or one.isdigit() for one in words[:place])
    return False


def _contains(words: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(
        tuple(words[place : place + length]) in phrases
        for place in range(len(words))
        for length in range(1, LONGEST_PHRASE)
    )


def _names_somebody(text: str) -> bool:
    """Whether a capitalised word stands after the first one, without a case ending set off as in `Ankara’da`."""
    found = _WORD_WITH_MARK.findall(text)
    return any(word[0].isupper() and word[-1] not in "'’" for word in found[1:])
