"""The dialogues in which a picture or video is chosen: page by page, by words, and never one that was killed."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from newswire.accounts.models import User
from newswire.media.models import Picture, Video


def offer_pictures(pictures: QuerySet[Picture], _request: HttpRequest) -> QuerySet[Picture]:
    """Those of `pictures` that may be used: neither killed nor the same file as one that was."""
    killed = Picture.objects.filter(killed_at__isnull=False).exclude(file_hash="")
    return pictures.filter(killed_at=None).exclude(file_hash__in=killed.values("file_hash"))


class VideoWords(BaseFilterForm):
    """Words of the title or the caption."""

    q = forms.CharField(
        label=gettext_lazy("Words in the title"), required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def filter(self, objects: QuerySet[Video]) -> QuerySet[Video]:
        """The videos whose titles have all of the words."""
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            objects = objects.filter(title__icontains=word)
        return objects


class _ForNewsroom:
    """For those who may see videos."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses whoever may not."""
        if not (isinstance(request.user, User) and request.user.has_perm("media.view_video")):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class _Offer(_ForNewsroom):
    """The videos that may be used, newest first."""

    filter_form_class = VideoWords

    def get_object_list(self) -> QuerySet[Video]:
        """Without their files."""
        return Video.objects.filter(killed_at=None).defer("files")

    @property
    def columns(self) -> list[Column]:
        """Title, credit, how long it is."""
        return [
            *super().columns,  # type: ignore[misc]
            Column("credit", label=gettext_lazy("Credit")),
            Column("seconds", label=gettext_lazy("Seconds"), accessor=_seconds),
        ]


def _seconds(video: Video) -> str:
    return f"{video.seconds:.1f}" if video.seconds else "–"


class VideoChooseView(_Offer, ChooseView):
    """The dialogue."""


class VideoResultsView(_Offer, ChooseResultsView):
    """Its list, as words are typed."""


class VideoChosenView(_ForNewsroom, ChosenView):
    """The one that was chosen."""


class VideosChosenView(_ForNewsroom, ChosenMultipleView):
    """Several that were chosen."""


class NoCreateView(CreateView):
    """Videos are uploaded on a page of their own; Wagtail has this address all the same."""

    def can_create(self) -> bool:
        """Nobody."""
        return False


class VideoChooser(ChooserViewSet):
    """Choosing a video."""

    model = Video
    icon = "media"
    choose_one_text = gettext_lazy("Choose a video")
    choose_another_text = gettext_lazy("Choose another video")
    choose_view_class = VideoChooseView
    choose_results_view_class = VideoResultsView
    create_view_class = NoCreateView
    chosen_view_class = VideoChosenView
    chosen_multiple_view_class = VideosChosenView
    register_widget = False
    per_page = 12


video_chooser = VideoChooser("video_chooser", url_prefix="videos/chooser")
VideoInput = video_chooser.widget_class
"""The field of a form in which a video is chosen."""
