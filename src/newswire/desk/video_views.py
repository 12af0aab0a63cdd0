"""Videos: the list, the upload, one video's page. Poster, length and size are found out in the background."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.images.widgets import AdminImageChooser

from newswire.accounts.models import User
from newswire.desk.media_rights import RIGHTS, tell_of_rights
from newswire.desk.rights_field import RightsField
from newswire.desk.zoned_time import ZonedTimeField
from newswire.editing.killed_media import find_killed
from newswire.media.film import SUFFIXES, is_ready
from newswire.media.models import Picture, Video

_PER_PAGE = 30
_PROBLEMS = {
    "no-tool": gettext_lazy(
        "ffmpeg is not installed on this machine: the video is kept and can be released, but has no poster, length or "
        "size. Install ffmpeg and save the video again."
    ),
    "unreadable": gettext_lazy("There is no moving picture in this file. It is kept, but cannot be released."),
}


class VideoForm(forms.ModelForm):  # type: ignore[type-arg]
    """A video's words, and its poster where the one taken from the film is not wanted."""

    poster: Any = forms.ModelChoiceField(
        label=gettext_lazy("Poster"),
        queryset=Picture.objects.all(),
        required=False,
        widget=AdminImageChooser,
        help_text=gettext_lazy("Left empty, a frame of the video is taken."),
    )

    rights = RightsField()
    expires = ZonedTimeField(
        label=gettext_lazy("Right of use ends"),
        required=False,
        help_text=gettext_lazy("At this time the video leaves every story that carries it."),
    )

    class Meta:
        model = Video
        fields = ("title", "file", "caption", "credit", "rights", "expires", "poster")
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "file": forms.FileInput(attrs={"accept": "video/*,.mxf,.mkv"}),
            "caption": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            "credit": forms.TextInput(attrs={"dir": "auto"}),
        }

    def clean_poster(self) -> Picture | None:
        """A poster that was not killed."""
        poster: Picture | None = self.cleaned_data["poster"]
        if poster is not None and find_killed([poster.pk]):
            raise forms.ValidationError(_("This picture was killed and may not be used again."))
        return poster

    def clean_file(self) -> Any:
        """Refuses what no reader of ours takes, by its name; what is inside is found out later."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and Path(file.name).suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(_("Videos end in %(endings)s.") % {"endings": ", ".join(SUFFIXES)})
        return file


@require_safe
def video_list(request: HttpRequest) -> HttpResponse:
    """The videos, newest first."""
    _require(request, "media.view_video")
    words = request.GET.get("q", "").strip()
    videos = Video.objects.select_related("poster").prefetch_related("poster__renditions")
    if words:
        videos = videos.filter(title__icontains=words)
    page = Paginator(videos, _PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "words": words, "is_ready": is_ready(), **_frame(_("Videos"))}
    return TemplateResponse(request, "desk/videos.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def video_add(request: HttpRequest) -> HttpResponse:
    """A new video."""
    _require(request, "media.add_video")
    assert isinstance(request.user, User)
    form = VideoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        form.instance.uploaded_by = request.user.get_username()
        video = form.save()
        messages.success(request, _("The video was kept. Its poster and length follow in a moment."))
        return redirect(reverse("desk:video", args=[video.pk]))
    return _show_form(request, form, None, _("New video"))


@require_http_methods(["GET", "HEAD", "POST"])
def video_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One video. Saving one with a new file, or with a problem, has it looked at again."""
    _require(request, "media.change_video")
    with transaction.atomic():
        rows = Video.objects.select_for_update(of=("self",)) if request.method == "POST" else Video.objects
        video = get_object_or_404(rows.select_related("poster"), pk=pk)
        form = VideoForm(request.POST or None, request.FILES or None, instance=video)
        if request.method == "POST" and form.is_valid():
            if "file" in form.changed_data or video.problem or video.poster is None:
                video.prepared_at, video.problem, video.files = None, "", []
            form.save()
            messages.success(request, _("The video was saved."))
            if RIGHTS & set(form.changed_data):
                tell_of_rights(request, video)
            return redirect(reverse("desk:video", args=[pk]))
    return _show_form(request, form, video, video.title)


def _show_form(request: HttpRequest, form: VideoForm, video: Video | None, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    problem = _PROBLEMS.get(video.problem, "") if video else ""
    where = [{"url": reverse("desk:videos"), "label": _("Videos")}]
    context = {
        "form": form,
        "video": video,
        "problem": problem,
        "is_waiting": video is not None and video.prepared_at is None,
        "is_ready": is_ready(),
        **_frame(title, where),
    }
    return TemplateResponse(request, "desk/video.html", context, status=status)


def _frame(title: str, where: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """What Wagtail's page around ours wants to know."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "media",
        "breadcrumbs_items": [home, *(where or []), {"url": "", "label": title}],
    }


def _require(request: HttpRequest, permission: str) -> None:
    if not (isinstance(request.user, User) and request.user.has_perm(permission)):
        raise PermissionDenied
