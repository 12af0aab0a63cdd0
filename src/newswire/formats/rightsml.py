"""Restrictions as RightsML, IPTC's profile of ODRL 2.2, in JSON: the encoded rights of ninjs and NewsML-G2."""

from collections.abc import Iterator
from typing import Any

import msgspec

from newswire.item.rights import OUTLETS, Restriction

LANGUAGE = "http://www.w3.org/ns/odrl/2/"
"""The `langId` of an expression."""
COUNTRY = "http://cvx.iptc.org/iso3166-1a2/"
OUTLET = "urn:newswire:outlet:"
NAMED = "urn:newswire:named-clients"
"""Who may have what only named clients may have: their names are nobody else's business."""
UNKNOWN_CLIENT = -1
"""No organisation of ours: what another agency kept for clients it names, none of ours may have."""


def write_rights(restriction: Restriction, target: str) -> str:
    """The restriction on the thing with the address `target`, as one JSON object.

    What is allowed to some only is a permission with all its conditions; what is forbidden is a prohibition for each.
    """
    policy: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/odrl.jsonld",
        "@type": "Set",
        "uid": f"{target};rights",
        "profile": "http://iptc.org/std/RightsML/",
    }
    if conditions := list(_only(restriction)):
        policy["permission"] = [{"target": target, "action": "use", "constraint": conditions}]
    prohibitions = [{"target": target, "action": "use", "constraint": [one]} for one in _out(restriction)]
    if restriction.no_archive:
        prohibitions.append({"target": target, "action": "archive"})
    if prohibitions:
        policy["prohibition"] = prohibitions
    return msgspec.json.encode(policy).decode()


def read_rights(expression: str) -> Restriction | None:
    """The restriction that an expression states in the terms that `write_rights` uses; None for anything else.

    Never raises: it is read from what others wrote.
    """
    try:
        policy = msgspec.json.decode(expression, type=_Policy)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    only = [one for rule in policy.permission for one in rule.constraint]
    out = [one for rule in policy.prohibition if rule.action == "use" for one in rule.constraint]
    found = Restriction(
        countries_only=_codes(only, "spatial", COUNTRY),
        countries_out=_codes(out, "spatial", COUNTRY),
        outlets_only=_outlets(only),
        outlets_out=_outlets(out),
        clients_only=(UNKNOWN_CLIENT,) if any(one.leftOperand == "recipient" for one in only) else (),
        no_web=any((one.leftOperand, one.rightOperand) == ("deliveryChannel", "web") for one in out),
        no_archive=any(rule.action == "archive" for rule in policy.prohibition),
    )
    return None if found == Restriction() else found


class _Constraint(msgspec.Struct, frozen=True):
    leftOperand: str = ""  # noqa: N815 - ODRL's name
    operator: str = ""
    rightOperand: Any = None  # noqa: N815 - ODRL's name


class _Rule(msgspec.Struct, frozen=True):
    action: str = ""
    constraint: tuple[_Constraint, ...] = ()


class _Policy(msgspec.Struct, frozen=True):
    permission: tuple[_Rule, ...] = ()
    prohibition: tuple[_Rule, ...] = ()


def _only(restriction: Restriction) -> Iterator[dict[str, Any]]:
    if restriction.countries_only:
        yield _constrain("spatial", [COUNTRY + code for code in restriction.countries_only])
    if restriction.outlets_only:
        yield _constrain("industry", [OUTLET + one for one in restriction.outlets_only])
    if restriction.clients_only:
        yield _constrain("recipient", [NAMED])


def _out(restriction: Restriction) -> Iterator[dict[str, Any]]:
    if restriction.countries_out:
        yield _constrain("spatial", [COUNTRY + code for code in restriction.countries_out])
    if restriction.outlets_out:
        yield _constrain("industry", [OUTLET + one for one in restriction.outlets_out])
    if restriction.no_web:
        yield {"leftOperand": "deliveryChannel", "operator": "eq", "rightOperand": "web"}


def _constrain(operand: str, values: list[str]) -> dict[str, Any]:
    return {"leftOperand": operand, "operator": "isAnyOf", "rightOperand": values}


def _codes(constraints: list[_Constraint], operand: str, root: str) -> tuple[str, ...]:
    values = [
        value
        for one in constraints
        if one.leftOperand == operand
        for value in (one.rightOperand if isinstance(one.rightOperand, list) else [one.rightOperand])
    ]
    return tuple(value.removeprefix(root) for value in values if isinstance(value, str) and value.startswith(root))


def _outlets(constraints: list[_Constraint]) -> tuple[Any, ...]:
    return tuple(one for one in _codes(constraints, "industry", OUTLET) if one in OUTLETS)
