"""The desk's first page: my queue, my desk, my stories, the wire, what is planned, what is on hold."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from wagtail.admin.ui.components import Component

from newswire.accounts.models import User
from newswire.editing.models import Scheduled, Story
from newswire.editing.monitor import Filters, read_monitor
from newswire.editing.rules import BEFORE_RELEASE, ROLES, WRITERS, Role
from newswire.editing.second_look import read_open
from newswire.editing.shifts.service import read_on_duty
from newswire.kit.clock import utc_now

_ROWS = 8


class DeskPanel(Component):
    """A panel of the first page for `roles`; `rows` is what its template lists, the main ones stand in the wide
    column."""

    order = 0
    roles: frozenset[Role] = WRITERS
    is_main = False
    template_name = ""

    @abstractmethod
    def rows(self, user: User) -> Any:
        """What the panel lists for `user`."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The rows, and what templates need to show times and tokens."""
        request = parent_context["request"]
        return {"request": request, "rows": self.rows(request.user), "now": utc_now()}


class MyQueue(DeskPanel):
    """Stories that are in this person's hands and not out yet, or on hold."""

    order = 5
    is_main = True
    template_name = "desk/panel_queue.html"

    def rows(self, user: User) -> Any:
        """Theirs, most urgent first."""
        stories = Story.objects.filter(assignee=user, stage__in=(*BEFORE_RELEASE, "held")).select_related("desk")
        return stories.defer("body", "adopted").order_by("urgency", "pk")[:_ROWS]


class MyDesk(DeskPanel):
    """Stories that wait on this person's desks and that nobody else has."""

    order = 15
    template_name = "desk/panel_desk.html"

    def rows(self, user: User) -> Any:
        """What was handed in or is ready, most urgent first."""
        stories = Story.objects.filter(desk__members=user, stage__in=("submitted", "ready"))
        stories = stories.filter(Q(assignee=None) | Q(assignee=user) | Q(stage="submitted"))
        return stories.select_related("desk", "assignee").defer("body", "adopted").order_by("urgency", "pk")[:_ROWS]


class MyStories(DeskPanel):
    """Stories this person began or touched last."""

    order = 10
    is_main = True
    template_name = "desk/panel_mine.html"

    def rows(self, user: User) -> Any:
        """The newest of them that are not killed."""
        mine = Q(created_by=user) | Q(latest_revision__user=user)
        stories = Story.objects.filter(mine).exclude(stage="killed").select_related("latest_revision")
        return stories.defer("body", "adopted", "latest_revision__content").order_by("-latest_revision__created_at")[
            :_ROWS
        ]


class Waiting(DeskPanel):
    """Stories that were handed to the editors."""

    order = 20
    template_name = "desk/panel_waiting.html"

    def rows(self, user: User) -> Any:  # noqa: ARG002 - the queue is everybody's
        """The queue, most urgent first."""
        stories = Story.objects.filter(stage="submitted").select_related("created_by")
        return stories.defer("body", "adopted").order_by("urgency", "pk")[:_ROWS]


class Wire(DeskPanel):
    """The newest releases."""

    order = 30
    roles = frozenset(ROLES)
    is_main = True
    template_name = "desk/panel_wire.html"

    def rows(self, user: User) -> Any:  # noqa: ARG002 - the wire is everybody's
        """The newest lines of the monitor."""
        return read_monitor(Filters(), limit=12).lines


class Planned(DeskPanel):
    """What the clock will do."""

    order = 40
    roles = frozenset(ROLES)
    template_name = "desk/panel_planned.html"

    def rows(self, user: User) -> Any:  # noqa: ARG002 - plans are everybody's
        """(when, what, story), soonest first."""
        lifts = Story.objects.filter(stage="released", lift_at__isnull=False).defer("body", "adopted")
        plans = Scheduled.objects.select_related("story").defer("content", "story__body", "story__adopted")
        planned = [(story.lift_at, "lift", story) for story in lifts.order_by("lift_at")[:_ROWS] if story.lift_at]
        planned += [(plan.at, "release", plan.story) for plan in plans.order_by("at")[:_ROWS]]
        return sorted(planned, key=lambda one: one[0])[:_ROWS]


class Holds(DeskPanel):
    """Stories on hold."""

    order = 50
    roles = frozenset(ROLES)
    template_name = "desk/panel_holds.html"

    def rows(self, user: User) -> Any:  # noqa: ARG002 - holds are everybody's
        """The open holds, longest first."""
        return Story.objects.filter(stage="held").defer("body", "adopted").order_by("released_at")[:_ROWS]


class OpenRecalls(DeskPanel):
    """Corrections and kills that wait for a second person, and who is on duty to decide them."""

    order = 60
    template_name = "desk/panel_recalls.html"

    def rows(self, user: User) -> Any:  # noqa: ARG002 - recalls are everybody's
        """The open requests, oldest first."""
        return read_open()[:_ROWS]

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The rows, and the people on duty."""
        context = super().get_context_data(parent_context)
        return {**context, "on_duty": read_on_duty(context["now"])}


PANELS: tuple[type[DeskPanel], ...] = (
    MyQueue, MyStories, MyDesk, Waiting, OpenRecalls, Wire, Planned, Holds,
)  # fmt: skip
"""The panels in their order."""
