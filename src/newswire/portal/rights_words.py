"""Restrictions in words that a night editor reads once: “Not in Japan”, not “JP OUT”."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from newswire.item.rights import Restriction
from newswire.item.vocabulary.countries import country_name
from newswire.subscribers.models import OUTLET_NAMES


def write_rights(restriction: Restriction | None, language: str) -> list[str]:
    """One sentence for each restriction, in the language in force; names of countries in `language`. Whose names a sale
    is limited to is told to nobody."""
    return [] if restriction is None else list(_write(restriction, language))


def _write(one: Restriction, language: str) -> Iterator[str]:
    if one.countries_only:
        yield _("Only in: %(names)s") % {"names": _name_countries(one.countries_only, language)}
    if one.countries_out:
        yield _("Not in: %(names)s") % {"names": _name_countries(one.countries_out, language)}
    if one.outlets_only:
        yield _("Only for: %(names)s") % {"names": _name_houses(one.outlets_only)}
    if one.outlets_out:
        yield _("Not for: %(names)s") % {"names": _name_houses(one.outlets_out)}
    if one.clients_only:
        yield _("Only for clients it was sold to by name")
    if one.no_web:
        yield _("Not on websites")
    if one.no_archive:
        yield _("News for one day: not to be kept")


def _name_countries(codes: tuple[str, ...], language: str) -> str:
    return ", ".join(country_name(code, language) for code in codes)


def _name_houses(codes: tuple[str, ...]) -> str:
    return ", ".join(str(OUTLET_NAMES.get(code, code)) for code in codes)
