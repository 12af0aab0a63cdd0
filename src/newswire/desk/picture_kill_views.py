"""The page on which a picture is killed: the stories that carry it, the reason, the button."""

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
from newswire.editing.picture_kill import do_kill_picture, read_carriers
from newswire.editing.rules import PICTURE_KILLERS
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError
from newswire.media.models import Picture


class PictureKillForm(forms.Form):
    """Why the picture has to go."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Stays in the newsroom."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def kill_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """What carries the picture (GET); kills it (POST). 403 for whom the rules do not allow it."""
    picture = get_object_or_404(Picture, pk=pk)
    assert isinstance(request.user, User)
    may = role_of(request.user) in PICTURE_KILLERS
    form = PictureKillForm(request.POST if request.method == "POST" else None)
    refused = "" if may else _("Your role does not allow killing a picture.")
    status = 200 if may else 403
    if may and request.method == "POST" and form.is_valid():
        try:
            releases = do_kill_picture(pk, actor=request.user, now=utc_now(), reason=form.cleaned_data["reason"])
        except NewswireError as error:
            refused, status = error.detail, error.status
        else:
            count = len(releases)
            words = ngettext(
                "The picture is killed; it left %(n)s story.", "The picture is killed; it left %(n)s stories.", count
            )
            messages.success(request, words % {"n": count})
            return redirect(reverse("desk:kill-picture", args=[pk]))
    context = {
        "picture": picture,
        "carriers": [one for one in read_carriers(picture) if one.story.stage != "killed"],
        "form": form if may else None,
        "refused": refused,
        "page_title": _("Kill a picture"),
        "header_title": f"{_('Kill a picture')}: {picture.title}",
        "breadcrumbs_items": [
            {"url": reverse("wagtailimages:index"), "label": _("Pictures")},
            {"url": reverse("wagtailimages:edit", args=[pk]), "label": picture.title},
            {"url": "", "label": _("Kill a picture")},
        ],
    }
    return TemplateResponse(request, "desk/picture_kill.html", context, status=status)
