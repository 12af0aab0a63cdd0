"""RightsML: what a restriction says comes back, names of clients stay here, and nothing strange is believed."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.formats.newsml_g2.reader import read as read_g2
from newswire.formats.ninjs.writer import encode, shape_entry
from newswire.formats.options import ReadOptions, WriteOptions
from newswire.formats.rightsml import LANGUAGE, UNKNOWN_CLIENT, read_rights, write_rights
from newswire.item.item import Item
from newswire.item.release import Entry, LeftOut
from newswire.item.rights import Client, Restriction, refusal
from newswire.item.rights_end import rights_ended_wording
from tests.formats.conftest import NOW
from tests.formats.ninjs_schema import load_validator
from tests.formats.strategies import restrictions
from tests.formats.test_ninjs_writer import ITEM, PICTURE, RELEASED, UNTIL

TARGET = "urn:newsml:agency.example:20260310:a1"


@given(restrictions)
def test_what_is_written_is_read_again(restriction: Restriction | None) -> None:
    assert read_rights(write_rights(restriction or Restriction(), TARGET)) == restriction


@given(restrictions)
def test_it_is_a_policy_of_odrl(restriction: Restriction | None) -> None:
    policy = json.loads(write_rights(restriction or Restriction(), TARGET))
    assert (policy["@context"], policy["@type"]) == ("http://www.w3.org/ns/odrl.jsonld", "Set")
    rules = [*policy.get("permission", []), *policy.get("prohibition", [])]
    assert all(rule["target"] == TARGET and rule["action"] in ("use", "archive") for rule in rules)
    assert bool(rules) == (restriction is not None)


def test_japan_out_is_a_prohibition_in_a_place() -> None:
    policy = json.loads(write_rights(Restriction(countries_out=("JP",)), TARGET))
    [rule] = policy["prohibition"]
    assert rule["constraint"] == [
        {
            "leftOperand": "spatial",
            "operator": "isAnyOf",
            "rightOperand": ["http://cvx.iptc.org/iso3166-1a2/JP"],
        }
    ]


def test_who_the_named_clients_are_is_not_told_and_none_of_ours_is_one() -> None:
    text = write_rights(Restriction(clients_only=(4711,)), TARGET)
    assert "4711" not in text
    read = read_rights(text)
    assert read == Restriction(clients_only=(UNKNOWN_CLIENT,))
    assert read is not None
    assert refusal(read, Client(4711)) == refusal(read, Client()) == "NAMED CLIENTS ONLY"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"permission": 5}',
        '{"prohibition": [{"action": ["use"]}]}',
        "[" * 5000,
        '"\\ud800"',
    ],
)
def test_what_is_not_understood_is_no_restriction_and_no_crash(text: str) -> None:
    assert read_rights(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    read_rights(text)
    read_rights(json.dumps({"prohibition": [{"action": "use", "constraint": [{"rightOperand": text}]}]}))


def test_newsml_g2_brings_its_restrictions_and_its_terms() -> None:
    expression = write_rights(Restriction(countries_out=("JP",), no_web=True), TARGET)
    document = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{TARGET}" version="1"
 standard="NewsML-G2" standardversion="2.35" conformance="power">
 <rightsInfo><usageTerms>Not in Japan.</usageTerms>
 <rightsExpressionData enctype="application/json" langid="{LANGUAGE}"><![CDATA[{expression}]]></rightsExpressionData>
 </rightsInfo>
 <itemMeta><itemClass qcode="ninat:text"/><provider literal="x"/><versionCreated>2026-03-10T09:00:00Z</versionCreated>
 </itemMeta><contentMeta><headline>Bridge opens</headline></contentMeta></newsItem>"""
    [item] = read_g2(document.encode(), ReadOptions(authority="agency.example", now=NOW))
    assert isinstance(item, Item)
    assert (item.usage_terms, item.rights) == ("Not in Japan.", Restriction(countries_out=("JP",), no_web=True))


def test_restrictions_and_ends_of_rights_are_in_machine_readable_form_and_valid() -> None:
    rights = Restriction(countries_out=("JP",), clients_only=(4711,), no_web=True)
    picture = msgspec.structs.replace(PICTURE, rights=Restriction(no_archive=True), expires=UNTIL)
    item = msgspec.structs.replace(ITEM, rights=rights, media=(picture,), expires=UNTIL)
    content = encode(item, version=1, kind="new", use="publish", released_at=RELEASED)
    found = json.loads(content)
    load_validator().validate(found)
    assert found["rightsInfo"]["langId"] == "http://www.w3.org/ns/odrl/2/"
    assert json.loads(found["rightsInfo"]["encodedRights"])["profile"] == "http://iptc.org/std/RightsML/"
    assert b"4711" not in content
    [picture_found] = [one for one in found["associations"] if one["name"] == "picture-1"]
    assert "archive" in picture_found["rightsInfo"]["encodedRights"]
    assert picture_found["expires"] == found["expires"] == "2026-03-11T06:00:00Z"


def test_what_the_client_may_not_have_is_named_in_the_note() -> None:
    item = msgspec.structs.replace(ITEM, language="tr", editor_note="Not.", media=())
    entry = Entry(
        n=1, kind="new", use="publish", until=None, guid=item.guid, version=1, released_at=RELEASED, item=item,
        left_out=(LeftOut("pic1", "picture", "JP OUT"),),
    )  # fmt: skip
    assert shape_entry(entry, WriteOptions()).ed_note == "Not.\nPAKETTE YOK: fotoğraf (JP OUT)"


def test_a_right_that_ended_is_no_kill_for_an_error() -> None:
    entry = Entry(
        n=2, kind="kill", use="recall", until=None, guid=ITEM.guid, version=2, released_at=RELEASED, item=None,
        note=rights_ended_wording("en", ITEM.headline), withheld="recall",
    )  # fmt: skip
    shaped = shape_entry(entry, WriteOptions())
    assert (shaped.pub_status, shaped.ed_note[:13]) == ("canceled", "RIGHTS ENDED:")
    assert ITEM.headline not in shaped.ed_note
