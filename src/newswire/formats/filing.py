"""From subjects to sections and back: how a story that names only one of the two is filed under the other."""

from collections.abc import Iterable

from newswire.item.item import Subject
from newswire.item.vocabulary.mediatopics import broaden, label
from newswire.item.vocabulary.sections import SECTIONS


def subjects_of(sections: Iterable[str], language: str) -> tuple[Subject, ...]:
    """The Media Topic each section stands for, with its label in `language`; World stands for none."""
    qcodes = [SECTIONS[code].subject for code in sections]
    return tuple(Subject(qcode, label(qcode, language)) for qcode in qcodes if qcode)


def sections_of(subjects: Iterable[Subject]) -> tuple[str, ...]:
    """The sections whose Media Topic is one of the subjects or broader than one, in the order of the subjects."""
    found: dict[str, None] = {}
    for subject in subjects:
        wider = broaden(subject.qcode)
        for section in SECTIONS.values():
            if section.subject in wider:
                found[section.code] = None
    return tuple(found)
