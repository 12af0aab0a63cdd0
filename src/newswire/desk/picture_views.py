"""The grid of pictures and the page of one: Wagtail's, with our filters and what restrictions ask for."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy
from wagtail.images.views.images import EditView, ImagesFilterSet, IndexView

from newswire.desk.media_rights import RIGHTS, tell_of_rights
from newswire.media.models import Picture, PictureKind


class PictureFilters(ImagesFilterSet):
    """What the grid can be narrowed to."""

    kind = django_filters.MultipleChoiceFilter(label=gettext_lazy("Kind"), choices=PictureKind.choices)

    class Meta:
        model = Picture
        fields: ClassVar[list[str]] = ["kind"]


class PictureList(IndexView):
    """The newest pictures first; one picture a tile, no boxes to tick."""

    page_title = gettext_lazy("Pictures")
    add_item_label = gettext_lazy("Add pictures")
    filterset_class = PictureFilters
    template_name = "desk/pictures.html"
    results_template_name = "desk/pictures_results.html"
    layout = "grid"

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """The rows as they are: the grid shows no count of uses."""
        return object_list


class PictureEdit(EditView):
    """One picture. New restrictions reach those who have it."""

    def save_instance(self) -> Picture:
        """The picture; the stories that carry it are refiled where something else may be done with it now."""
        picture: Picture = super().save_instance()
        if RIGHTS & set(self.form.changed_data):
            tell_of_rights(self.request, picture)
        return picture
