"""What keeps the story list quick at 100,000 stories: an order the index has, and a count that ends.

Wagtail orders by the newest line of its log, which it looks up for every story: 364 ms a page, benchmarks/desk_list.
"""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from newswire.editing.models import Story

COUNTED = 10_000
"""Stories that are counted and paged through; whoever looks for older ones filters or searches."""


class StoryPaginator(WagtailPaginator):
    """Counts no further than `COUNTED`, so that a page costs the same however many stories there are."""

    @cached_property
    def _found(self) -> int:
        """How many there are, one more than `COUNTED` where there are more."""
        return int(self.object_list.order_by()[: COUNTED + 1].count())

    @cached_property
    def count(self) -> int:
        """How many can be paged through."""
        return min(self._found, COUNTED)

    @cached_property
    def items_count_label(self) -> str:
        """How many there are, in words; where the list ends before the stories do, that and the way to the others."""
        if self._found > COUNTED:
            return _("The first %(count)s stories; filter or search to reach the others") % {"count": f"{COUNTED:,}"}
        return str(super().items_count_label)


class NewestFirst:
    """A list view's order: the story saved last on top, by the number of its newest revision, which rises with time."""

    default_ordering = "-_updated_at"
    paginator_class = StoryPaginator
    ordering: Any

    def _annotate_queryset_updated_at(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        """When a story was saved last: the moment of its newest revision, without a look into Wagtail's log."""
        return queryset.annotate(_updated_at=F("latest_revision__created_at"))

    def order_queryset(self, queryset: QuerySet[Story]) -> QuerySet[Story]:
        """The order of a column; that of the moment through the index on the revision's number."""
        ordered: QuerySet[Story] = super().order_queryset(queryset)  # type: ignore[misc]
        if self.ordering == "-_updated_at":
            return ordered.order_by(F("latest_revision_id").desc(nulls_last=True), "-pk")
        if self.ordering == "_updated_at":
            return ordered.order_by(F("latest_revision_id").asc(nulls_first=True), "pk")
        return ordered
