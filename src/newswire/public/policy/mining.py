"""The reservation of rights to text and data mining: TDMRep, Final Community Group Report of 10 May 2024."""

from typing import Any

import msgspec

from newswire.public.policy.terms import Terms

_CONTEXT = ["http://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/tdmrep.jsonld"]
_PROFILE = "http://www.w3.org/ns/tdmrep"


def read_reservation(terms: Terms) -> dict[str, Any]:
    """The two properties: `tdm-reservation` 1 or 0, and where it is 1 the address of the policy."""
    if not terms.reserves_mining:
        return {"tdm-reservation": 0}
    return {"tdm-reservation": 1, "tdm-policy": terms.mining}


def write_reservation(terms: Terms) -> bytes:
    """`/.well-known/tdmrep.json`: one rule for the whole site."""
    return msgspec.json.encode([{"location": "/"} | read_reservation(terms)])


def write_mining_policy(terms: Terms) -> bytes:
    """The policy as JSON-LD: an ODRL offer to mine, where the right is reserved with consent that must be had first."""
    contact = "vcard:hasEmail" if terms.contact.startswith("mailto:") else "vcard:hasURL"
    permission: dict[str, Any] = {"target": f"{terms.settings.base_url}/", "action": "tdm:mine"}
    if terms.reserves_mining:
        permission["duty"] = [{"action": "obtainConsent"}]
    policy = {
        "@context": _CONTEXT,
        "@type": "Offer",
        "profile": _PROFILE,
        "uid": terms.mining,
        "assigner": {
            "uid": f"{terms.settings.base_url}/",
            "vcard:fn": terms.settings.name,
            contact: terms.contact,
        },
        "permission": [permission],
    }
    return msgspec.json.encode(policy)
