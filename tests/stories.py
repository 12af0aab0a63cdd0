"""Stories for tests: short, our own, one call each."""

from datetime import datetime
from typing import Any

from newswire.item.body import Crosshead, Paragraph
from newswire.item.item import Dateline, Item, Place, Subject
from newswire.wire.release import Draft

BODY = (
    Paragraph("The harbour of Northaven opened again on Tuesday after three days of storm, its master said."),
    Paragraph("Forty ships had waited outside the breakwater. The first to enter was a ferry with 212 passengers."),
    Crosshead("Cranes stood still"),
    Paragraph("“We lost no crane and no man,” harbour master Ida Brandt told reporters at the quay."),
    Paragraph("Repairs to the northern quay will take until spring, and larger ships will be turned away until then."),
)


def make_guid(name: str) -> str:
    """The guid of the test story of that name."""
    return f"urn:newsml:test.example:20261124:{name}"


def make_item(name: str, now: datetime, **changes: Any) -> Item:
    """An English story about a harbour; `changes` replace its fields."""
    fields: dict[str, Any] = {
        "guid": make_guid(name),
        "type": "text",
        "language": "en",
        "headline": f"Northaven harbour opens again ({name})",
        "standfirst": "Forty ships waited three days outside the breakwater",
        "byline": "Ada Lind",
        "dateline": Dateline(place="Northaven", date=now.date()),
        "first_created": now,
        "urgency": 5,
        "sections": ("economy", "world"),
        "subjects": (Subject("medtop:20000337"),),
        "places": (Place("Northaven", "NO/Northaven"),),
        "body": BODY,
        "provider": "Newswire",
    }
    return Item(**(fields | changes))


def make_draft(name: str, now: datetime, *, version: int = 1, kind: Any = "new", **changes: Any) -> Draft:
    """A release of that story; `changes` replace fields of its item. Holds and kills carry no item."""
    item = None if kind in ("hold", "kill") else make_item(name, now, **changes)
    return Draft(kind=kind, guid=make_guid(name), version=version, item=item, released_at=now, actor="editor")
