"""Readers of the policy's documents, each by the document's own standard and none by our writers' code."""

import json
from typing import Any
from urllib.robotparser import RobotFileParser

import msgspec
from lxml import etree

from newswire.edition.policy import STEPS, AiUse
from newswire.public.policy.crawlers import CRAWLERS

BASE = "https://news.example"
RSL = "{https://rslstandard.org/rsl}"
PAGE = f"{BASE}/en/economy/northaven/abc234"
WORDS: dict[str, AiUse] = {"ai-index": "display", "ai-input": "grounding", "ai-train": "training"}


class Reading(msgspec.Struct, frozen=True):
    """What a document says; None where it says nothing about that."""

    search: bool | None = None
    ai: AiUse | None = None
    reserved: bool | None = None
    contact: str = ""


def read_robots(content: bytes) -> Reading:
    """What a crawler may fetch a story's page for, asked for every crawler we know by name and for one we do not."""
    parser = RobotFileParser()
    parser.parse(content.decode().splitlines())
    welcome = {one.token: parser.can_fetch(one.token, PAGE) for one in CRAWLERS}
    by_use = {use: {welcome[one.token] for one in CRAWLERS if one.use == use} for use in STEPS[1:]}
    assert all(len(answers) == 1 for answers in by_use.values()), by_use
    return Reading(
        search=parser.can_fetch("Examplebot", PAGE), ai=_find_step({use: by_use[use] == {True} for use in by_use})
    )


def read_licence(content: bytes) -> Reading:
    """RSL 1.0: what is both permitted and prohibited, or not permitted where something is, is not licensed."""
    root = etree.fromstring(content)
    assert root.tag == f"{RSL}rsl"
    (part,) = root.findall(f"{RSL}content")
    assert part.get("url") == "/"
    (terms,) = part.findall(f"{RSL}license")
    permits, prohibits = (_read_usage(terms, name) for name in ("permits", "prohibits"))
    if "ai-all" in prohibits:
        prohibits |= set(WORDS)
    assert not permits & prohibits
    assert permits | prohibits >= {"search", *WORDS}
    holder = part.find(f"{RSL}copyright")
    assert holder is not None
    email = holder.get("contactEmail")
    contact = f"mailto:{email}" if email else holder.get("contactUrl") or ""
    ai = _find_step({use: word in permits for word, use in WORDS.items()})
    return Reading(search="search" in permits, ai=ai, contact=contact)


def read_reservation(content: bytes) -> Reading:
    """`tdmrep.json`: an array of rules, ours is one for everything."""
    (rule,) = json.loads(content)
    assert rule["location"] == "/"
    return Reading(reserved=_read_pair(rule))


def read_mining_policy(content: bytes) -> Reading:
    """TDMRep's profile of ODRL: an offer with one assigner and an array of permissions."""
    policy = json.loads(content)
    assert policy["@context"] == ["http://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/tdmrep.jsonld"]
    assert (policy["@type"], policy["profile"]) == ("Offer", "http://www.w3.org/ns/tdmrep")
    assert not {"obligation", "prohibition"} & set(policy)
    (permission,) = policy["permission"]
    assert permission["action"] == "tdm:mine"
    assigner = policy["assigner"]
    contact = assigner.get("vcard:hasEmail") or assigner["vcard:hasURL"]
    return Reading(reserved=permission.get("duty") == [{"action": "obtainConsent"}], contact=contact)


def read_headers(headers: dict[str, str]) -> Reading:
    """The header fields of a page."""
    assert headers["link"] == f'<{BASE}/license.xml>; rel="license"; type="application/rsl+xml"'
    reserved = _read_pair({name: headers[name] for name in ("tdm-reservation", "tdm-policy") if name in headers})
    return Reading(search=headers.get("x-robots-tag") != "noindex", reserved=reserved)


def _read_pair(pair: dict[str, Any]) -> bool:
    value = int(pair["tdm-reservation"])
    assert value in (0, 1)
    assert ("tdm-policy" in pair) == bool(value)
    if value:
        assert pair["tdm-policy"] == f"{BASE}/tdm-policy.json"
    return bool(value)


def _read_usage(terms: etree._Element, name: str) -> set[str]:
    found = terms.findall(f"{RSL}{name}")
    assert len(found) <= 1
    assert all(one.get("type") == "usage" for one in found)
    return {word for one in found for word in (one.text or "").split()}


def _find_step(allowed: dict[AiUse, bool]) -> AiUse:
    """The furthest step; whoever allows one allows those before it."""
    found: AiUse = "none"
    for use in STEPS[1:]:
        if not allowed[use]:
            assert not any(allowed[later] for later in STEPS[STEPS.index(use) :])
            break
        found = use
    return found
