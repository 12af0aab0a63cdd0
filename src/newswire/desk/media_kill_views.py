"""The pages on which a picture or video is killed: the stories that carry it, the reason, the button."""

from typing import Any

import msgspec
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.editing.deed import role_of
from newswire.editing.media_carriers import read_carriers
from newswire.editing.media_kill import do_kill_media
from newswire.editing.rules import MEDIA_KILLERS
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError
from newswire.media.models import Picture, Video


class MediaKillForm(forms.Form):
    """Why it has to go."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Stays in the newsroom."),
    )


class _Page(msgspec.Struct, frozen=True):
    """Where the page of one kind of media stands and what it says."""

    model: type[Picture] | type[Video]
    here: str
    one: str
    all: str
    title: Any
    all_title: Any
    effect: Any
    button: Any
    back: Any


_PICTURE = _Page(
    Picture, "desk:kill-picture", "wagtailimages:edit", "wagtailimages:index",
    gettext_lazy("Kill a picture"), gettext_lazy("Pictures"),
    gettext_lazy("Every released story is refiled without it, a picture story is killed, and its addresses end. "
                 "Where it is the poster of a video, the video stays."),
    gettext_lazy("Kill the picture for everyone who had it, for good"), gettext_lazy("Back to the picture"),
)  # fmt: skip
_VIDEO = _Page(
    Video, "desk:kill-video", "desk:video", "desk:videos",
    gettext_lazy("Kill a video"), gettext_lazy("Videos"),
    gettext_lazy("Every released story is refiled without it, a video story is killed, and its addresses end. "
                 "The poster goes with it where it was taken from the video."),
    gettext_lazy("Kill the video for everyone who had it, for good"), gettext_lazy("Back to the video"),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def kill_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """What carries the picture, also as a poster (GET); kills it (POST). 403 for whom the rules do not allow it."""
    return _kill(request, pk, _PICTURE)


@require_http_methods(["GET", "HEAD", "POST"])
def kill_video(request: HttpRequest, pk: int) -> HttpResponse:
    """What carries the video (GET); kills it (POST). 403 for whom the rules do not allow it."""
    return _kill(request, pk, _VIDEO)


def _kill(request: HttpRequest, pk: int, page: _Page) -> HttpResponse:
    media: Any = get_object_or_404(page.model, pk=pk)
    assert isinstance(request.user, User)
    may = role_of(request.user) in MEDIA_KILLERS
    form = MediaKillForm(request.POST if request.method == "POST" else None)
    refused = "" if may else _("Your role does not allow killing pictures and videos.")
    status = 200 if may else 403
    if may and request.method == "POST" and form.is_valid():
        try:
            releases = do_kill_media(media, actor=request.user, now=utc_now(), reason=form.cleaned_data["reason"])
        except NewswireError as error:
            refused, status = error.detail, error.status
        else:
            messages.success(request, _describe(page, len(releases)))
            return redirect(reverse(page.here, args=[pk]))
    context = {
        "media": media,
        "page": page,
        "back": reverse(page.one, args=[pk]),
        "carriers": [one for one in read_carriers(media) if one.story.stage != "killed"],
        "form": form if may else None,
        "refused": refused,
        "page_title": page.title,
        "header_title": f"{page.title}: {media.title}",
        "breadcrumbs_items": [
            {"url": reverse(page.all), "label": page.all_title},
            {"url": reverse(page.one, args=[pk]), "label": media.title},
            {"url": "", "label": page.title},
        ],
    }
    return TemplateResponse(request, "desk/media_kill.html", context, status=status)


def _describe(page: _Page, count: int) -> str:
    """What the kill did."""
    if page is _VIDEO:
        words = ngettext(
            "The video is killed; it left %(n)s story.", "The video is killed; it left %(n)s stories.", count
        )
    else:
        words = ngettext(
            "The picture is killed; it left %(n)s story.", "The picture is killed; it left %(n)s stories.", count
        )
    return words % {"n": count}
