"""IPTC Media Topics: labels and hierarchy of the subject vocabulary, shipped with the package (see NOTICE.md)."""

from functools import cache
from importlib.resources import files

import msgspec

MEDIATOPIC_URI = "http://cv.iptc.org/newscodes/mediatopic/"


class MediaTopic(msgspec.Struct, frozen=True):
    """One concept: its next broader concept (empty at the top) and its labels by language."""

    broader: str
    labels: dict[str, str]


@cache
def read_mediatopics() -> dict[str, MediaTopic]:
    """All concepts in use, by qcode (`medtop:04000000`). Read once, 5 ms."""
    content = files("newswire.item.vocabulary").joinpath("mediatopics.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, MediaTopic])


@cache
def broaden(qcode: str) -> tuple[str, ...]:
    """`qcode` and every broader concept up to the top; an unknown code stands alone."""
    chain = [qcode]
    topics = read_mediatopics()
    while (topic := topics.get(chain[-1])) and topic.broader and topic.broader not in chain:
        chain.append(topic.broader)
    return tuple(chain)


def label(qcode: str, language: str) -> str:
    """The concept's label in `language`, in English where IPTC has none, the code itself where it is unknown."""
    topic = read_mediatopics().get(qcode)
    if topic is None:
        return qcode
    return topic.labels.get(language) or topic.labels["en"]


def nearest_name(qcode: str, language: str) -> tuple[str, str] | None:
    """The concept, or the next broader one that has a name in `language`, as code and name; None where none has."""
    topics = read_mediatopics()
    for code in broaden(qcode):
        if code in topics and (name := topics[code].labels.get(language)):
            return code, name
    return None


def uri_of(qcode: str) -> str:
    """The concept's address in IPTC's vocabulary, as ninjs and NewsML-G2 cite it; other codes come back unchanged."""
    return MEDIATOPIC_URI + qcode.removeprefix("medtop:") if qcode.startswith("medtop:") else qcode


def qcode_of(uri: str) -> str:
    """The qcode for an address that `uri_of` gives; other addresses come back unchanged."""
    return "medtop:" + uri.removeprefix(MEDIATOPIC_URI) if uri.startswith(MEDIATOPIC_URI) else uri
