"""Whether a sentence can stand without the one before it: who “he” is, what “however” answers, who is speaking."""

import re
from enum import Enum

from newswire.enrichment.sentences import Said, cut_quotations
from newswire.enrichment.tongue import Tongue, lower_words, main_language, read_tongue
from newswire.query.fold import split_words

_DATELINE = re.compile(r"^[^.!?()]{2,60}\([^()]{1,30}\)\s*[-–—:]*\s*")
_LIST_MARK = re.compile(r"^[\s\-–—•*·]+")
_WORD_WITH_MARK = re.compile(r"[^\W_]+['’]?")
FIRST_WORDS = 5
"""So far into a sentence a pronoun can still be its first subject: “In the spring he …”."""
LONGEST_PHRASE = 5
VERB_LAST = frozenset({"tr", "fa", "kmr", "ckb"})
"""In these a verb of saying ends the sentence whoever speaks: “Lind, … dedi”."""


class Need(Enum):
    """What a sentence misses where it stands alone: nothing, the sentence before it, or somebody named before it."""

    NOTHING = 0
    BEFORE = 1
    PERSON = 2


def leans(text: str, language: str) -> bool:
    """Whether the sentence needs one before it."""
    return find_need(text, language) is not Need.NOTHING


def find_need(text: str, language: str) -> Need:
    """What the sentence, or the run of sentences that a quotation ties together, misses where it stands alone.

    A person where it opens with a pronoun or a verb of saying without its person, where words are quoted and nobody is
    named who said them, and where they are given to “him”; what was said before where it opens with a connective.
    Careful: a doubtful sentence needs something.
    """
    tongue = read_tongue(main_language(language))
    plain = _LIST_MARK.sub("", _DATELINE.sub("", text))
    said = cut_quotations(plain)
    words = lower_words(said.outside, language)
    if not words or _misses_its_person(said, words, tongue, language):
        return Need.PERSON
    return Need.BEFORE if _goes_on(words, tongue) else Need.NOTHING


def _misses_its_person(said: Said, words: list[str], tongue: Tongue, language: str) -> bool:
    quoted = lower_words(said.inside, language)
    if said.begins_inside and quoted and quoted[0] in tongue.pronouns:
        return True
    if words[0] in tongue.pronouns or (words[0] in tongue.speech and words[1:2] and words[1] in tongue.joints):
        return True
    if said.inside and _speaks_alone(words, tongue):
        return True
    return _hides_its_speaker(said.outside, words, tongue, language) or _has_late_subject(said.outside, words, tongue)


def _goes_on(words: list[str], tongue: Tongue) -> bool:
    if words[0] in tongue.pointing:
        return not (words[1:2] and words[1] in tongue.times)
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
        return main_language(language) not in VERB_LAST or not tongue.pronouns.isdisjoint(last)
    if _contains(words, tongue.spoken_by) and not _names_somebody(outside, tongue):
        return True
    ends = any(tuple(words[-length:]) in tongue.endings for length in range(1, 4))
    return ends and not _names_somebody(outside, tongue) and not re.match(r"\W*(?:\w+\s+){0,3}\w+,", outside)


def _is_pronoun_and_speech(words: list[str], tongue: Tongue) -> bool:
    known = tongue.speech | tongue.beside | tongue.pronouns
    return all(word in known for word in words) and any(word in tongue.speech for word in words)


def _has_late_subject(outside: str, words: list[str], tongue: Tongue) -> bool:
    """Whether a pronoun is the subject after words of time or place, and no name is before it: “In 2020 he …”."""
    if words[0] not in tongue.before:
        return False
    place = next(
        (place for place, word in enumerate(words[:FIRST_WORDS]) if word in tongue.pronouns - tongue.before), 0
    )
    return place > 0 and not _names_somebody(" ".join(split_words(outside)[:place]), tongue)


def _contains(words: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(
        tuple(words[place : place + length]) in phrases
        for place in range(len(words))
        for length in range(1, LONGEST_PHRASE)
    )


def _names_somebody(text: str, tongue: Tongue) -> bool:
    """Whether a capitalised word stands after the first one, no month and none with a case ending (`Ankara’da`)."""
    return any(word[-1] not in "'’" for word in _find_capitalised(text, tongue))


def find_names(text: str, language: str) -> set[str]:
    """The capitalised words after the first one, months left out: nearly always names."""
    return {word.rstrip("'’") for word in _find_capitalised(text, read_tongue(main_language(language)))}


def _find_capitalised(text: str, tongue: Tongue) -> list[str]:
    found = _WORD_WITH_MARK.findall(text)[1:]
    return [word for word in found if word[0].isupper() and word.rstrip("'’").lower() not in tongue.before]
