"""RightsML: what a restriction says comes back, names of clients stay here, and nothing strange is believed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.formats.newsml_g2.reader import read as read_g2
from newswire.formats.options import ReadOptions
from newswire.formats.rightsml import LANGUAGE, UNKNOWN_CLIENT, read_rights, write_rights
from newswire.item.item import Item
from newswire.item.rights import Client, Restriction, refusal
from tests.formats.conftest import NOW
from tests.formats.strategies import restrictions

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
