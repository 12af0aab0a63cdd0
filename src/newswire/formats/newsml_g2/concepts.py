"""The concepts a NewsML-G2 item names, told apart by their type: topics, places, people, organisations."""

import msgspec
from lxml import etree

from newswire.formats.newsml_g2.document import identity_of, qualify
from newswire.item.item import Entity, Place, Subject
from newswire.item.vocabulary.mediatopics import qcode_of

_COUNTRY = ("iso3166-1a2:", "http://cvx.iptc.org/iso3166-1a2/")


class Concepts(msgspec.Struct, frozen=True):
    """What the story is about."""

    subjects: tuple[Subject, ...]
    places: tuple[Place, ...]
    people: tuple[Entity, ...]
    organisations: tuple[Entity, ...]


def read_concepts(item: etree._Element) -> Concepts:
    """The `subject` elements of `contentMeta`; a name may stand in an `assert` of the item instead."""
    names = {identity_of(one): _name(one) for one in item.findall(qualify("assert"))}
    subjects: list[Subject] = []
    places: list[Place] = []
    people: list[Entity] = []
    organisations: list[Entity] = []
    for element in item.findall(qualify("contentMeta/subject")):
        identity = identity_of(element)
        name = _name(element) or names.get(identity, "")
        kind = (element.get("type") or element.get("typeuri") or "").rpartition(":")[2].rpartition("/")[2]
        if not (identity or name):
            continue
        if kind in ("geoArea", "poi"):
            places.append(Place(name or identity, _country(identity)))
        elif kind == "person":
            people.append(Entity(name or identity, identity))
        elif kind == "organisation":
            organisations.append(Entity(name or identity, identity))
        else:
            subjects.append(Subject(qcode_of(identity) or name, name))
    return Concepts(tuple(subjects), tuple(places), tuple(people), tuple(organisations))


def _name(element: etree._Element) -> str:
    name = element.find(qualify("name"))
    return " ".join("".join(map(str, name.itertext())).split()) if name is not None else ""


def _country(identity: str) -> str:
    for prefix in _COUNTRY:
        if identity.startswith(prefix):
            return identity.removeprefix(prefix).upper()
    return ""
