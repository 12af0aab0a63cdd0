"""Checks on restrictions and ends of rights."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from newswire.item.item import Media
from newswire.item.rights import Restriction
from tests.editing.checks.items import NOW, findings, good

HOUR = timedelta(hours=1)
NO_WEB = Restriction(no_web=True)


def make_picture(**changes: Any) -> Media:
    fields: dict[str, Any] = {"caption": "Ships", "credit": "A. Lind", "alt": {"en": "Ships"}}
    return Media(**({"id": "picture-1", "type": "picture"} | fields | changes))


def found(*media: Media, **changes: Any) -> list[tuple[str, str]]:
    return findings(good(media=media, usage_terms="No resale.", **changes))


@pytest.mark.parametrize("field", ["countries_only", "countries_out"])
def test_a_country_that_does_not_exist_blocks_wherever_it_is_named(field: str) -> None:
    wrong = msgspec.structs.replace(Restriction(), **{field: ("XX", "JP")})
    assert found(rights=wrong) == [("country-unknown", "block")]
    assert ("country-unknown", "block") in found(make_picture(rights=wrong))
    assert found(rights=msgspec.structs.replace(Restriction(), **{field: ("JP", "XK")})) == []


def test_a_country_cannot_be_allowed_and_excluded() -> None:
    both = Restriction(countries_only=("TR", "JP"), countries_out=("JP",))
    assert found(rights=both) == [("restrictions-contradict", "block")]


@pytest.mark.parametrize(
    ("media", "changes", "is_warned"),
    [
        ((make_picture(rights=NO_WEB),), {}, True),
        ((make_picture(rights=Restriction(countries_only=("TR",))),), {}, True),
        ((make_picture(rights=NO_WEB), make_picture(id="picture-2")), {}, False),
        ((make_picture(rights=NO_WEB),), {"public": "no"}, False),
        ((make_picture(rights=NO_WEB),), {"rights": NO_WEB}, False),
        ((), {}, False),
        ((make_picture(rights=Restriction(countries_out=("JP",))),), {}, False),
    ],
)
def test_a_story_that_the_public_site_shows_without_a_picture_is_warned_of(
    media: tuple[Media, ...], changes: dict[str, Any], is_warned: bool
) -> None:
    assert (("picture-not-public", "warn") in found(*media, **changes)) == is_warned


@pytest.mark.parametrize(
    ("picture", "story", "expected"),
    [
        (NOW + HOUR, None, [("picture-expires-first", "warn")]),
        (NOW + HOUR, NOW + 2 * HOUR, [("picture-expires-first", "warn")]),
        (NOW + 2 * HOUR, NOW + HOUR, []),
        (NOW + HOUR, NOW + HOUR, []),
        (None, NOW + HOUR, []),
        (NOW, NOW + HOUR, [("picture-expired", "warn")]),
    ],
)
def test_a_right_to_a_picture_that_ends_before_the_storys_is_warned_of(
    picture: Any, story: Any, expected: list[tuple[str, str]]
) -> None:
    assert found(make_picture(expires=picture), expires=story) == expected


def test_a_picture_story_whose_pictures_have_all_expired_has_none() -> None:
    assert ("picture-missing", "block") in found(make_picture(expires=NOW), type="picture")
    fresh = make_picture(id="picture-2")
    assert ("picture-missing", "block") not in found(make_picture(expires=NOW), fresh, type="picture")
