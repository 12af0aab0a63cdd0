"""Pages about one subscription without its number in the address: they lead to the organisation's first."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newswire.portal.access import find_organisation
from newswire.portal.page import show


def enter(request: HttpRequest, name: str) -> HttpResponse:
    """Leads to the page `name` of the first subscription; says so where the organisation has none."""
    organisation = find_organisation(request.user)
    if not organisation.subscriptions:
        return show(request, "empty", {"organisation": organisation})
    return HttpResponseRedirect(reverse(name, args=[organisation.subscriptions[0].number]))
