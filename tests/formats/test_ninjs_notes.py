"""The line for editors: what happened to a story, in front of their note and off again."""

from datetime import UTC, datetime

import pytest

from newswire.formats.ninjs.modernise import modernise
from newswire.formats.ninjs.notes import join_note, left_out_line, signal_line, strip_left_out, strip_signal
from newswire.item.item import Correction
from newswire.item.kinds import Kind, Use
from newswire.item.release import LeftOut
from newswire.item.vocabulary.languages import EDITIONS

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


LEFT_OUT = (LeftOut("p1", "picture", "JP OUT"), LeftOut("v1", "video", "NO WEB"), LeftOut("g1", "graphic", ""))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "NOT INCLUDED: picture (JP OUT), video (NO WEB), graphic"),
        ("tr", "PAKETTE YOK: fotoğraf (JP OUT), video (NO WEB), grafik"),
        ("fr-CA", "NON FOURNI: photo (JP OUT), vidéo (NO WEB), infographie"),
        ("sq", "NOT INCLUDED: picture (JP OUT), video (NO WEB), graphic"),
    ],
)
def test_what_is_left_out_is_named_in_the_storys_language(language: str, line: str) -> None:
    assert left_out_line(LEFT_OUT, language) == line
    assert left_out_line((), language) == ""


@pytest.mark.parametrize("language", [*EDITIONS, "sq"])
@pytest.mark.parametrize("note", ["", "Pictures to follow.", "two\nlines"])
def test_the_line_comes_off_again_and_the_note_stays(language: str, note: str) -> None:
    assert strip_left_out(join_note(note, left_out_line(LEFT_OUT, language))) == note
