"""Restrictions set on a picture or film after stories have left with it: those who have them are told at once."""

from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.editing.deed import role_of
from newswire.editing.expiry import do_refile_with_rights
from newswire.editing.rules import RELEASERS
from newswire.kit.clock import utc_now
from newswire.media.models import Picture, Video

RIGHTS = frozenset({"rights", "expires"})
"""The fields of a form whose change concerns those who have the picture already."""


def tell_of_rights(request: HttpRequest, media: Picture | Video) -> None:
    """Refiles the stories that carry `media` with what may be done with it now, and says how many those were."""
    assert isinstance(request.user, User)
    if role_of(request.user) not in RELEASERS:
        messages.warning(request, gettext("Stories on the wire keep the old restrictions: your role releases nothing."))
        return
    releases = do_refile_with_rights(media, actor=request.user, now=utc_now())
    if releases:
        words = ngettext(
            "%(n)s story was refiled with the new restrictions.",
            "%(n)s stories were refiled with the new restrictions.",
            len(releases),
        )
        messages.success(request, words % {"n": len(releases)})
