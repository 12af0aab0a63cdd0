"""Who has to add a second factor sees nothing else of the portal before: closed for every address, new ones too."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from newswire.portal import page

MUST_ENROL = "portal.must_enrol"
"""In the session of somebody who has to add a second factor first."""
_OPEN = ("portal:security", "portal:logout", "portal:language")


class EnrolFirst(MiddlewareMixin):
    """The middleware that leads there."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Below `/portal/` alone, and only for sessions that are marked."""
        home = reverse("portal:index")
        if not request.path.startswith(home) or not request.session.get(MUST_ENROL):
            return None
        if request.path.startswith(tuple(reverse(name) for name in _OPEN)):
            return None
        response = HttpResponse(status=303)
        response["Location"] = reverse("portal:security")
        return page.secure(response)
