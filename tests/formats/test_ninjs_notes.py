"""The line for editors: what happened to a story, in front of their note and off again."""

from datetime import UTC, datetime

import pytest

from newswire.formats.ninjs.modernise import modernise
from newswire.formats.ninjs.notes import join_note, signal_line, strip_signal
from newswire.item.item import Correction
from newswire.item.kinds import Kind, Use

UNTIL = datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
FIX = Correction("two\nstates", "three states")


@pytest.mark.parametrize(
    ("kind", "use", "until", "correction", "line"),
    [
        ("new", "publish", None, None, ""),
        ("new", "publish", UNTIL, None, ""),
        ("update", "publish", None, FIX, ""),
        ("correction", "publish", None, None, ""),
        ("correction", "publish", None, FIX, "CORRECTION: “two states” should read “three states”."),
        ("new", "hold", UNTIL, None, "EMBARGO: not for publication before 2026-03-11T06:00:00Z."),
        ("correction", "hold", UNTIL, FIX, "EMBARGO: not for publication before 2026-03-11T06:00:00Z."),
        ("hold", "hold", None, None, "HOLD: do not publish until further word."),
        ("kill", "recall", None, None, "KILL: do not publish; remove where it has been published."),
        ("kill", "recall", UNTIL, FIX, "KILL: do not publish; remove where it has been published."),
    ],
)
def test_one_line_says_what_a_client_must_know(
    kind: Kind, use: Use, until: datetime | None, correction: Correction | None, line: str
) -> None:
    assert signal_line(kind, use, until, correction) == line


@pytest.mark.parametrize("signal", ["", "HOLD: do not publish until further word."])
@pytest.mark.parametrize("note", ["", "Pictures to follow.", "HOLD: the desk said so.", "two\nlines"])
def test_the_editors_note_comes_back_as_it_was(signal: str, note: str) -> None:
    assert strip_signal(signal, join_note(signal, note)) == note


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"versioncreated": "x"}, {"versionCreated": "x"}),
        ({"versionCreated": "x"}, {"versionCreated": "x"}),
        ({"embargoed": "x"}, {"embargoedUntil": "x"}),
        ({"byline": "x"}, {"by": "x"}),
        ({"unknown": 1, "mimetype": None}, {}),
        ({"person": [{"name": "x"}]}, {"people": [{"name": "x"}]}),
        ({"headline": "x"}, {"headlines": [{"value": "x", "role": "main", "contentType": "text/plain"}]}),
        ({"body_html": "x"}, {"bodies": [{"value": "x", "role": "html", "contentType": "application/xhtml+xml"}]}),
        ({"body_text": "</"}, {"bodies": [{"value": "</", "role": "text", "contentType": "text/plain"}]}),
        ({"subject": [{"code": "a"}]}, {"subjects": [{"literal": "a"}]}),
        ({"subject": [{"code": "a", "scheme": "http://x/"}]}, {"subjects": [{"uri": "http://x/a"}]}),
        ({"renditions": {"web": {"href": "x"}}}, {"renditions": [{"name": "web", "href": "x"}]}),
        ({"altids": {"url": "x"}}, {"altIds": [{"role": "url", "value": "x"}]}),
    ],
)
def test_names_of_older_versions_become_those_of_3_1(old: dict[str, object], new: dict[str, object]) -> None:
    assert modernise(old) == new
    assert modernise(new) == new
