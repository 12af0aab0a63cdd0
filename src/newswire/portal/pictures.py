"""Pictures and video: the grid of what came, and the page of each, which the light box shows too."""

from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from newswire.item.item import Item, Media, Rendition
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.item.vocabulary.sections import SECTIONS, section_name
from newswire.media.store import is_ended
from newswire.portal.access import find_subscription
from newswire.portal.body import Film, Picture, make_film, make_picture
from newswire.portal.entrance import enter
from newswire.portal.live import cursor_of
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.picture_cards import Card, find_cards, has_ended, make_card
from newswire.portal.picture_filter import SHAPES, TYPES, read_wanted
from newswire.portal.rights_words import write_rights
from newswire.portal.story import find_entry
from newswire.portal.usage import do_note_view
from newswire.portal.zone import read_zone

NAMES: dict[str, Promise] = {
    "thumbnail": _("Small"), "web": _("For the web"), "full": _("Largest"), "poster": _("Poster"),
}  # fmt: skip
"""What people call the renditions."""


class Size(msgspec.Struct, frozen=True):
    """A file to download: what it is called, pixels, octets (0 where unknown), its kind in capitals."""

    name: str
    href: str
    width: int
    height: int
    octets: int
    kind: str


class Sheet(msgspec.Struct, frozen=True):
    """All that is said of a picture or film; exactly one of `picture` and `film` where there is something to show."""

    card: Card
    picture: Picture | None
    film: Film | None
    sizes: tuple[Size, ...]
    rights: tuple[str, ...]
    story: str


@require_safe
@portal_page
def pictures(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The grid of a subscription, with filters; without a number it leads to the first one."""
    if number is None:
        return enter(request, "portal:pictures")
    access = find_subscription(request.user, number)
    language, zone, wanted = page_language(), read_zone(request), read_wanted(request.GET)
    found = find_cards(number, wanted, zone, language)
    kept = {name: value for name, value in request.GET.items() if value and name != "before"}
    values = {
        "access": access,
        "organisation": access.organisation,
        "found": found,
        "wanted": wanted,
        "cursor": cursor_of(found.newest),
        "older": f"?{urlencode(kept | {'before': found.older})}" if found.older else "",
        "newest": f"?{urlencode(kept)}" if wanted.before else "",
        "types": TYPES.items(),
        "shapes": SHAPES.items(),
        "sections": [(code, section_name(code, language)) for code in SECTIONS],
        "story_languages": LANGUAGES.values(),
        "zone": zone.key if request.method == "GET" else "",
    }
    return show(request, "pictures", values)


@require_safe
@portal_page
def picture(request: HttpRequest, number: int, guid: str, sha256: str) -> HttpResponse:
    """A picture or film with caption, rights and files; with `?pane=1` only that, for the light box.

    410 once it or its story was killed. A file that the story's newest version has no more leads to the story.
    """
    access = find_subscription(request.user, number)
    entry = find_entry(number, guid)
    if entry.use == "recall" or is_ended(settings.NEWSWIRE_HOME, sha256):
        return show(request, "gone", {}, status=410)
    item, language = entry.item, page_language()
    if item is None:
        raise Http404
    media = next((one for one in item.media if any(file.sha256 == sha256 for file in one.renditions)), None)
    if media is None:
        return HttpResponseRedirect(reverse("portal:story", args=[number, guid]))
    if has_ended(media):
        return show(request, "gone", {}, status=410)
    if request.method == "GET":
        do_note_view(access, guid)
    values = {
        "access": access,
        "organisation": access.organisation,
        "entry": entry,
        "item": item,
        "sheet": _make_sheet(number, make_card(number, entry, item, media, language), item, media, language),
    }
    return show(request, "picture_sheet" if request.GET.get("pane") else "picture_page", values)


def _make_sheet(number: int, card: Card, item: Item, media: Media, language: str) -> Sheet:
    home = settings.NEWSWIRE_HOME
    files = [one for one in media.renditions if not is_ended(home, one.sha256)]
    return Sheet(
        card=card,
        picture=make_picture(number, item, media, language),
        film=make_film(number, item, media, language),
        sizes=tuple(_make_size(number, item.guid, one) for one in files),
        rights=tuple(dict.fromkeys([*write_rights(media.rights, language), *write_rights(item.rights, language)])),
        story=reverse("portal:story", args=[number, item.guid]),
    )


def _make_size(number: int, guid: str, one: Rendition) -> Size:
    href = reverse("portal:media", args=[number, guid, one.sha256])
    kind = one.mime.rpartition("/")[2].split(";", 1)[0].upper()
    return Size(str(NAMES.get(one.name, one.name)), f"{href}?download=1", one.width, one.height, one.size, kind)
