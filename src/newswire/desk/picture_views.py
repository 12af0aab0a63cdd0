"""The grid of pictures: Wagtail's list with our filters and our page."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy
from wagtail.images.views.images import ImagesFilterSet, IndexView

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
