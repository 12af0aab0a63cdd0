"""The table of checks: how much each weighs, by type of story; a desk may weigh them otherwise."""

from collections.abc import Iterable, Mapping
from typing import cast

import msgspec

from newswire.editing.checks.doubles import find_in_doubles
from newswire.editing.checks.finding import SEVERITIES, Check, Circumstances, Finder, Severity
from newswire.editing.checks.headline import find_in_headline
from newswire.editing.checks.language import find_in_language
from newswire.editing.checks.names import find_in_names
from newswire.editing.checks.numbers import find_in_numbers
from newswire.editing.checks.placeholders import find_left_open
from newswire.editing.checks.prints import find_in_prints
from newswire.editing.checks.quotes import find_in_quotes
from newswire.editing.checks.restrictions import find_in_restrictions
from newswire.editing.checks.substance import find_in_pictures, find_in_substance
from newswire.editing.checks.times import find_in_standing, find_in_times
from newswire.editing.checks.web_version import find_in_web_version
from newswire.item.item import Item, ItemType

FINDERS: tuple[Finder, ...] = (
    find_in_headline,
    find_in_language,
    find_left_open,
    find_in_times,
    find_in_standing,
    find_in_substance,
    find_in_pictures,
    find_in_restrictions,
    find_in_numbers,
    find_in_names,
    find_in_doubles,
    find_in_quotes,
    find_in_prints,
    find_in_web_version,
)
"""The families of checks in the order their findings are shown. A new check is a function here, a line in `CHECKS`,
and its words in `wording.py`."""


class Weight(msgspec.Struct, frozen=True):
    """How much a finding weighs: `usual`, or what `by_type` says; `is_fixed` where no desk may change it."""

    usual: Severity
    by_type: dict[ItemType, Severity] = {}
    is_fixed: bool = False


def _only(types: Iterable[ItemType], severity: Severity) -> Weight:
    return Weight("off", dict.fromkeys(types, severity))


_BUT_ADVISORY: dict[ItemType, Severity] = {"advisory": "off"}
_ON_LAW = Weight("block", is_fixed=True)

CHECKS: dict[str, Weight] = {
    "headline-missing": _ON_LAW,
    "headline-long": Weight("warn", _BUT_ADVISORY),
    "alert-long": _only(["alert"], "block"),
    "alert-source-missing": _only(["alert"], "warn"),
    "language-missing": _ON_LAW,
    "language-unknown": _ON_LAW,
    "language-differs": Weight("warn"),
    "placeholder": Weight("block"),
    "embargo-past": Weight("block"),
    "embargo-moved": _ON_LAW,
    "embargo-of-original": _ON_LAW,
    "expiry-past": Weight("block"),
    "prepared": Weight("warn", is_fixed=True),
    "test-public": _ON_LAW,
    "nothing-changed": Weight("warn"),
    "body-missing": _only(["text"], "warn"),
    "dateline-missing": _only(["text"], "warn"),
    "subject-missing": Weight("warn", _BUT_ADVISORY),
    "picture-killed": _ON_LAW,
    "picture-missing": _only(["picture"], "block"),
    "caption-missing": Weight("warn"),
    "credit-missing": Weight("warn"),
    "alt-missing": Weight("warn"),
    "rights-missing": Weight("warn"),
    "country-unknown": _ON_LAW,
    "restrictions-contradict": _ON_LAW,
    "picture-not-public": Weight("warn"),
    "picture-expired": Weight("warn", is_fixed=True),
    "picture-expires-first": Weight("warn"),
    "numbers-differ": Weight("warn"),
    "name-spelled-twice": Weight("warn"),
    "word-doubled": Weight("warn"),
    "marks-unbalanced": Weight("warn"),
    "quotes-mixed": Weight("warn"),
    "near-duplicate": Weight("warn", _BUT_ADVISORY),
    "summary-long": Weight("warn"),
    "summary-quote": Weight("warn"),
    "summary-unfounded": Weight("warn"),
}
"""Every check there is. Fixed are those without which the wire itself, a law, or the public site would suffer."""


def read_severity(code: str, type_: ItemType, own: Mapping[str, str]) -> Severity:
    """What a finding weighs for that type at a desk with the weights `own`.

    A desk weighs for all types alike, except those for which a check says nothing at all.
    """
    weight = CHECKS[code]
    severity = weight.by_type.get(type_, weight.usual)
    if weight.is_fixed or severity == "off" or own.get(code) not in SEVERITIES:
        return severity
    return cast(Severity, own[code])


def find_wrong(own: object) -> tuple[str, ...]:
    """What cannot be a desk's own weights: codes there are not, fixed ones, severities there are not."""
    if not isinstance(own, dict):
        return (str(own),)
    return tuple(
        f"{code}: {severity}"
        for code, severity in own.items()
        if code not in CHECKS or CHECKS[code].is_fixed or severity not in SEVERITIES
    )


def check_release(item: Item, about: Circumstances, own: Mapping[str, str] | None = None) -> tuple[Check, ...]:
    """All findings on `item` at a desk with the weights `own`, blocks first."""
    checks = []
    for finder in FINDERS:
        for finding in finder(item, about):
            severity = read_severity(finding.code, item.type, own or {})
            if severity != "off":
                checks.append(Check(finding.code, severity, finding.field, finding.found))
    return tuple(sorted(checks, key=lambda check: check.severity != "block"))
