"""Everything a crawler reads is made from one policy: read back, no two documents disagree."""

from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from newswire.edition.policy import STEPS, Policy
from newswire.public.policy.crawlers import CRAWLERS
from newswire.public.policy.licence import write_licence
from newswire.public.policy.mining import write_mining_policy, write_reservation
from newswire.public.policy.robots import DOORS, TO_BE_READ, write_robots
from newswire.public.policy.signs import list_signs
from newswire.public.policy.terms import Terms
from newswire.public.settings import SiteSettings
from tests.public.policy_readers import (
    BASE,
    RSL,
    Reading,
    read_headers,
    read_licence,
    read_mining_policy,
    read_reservation,
    read_robots,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SETTINGS = SiteSettings(base_url=BASE, public_media=Path("nowhere"), name="The “Wire” & Sons")
CONTACTS = ("", "mailto:rights@news.example", "https://rights.example/ask?a=1&b=2")
POLICIES = [
    Policy(search=search, ai=ai, contact=contact, changed_at=changed)
    for search, ai, contact, changed in product((True, False), STEPS, CONTACTS, (None, NOW))
]
SITEMAPS = [f"{BASE}/sitemap.xml", f"{BASE}/sitemap-news.xml"]


def _name(policy: Policy) -> str:
    return f"{policy.search}-{policy.ai}-{policy.contact}-{policy.changed_at is not None}"


@pytest.mark.parametrize("policy", POLICIES, ids=_name)
def test_all_documents_say_what_the_policy_says(policy: Policy) -> None:
    terms = Terms(policy, SETTINGS)
    contact = policy.contact or f"{BASE}/contact"
    reserved = policy.ai != "training"
    assert read_robots(write_robots(terms, SITEMAPS)) == Reading(search=policy.search, ai=policy.ai)
    assert read_licence(write_licence(terms)) == Reading(search=policy.search, ai=policy.ai, contact=contact)
    assert read_reservation(write_reservation(terms)) == Reading(reserved=reserved)
    assert read_mining_policy(write_mining_policy(terms)) == Reading(reserved=reserved, contact=contact)
    assert read_headers(list_signs(terms)) == Reading(search=policy.search, reserved=reserved)


def _robots(policy: Policy) -> str:
    return write_robots(Terms(policy, SETTINGS), SITEMAPS).decode()


@pytest.mark.parametrize("policy", POLICIES, ids=_name)
def test_no_crawler_is_led_to_the_other_doors_and_every_one_may_read_the_terms(policy: Policy) -> None:
    parser = RobotFileParser()
    parser.parse(_robots(policy).splitlines())
    for token in ("Examplebot", *(one.token for one in CRAWLERS)):
        assert not any(parser.can_fetch(token, f"{BASE}{door}") for door in DOORS)
        assert all(parser.can_fetch(token, f"{BASE}{path}") for path in TO_BE_READ)


def test_robots_name_the_licence_always_and_the_sitemaps_where_search_engines_are_welcome() -> None:
    for policy in POLICIES:
        lines = _robots(policy).splitlines()
        assert f"# Licence (RSL 1.0): {BASE}/license.xml" in lines
        assert [line for line in lines if line.startswith("Sitemap:")] == (
            [f"Sitemap: {one}" for one in SITEMAPS] if policy.search else []
        )


def test_robots_hold_no_directive_that_is_not_of_the_standard() -> None:
    for policy in POLICIES:
        names = {line.partition(":")[0] for line in _robots(policy).splitlines() if line and not line.startswith("#")}
        assert names <= {"User-agent", "Allow", "Disallow", "Sitemap"}


def test_no_crawler_is_in_two_groups() -> None:
    for policy in POLICIES:
        named = [line for line in _robots(policy).splitlines() if line.startswith("User-agent:")]
        assert sorted(named) == sorted({"User-agent: *", *(f"User-agent: {one.token}" for one in CRAWLERS)})


def test_what_is_permitted_asks_for_the_source_and_nothing_permitted_asks_for_nothing() -> None:
    payment = f"{RSL}content/{RSL}license/{RSL}payment"
    granted = etree.fromstring(write_licence(Terms(Policy(), SETTINGS))).find(payment)
    assert granted is not None
    assert granted.get("type") == "attribution"
    refused = Policy(search=False)
    assert etree.fromstring(write_licence(Terms(refused, SETTINGS))).find(payment) is None


def test_uses_nobody_has_thought_of_yet_are_prohibited_where_all_ai_is() -> None:
    assert b'<prohibits type="usage">ai-all</prohibits>' in write_licence(Terms(Policy(), SETTINGS))
    assert b"ai-all" not in write_licence(Terms(Policy(ai="training"), SETTINGS))


def test_the_licence_names_its_holder_and_when_it_changed() -> None:
    root = etree.fromstring(write_licence(Terms(Policy(changed_at=NOW), SETTINGS)))
    assert root.findtext(f"{RSL}content/{RSL}copyright") == "The “Wire” & Sons"
    content = root.find(f"{RSL}content")
    assert content is not None
    assert content.get("lastmod") == "2026-11-24T09:30:00Z"
    assert int(root.get("max-age") or "") > 0
