"""What all addresses that hand over a story have in common: whom they let in, and what a kill makes of them."""

from collections.abc import Callable
from functools import wraps

import msgspec
from django.http import Http404, HttpRequest, HttpResponse

from newswire.item.item import Item
from newswire.item.release import Entry
from newswire.kit.errors import QuotaError
from newswire.portal.access import Access, find_subscription
from newswire.portal.page import page_language, portal_page, show
from newswire.portal.reading import Sight, read_sight
from newswire.portal.taking.names import write_stem
from newswire.portal.taking.terms import write_story_terms


class Taking(msgspec.Struct, frozen=True):
    """A story that may be taken now, and who takes it; `form` is what the address asks for, empty where it does not."""

    access: Access
    sight: Sight
    item: Item
    form: str = ""

    @property
    def entry(self) -> Entry:
        """The newest entry of the story."""
        return self.sight.story.entry

    @property
    def guid(self) -> str:
        """The story's identity."""
        return self.entry.guid

    @property
    def stem(self) -> str:
        """What its files are called before their ending."""
        return write_stem(self.item.headline, self.entry.version)

    @property
    def terms(self) -> list[str]:
        """What holds for the text, in words: the editors' own first."""
        own = [self.item.usage_terms] if self.item.usage_terms else []
        return [*own, *write_story_terms(self.entry, self.item, self.sight.terms, page_language())]


View = Callable[[HttpRequest, Taking], HttpResponse]


def take_page(view: View) -> Callable[..., HttpResponse]:
    """A door at which a story is handed over: only to a subscription that got it, only while it may be read.

    A killed story answers 410 and says so; one on hold, one whose rights have ended and one that never was answer
    alike; what the month's quota does not hold any more answers 429.
    """

    @portal_page
    @wraps(view)
    def guarded(request: HttpRequest, number: int, guid: str, form: str = "") -> HttpResponse:
        access = find_subscription(request.user, number)
        sight = read_sight(number, guid)
        if sight is None:
            raise Http404
        entry = sight.story.entry
        if entry.use == "recall":
            return show(request, "withdrawn", {"entry": entry}, status=410)
        if entry.item is None:
            raise Http404
        try:
            return view(request, Taking(access, sight, entry.item, form))
        except QuotaError as refused:
            response = show(request, "quota", {}, status=429)
            response.headers["Retry-After"] = str(refused.retry_after)
            return response

    return guarded
