"""What may be done with a story or a picture, in words: where, by whom, from when, until when, under whose name."""

from collections.abc import Iterator

from django.utils.translation import gettext

from newswire.item.item import Item, Media
from newswire.item.release import Entry
from newswire.item.rights import Restriction
from newswire.item.vocabulary.countries import country_name
from newswire.look.times import write_full
from newswire.subscribers.models import OUTLET_NAMES, AiUse
from newswire.subscribers.terms import Terms


def write_restriction(restriction: Restriction | None, language: str) -> Iterator[str]:
    """Who may not have it, a sentence each, with the names of countries in `language`."""
    if restriction is None:
        return
    if restriction.countries_only:
        yield gettext("Only in: %(names)s.") % {"names": _name_countries(restriction.countries_only, language)}
    if restriction.countries_out:
        yield gettext("Not in: %(names)s.") % {"names": _name_countries(restriction.countries_out, language)}
    if restriction.outlets_only:
        yield gettext("Only for: %(names)s.") % {"names": _name_outlets(restriction.outlets_only)}
    if restriction.outlets_out:
        yield gettext("Not for: %(names)s.") % {"names": _name_outlets(restriction.outlets_out)}
    if restriction.clients_only:
        yield gettext("Only for clients with whom it was agreed.")
    if restriction.no_web:
        yield gettext("Not for websites.")
    if restriction.no_archive:
        yield gettext("Not for archives: it may be used for a day and not be kept.")


def write_story_terms(entry: Entry, item: Item, terms: Terms, language: str) -> list[str]:
    """All that holds for the text of a story under a contract, a sentence each."""
    said: list[str] = []
    if entry.until is not None:
        said.append(gettext("Not before %(moment)s.") % {"moment": write_full(entry.until)})
    said += write_restriction(item.rights, language)
    if item.expires is not None:
        said.append(gettext("To be removed by %(moment)s.") % {"moment": write_full(item.expires)})
    if terms.web_display_days:
        said.append(gettext("On your own website for %(days)s days at most.") % {"days": terms.web_display_days})
    if credit := write_credit(item):
        said.append(gettext("To be credited to %(name)s.") % {"name": credit})
    said.append(gettext("Use by AI: %(use)s.") % {"use": AiUse(terms.ai_use).label})
    return said


def write_media_terms(media: Media, language: str) -> list[str]:
    """All that holds for a picture or film beyond what holds for its story."""
    said = list(write_restriction(media.rights, language))
    if media.expires is not None:
        said.append(gettext("To be removed by %(moment)s.") % {"moment": write_full(media.expires)})
    return said


def write_credit(item: Item) -> str:
    """Under whose name the text is published; empty where nobody says."""
    return item.provider or item.copyright_holder


def _name_countries(codes: tuple[str, ...], language: str) -> str:
    return ", ".join(country_name(code, language) for code in codes)


def _name_outlets(codes: tuple[str, ...]) -> str:
    return ", ".join(str(OUTLET_NAMES.get(code, code)) for code in codes)
