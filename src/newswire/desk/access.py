"""The door of the desk: who may come in, and which of Wagtail's rooms exist here at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found
from wagtail.admin.auth import permission_denied

from newswire.accounts.audit import acting_as, acting_from
from newswire.accounts.models import User
from newswire.editing.deed import role_of
from newswire.editing.planning.rules import PLANNERS
from newswire.editing.rules import WRITERS, Role

OPEN_TO_STRANGERS = frozenset({
    "wagtailadmin_login", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_logout",
})  # fmt: skip
"""Addresses that answer without signing in: the door itself, and the icons and words it needs."""

ROOMS = frozenset({
    "wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_dismissibles", "wagtailadmin_tag_autocomplete",
    "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
    "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release",
    "wagtailimages:index", "wagtailimages:index_results", "wagtailimages:edit", "wagtailimages:delete",
    "wagtailimages:preview", "wagtailimages:add", "wagtailimages:image_usage", "wagtailimages:add_multiple",
    "wagtailimages:edit_multiple", "wagtailimages:create_multiple_from_uploaded_image",
    "wagtailimages:delete_multiple", "wagtailimages:delete_upload_multiple",
})  # fmt: skip
"""Wagtail's own addresses that the desk uses. Pages, documents, reports, workflows, users, settings and bulk actions
have no meaning here and do not exist: a new Wagtail version brings no new door with it."""

NAMESPACES = frozenset({"stories", "desk", "wagtailimages_chooser", "video_chooser"})
"""Namespaces that are ours, or wanted whole."""

ONLY_FOR: dict[str, frozenset[Role]] = {
    "desk:adopt": WRITERS,
    "desk:advisory": PLANNERS,
    "desk:ask-model": WRITERS,
    "desk:coverage-add": PLANNERS,
    "desk:event-add": PLANNERS,
    "desk:flash-follow": WRITERS,
    "desk:flash-released": WRITERS,
    "desk:plan-action": WRITERS,
    "desk:story-checks": WRITERS,
    "desk:taken-over": WRITERS,
    "desk:translate": WRITERS,
    "desk:web-version": WRITERS,
    "wagtailadmin_editing_sessions": WRITERS,
    "wagtailadmin_tag_autocomplete": WRITERS,
    "wagtailimages_chooser": WRITERS,
}
"""Addresses and namespaces that not everybody of the agency reaches, where the view asks nobody itself."""

View = Callable[..., HttpResponse]


def is_room(name: str) -> bool:
    """Whether an address of that name (`namespace:name`) exists at the desk."""
    return name in ROOMS or name in OPEN_TO_STRANGERS or name.partition(":")[0] in NAMESPACES


def _is_for(name: str, user: User) -> bool:
    roles = ONLY_FOR.get(name) or ONLY_FOR.get(name.partition(":")[0])
    return roles is None or role_of(user) in roles


def _not_found(request: HttpRequest) -> str:
    return "wagtailadmin/404.html" if request.user.is_authenticated else "404.html"


def guard(view: View) -> View:
    """`view` behind the door: 404 for what the desk does not have, 403 for a subscriber who is signed in; who of the
    agency has no business there is sent back to the first page, as Wagtail does it.

    A stranger goes on to Wagtail, which sends them to the sign-in page. What is done within is logged with the address
    the request came from.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        match = request.resolver_match
        name = match.view_name if match else ""
        user = request.user
        if isinstance(user, User) and not user.is_desk and name not in OPEN_TO_STRANGERS:
            return render(request, "desk/no_entry.html", status=403)
        if name and not is_room(name):
            return page_not_found(request, Http404(), template_name=_not_found(request))
        if isinstance(user, User) and not _is_for(name, user):
            refused: HttpResponse = permission_denied(request)
            return refused
        who, role = (user.get_username(), user.role) if isinstance(user, User) else ("", "")
        with acting_from(str(request.META.get("REMOTE_ADDR") or "")), acting_as(who, role):
            return view(request, *args, **kwargs)

    return guarded
