"""Restrictions and ends of rights: unknown countries, pictures that cannot go along, rights that end too early."""

from collections.abc import Iterator

from newswire.editing.checks.finding import Circumstances, Finding
from newswire.item.item import Item
from newswire.item.rights import Client, Restriction, refusal
from newswire.item.rights_end import find_expired
from newswire.item.vocabulary.countries import read_countries

_OUR_WEBSITE = Client(outlet="website")


def find_in_restrictions(item: Item, about: Circumstances) -> Iterator[Finding]:
    """What is wrong with restrictions before they are on the wire, where machines take them at their word."""
    said = [one for one in (item.rights, *(media.rights for media in item.media)) if one is not None]
    unknown = dict.fromkeys(code for one in said for code in _codes(one) if code not in read_countries())
    if unknown:
        yield Finding("country-unknown", "rights", ", ".join(unknown))
    if any(set(one.countries_only) & set(one.countries_out) for one in said):
        yield Finding("restrictions-contradict", "rights")
    if _is_left_without_picture(item):
        yield Finding("picture-not-public", "picture")
    if find_expired(item.media, about.now):
        yield Finding("picture-expired", "picture")
    elif any(one.expires and (item.expires is None or one.expires < item.expires) for one in item.media):
        first = min(one.expires for one in item.media if one.expires)
        yield Finding("picture-expires-first", "picture", f"{first:%Y-%m-%d %H:%M} UTC")


def _codes(restriction: Restriction) -> tuple[str, ...]:
    return (*restriction.countries_only, *restriction.countries_out)


def _is_left_without_picture(item: Item) -> bool:
    """Whether the story may stand on the public site, but none of its pictures may."""
    if item.public == "no" or not item.media or (item.rights and refusal(item.rights, _OUR_WEBSITE)):
        return False
    return all(one.rights is not None and refusal(one.rights, _OUR_WEBSITE) for one in item.media)
