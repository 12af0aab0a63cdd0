"""What a page calls a subject in its own language, and in no other."""

from newswire.item.vocabulary.mediatopics import read_mediatopics
from newswire.item.vocabulary.sections import SECTIONS


def topic_name(qcode: str, language: str) -> str:
    """The name of a Media Topic in `language`: IPTC's, else that of the section it stands for; empty where neither is.

    Never in another language: a page speaks one.
    """
    topic = read_mediatopics().get(qcode)
    name = topic.labels.get(language, "") if topic else ""
    if name:
        return name
    section = next((one for one in SECTIONS.values() if qcode and one.subject == qcode), None)
    return section.names.get(language, "") if section else ""
