"""An Atom feed as bytes: RFC 4287, deleted entries by RFC 6721, the licence as a link by RFC 4946."""

from collections.abc import Iterator

from newswire.formats.atom.shape import Deleted, Entry, Feed, Person
from newswire.formats.elements import branch, document, leaf
from newswire.kit.clock import format_utc

NAMESPACE = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XHTML = "http://www.w3.org/1999/xhtml"


def encode(feed: Feed) -> bytes:
    """The document. The order of entries is the feed's own; a reader goes by their times (section 4.1.1)."""
    names = {"xmlns": NAMESPACE, "xmlns:at": TOMBSTONES if feed.deleted else "", "xml:lang": feed.language}
    return document(branch("feed", _write_feed(feed), names))


def write_deleted(deleted: Deleted) -> str:
    """`at:deleted-entry`, in the namespace `TOMBSTONES` under the prefix `at`; also for feeds that are not Atom."""
    attributes = {"ref": deleted.ref, "when": format_utc(deleted.when)}
    if not deleted.comment:
        return leaf("at:deleted-entry", "", attributes)
    return branch("at:deleted-entry", [leaf("at:comment", deleted.comment)], attributes)


def _write_feed(feed: Feed) -> Iterator[str]:
    yield leaf("id", feed.self_link)
    yield leaf("title", feed.title)
    yield leaf("subtitle", feed.subtitle)
    yield leaf("updated", format_utc(feed.updated))
    yield _write_person(feed.author)
    yield leaf("link", "", {"rel": "self", "type": "application/atom+xml", "href": feed.self_link})
    yield leaf("link", "", {"rel": "alternate", "type": "text/html", "href": feed.link})
    if feed.licence:
        yield leaf("link", "", {"rel": "license", "type": "application/rsl+xml", "href": feed.licence})
    if feed.rights:
        yield leaf("rights", feed.rights)
    if feed.icon:
        yield leaf("icon", feed.icon)
    yield from map(write_deleted, feed.deleted)
    yield from (branch("entry", _write_entry(entry)) for entry in feed.entries)


def _write_entry(entry: Entry) -> Iterator[str]:
    yield leaf("id", entry.id)
    yield leaf("title", entry.title)
    yield leaf("link", "", {"rel": "alternate", "type": "text/html", "href": entry.link})
    yield leaf("published", format_utc(entry.published))
    yield leaf("updated", format_utc(entry.updated))
    yield from map(_write_person, entry.authors)
    for one in entry.categories:
        yield leaf("category", "", {"term": one.term, "scheme": one.scheme, "label": one.label})
    if entry.enclosure:
        picture = entry.enclosure
        yield leaf(
            "link", "", {"rel": "enclosure", "type": picture.media_type, "href": picture.href, "title": picture.title}
        )
    if entry.summary:
        yield leaf("summary", entry.summary)
    if entry.content:
        yield f'<content type="xhtml"><div xmlns="{XHTML}">{entry.content}</div></content>'


def _write_person(person: Person) -> str:
    return branch("author", [leaf("name", person.name), leaf("uri", person.uri) if person.uri else ""])
