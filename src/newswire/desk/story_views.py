"""Stories in Wagtail: the list, the editor, and what each of their buttons leads to."""

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, UpdatedAtColumn, UserColumn
from wagtail.locks import BaseLock
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    LockView,
    SnippetViewSet,
    UnlockView,
)

from newswire.accounts.models import Role, User
from newswire.desk.actions import DIALOGUES
from newswire.desk.locks import lock_of, may_edit, why_locked
from newswire.desk.story_form import make_edit_handler
from newswire.desk.story_paging import NewestFirst
from newswire.editing.deed import role_of
from newswire.editing.desks import first_desk
from newswire.editing.kept import do_keep
from newswire.editing.models import Desk, StageChoice, Story, StoryType
from newswire.editing.rules import Action, check_action, check_ask
from newswire.editing.writing.service import begin_from, read_templates
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.kit.clock import utc_now

SAVE_AND: tuple[Action, ...] = ("release", "correct", "refile", "submit")
"""Actions that take what is on the screen with them: the form is saved first, then the dialogue opens."""
ONLY: tuple[Action, ...] = ("take", "approve", "assign", "embargo", "hold", "lift", "kill", "return", "unschedule")
"""Actions about what has already left; nothing on the screen belongs to them."""

_KEPT_OUT = frozenset({"locked", "invalid_revision"})
"""Why a form could not be saved though nothing in it is wrong."""

REPLACE = "replace"
"""Saves, then opens find and replace."""


def _people() -> list[tuple[str, object]]:
    """Whose stories the list can show: mine, nobody's, or one person's."""
    people = User.objects.filter(is_active=True).exclude(role=Role.SUBSCRIBER).order_by("username")
    names = [(str(one.pk), one.get_full_name() or one.get_username()) for one in people]
    return [("mine", gettext_lazy("Mine")), ("nobody", gettext_lazy("Nobody’s")), *names]


class StoryFilters(WagtailFilterSet):
    """What the list can be narrowed to."""

    desk = django_filters.ModelMultipleChoiceFilter(label=gettext_lazy("Desk"), queryset=Desk.objects.all())
    assignee = django_filters.ChoiceFilter(
        label=gettext_lazy("Assigned to"), choices=_people, method="filter_assignee", empty_label=gettext_lazy("All")
    )
    stage = django_filters.MultipleChoiceFilter(label=gettext_lazy("Stage"), choices=StageChoice.choices)
    language = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Language"), choices=[(one.tag, one.name) for one in LANGUAGES.values()]
    )
    type = django_filters.MultipleChoiceFilter(label=gettext_lazy("Type"), choices=StoryType.choices)
    urgency = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Urgency"), choices=[(n, str(n)) for n in range(1, 10)]
    )

    class Meta:
        model = Story
        fields: ClassVar[list[str]] = ["desk", "assignee", "stage", "language", "type", "urgency"]

    def filter_assignee(self, stories: QuerySet[Story], _name: str, value: str) -> QuerySet[Story]:
        """The stories that somebody has."""
        if value == "nobody":
            return stories.filter(assignee=None)
        return stories.filter(assignee=self.request.user.pk if value == "mine" else int(value))


def _headline(story: Story) -> str:
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', story.language, story.direction, story.headline)


def _stage(story: Story) -> str:
    mark = format_html(' <span class="desk-mark">{}</span>', _("edited")) if story.is_updated_since_release else ""
    return format_html(
        '<span class="desk-stage desk-stage--{}">{}</span>{}', story.stage, story.get_stage_display(), mark
    )


def _version(story: Story) -> str:
    return str(story.version) if story.version else "–"


class StoryList(NewestFirst, IndexView):
    """The list of stories: one query for the rows, whatever their number."""

    @cached_property
    def columns(self) -> list[Column]:
        """Every column but the boxes to tick, for there are no bulk actions."""
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Column:
        """The headline in its own language and direction."""
        column: Column = super()._get_title_column(*args, **kwargs)
        column.accessor = _headline
        return column

    def get_base_queryset(self) -> QuerySet[Story]:
        """Stories without their texts."""
        stories: QuerySet[Story] = super().get_base_queryset()
        return stories.select_related(
            "latest_revision__user__wagtail_userprofile", "assignee__wagtail_userprofile", "desk"
        ).defer("body", "adopted", "latest_revision__content")


class _Actions:
    """What create and edit share: after saving, on to the dialogue that was asked for; no panel of Wagtail's checks."""

    request: HttpRequest
    object: Story

    @property
    def editor(self) -> User:
        """Who has the form; Wagtail has sent strangers away before."""
        assert isinstance(self.request.user, User)
        return self.request.user

    def get_available_actions(self) -> list[str]:
        """Saving, and saving with an action."""
        return [*super().get_available_actions(), *SAVE_AND, REPLACE]  # type: ignore[misc]

    def run_action_method(self) -> HttpResponse | None:
        """The way to the dialogue, where a button with one was pressed."""
        action: str = self.action  # type: ignore[attr-defined]
        if action in SAVE_AND:
            return redirect(reverse("desk:action", args=[self.object.pk, action]))
        if action == REPLACE:
            return redirect(reverse("desk:replace", args=[self.object.pk]))
        return None

    def get_side_panels(self) -> MediaContainer:
        """Status and preview. Wagtail's own checks (readability, headings of a page) would stand beside ours."""
        panels = super().get_side_panels()  # type: ignore[misc]
        return MediaContainer([one for one in panels if not isinstance(one, ChecksSidePanel)])

    def get_success_url(self) -> str:
        """Saving stays in the editor."""
        return reverse("stories:edit", args=[self.object.pk])


class StoryCreate(_Actions, CreateView):
    """A new story; with `?template=ID` it begins with what that template says."""

    page_title = gettext_lazy("New story")

    def get_initial_form_instance(self) -> Story | None:
        """The story a template begins, where one was asked for that this person may use."""
        asked = self.request.GET.get("template", "")
        assert isinstance(self.request.user, User)
        found = read_templates(self.request.user).filter(pk=int(asked)).first() if asked.isdecimal() else None
        return begin_from(found) if found else super().get_initial_form_instance()

    def save_instance(self) -> Story:
        """The story, with who began it and at which desk."""
        self.form.instance.created_by = self.request.user
        self.form.instance.desk = first_desk(self.editor)
        story: Story = super().save_instance()
        return story


class StoryEdit(_Actions, EditView):
    """A story in the editor; also the view that brings an old revision back."""

    def get_lock(self) -> BaseLock | None:
        """What keeps this person out: the table, or whoever holds the story."""
        return lock_of(self.object, self.editor)

    def user_has_permission(self, permission: str) -> bool:
        """Somebody else's lock is not opened from here: the story is taken over (`lock_views`)."""
        if permission == "unlock":
            return bool(self.object.locked_by_id == self.request.user.pk)
        return bool(super().user_has_permission(permission))

    def is_valid(self, form: Any) -> bool:
        """Whether the form may be saved; that the story is closed to this person is said before anything else."""
        if self.locked_for_user:
            return self._is_open(self.object)
        return bool(super().is_valid(form))

    def form_valid(self, form: Any) -> HttpResponse:
        """Saves while the story's row is locked: it may have been taken on since the page was asked for."""
        with transaction.atomic():
            rows = Story.objects.select_for_update(of=("self",), no_key=True).select_related("locked_by")
            now_there = rows.get(pk=self.object.pk)
            response: HttpResponse = super().form_valid(form) if self._is_open(now_there) else self.form_invalid(form)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page with what is wrong; text that somebody else's hold or newer version keeps out is not lost."""
        if getattr(self, "produced_error_code", "") in _KEPT_OUT:
            form.defer_required_fields()
            form.is_valid()
            do_keep(form.save(commit=False) if not form.errors else form.instance, actor=self.editor, now=utc_now())
            form.restore_required_fields()
        response: HttpResponse = super().form_invalid(form)
        return response

    def _is_open(self, story: Story) -> bool:
        """Whether this person may save `story`; the sentence why not is kept for the page."""
        refusal = why_locked(story, self.editor)
        if refusal:
            self.produced_error_code, self.produced_error_message = "locked", refusal
        return not refusal


class StoryLock(LockView):
    """Holding a story, for those who may edit it now."""

    def user_has_permission(self, permission: str) -> bool:
        """Whether the role may lock, and the table lets it edit."""
        return bool(super().user_has_permission(permission)) and may_edit(self.object, self.request.user)


class StoryUnlock(UnlockView):
    """Letting a story go: one's own hold always, another's for those who may edit it now."""

    def user_has_permission(self, permission: str) -> bool:
        """Whether it is one's own, or the role may unlock and the table lets it edit."""
        user = self.request.user
        if self.object.locked_by_id == user.pk:
            return True
        return bool(super().user_has_permission(permission)) and may_edit(self.object, user)


class StoryDelete(DeleteView):
    """Deleting a draft; for anything that has been on the wire there is only the kill."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses what the policy refuses for this story."""
        if not self.user_has_permission_for_instance("delete", self.object):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Deletes while the row is locked: what was released since the page was asked for stays."""
        with transaction.atomic():
            now_there = Story.objects.select_for_update(of=("self",)).get(pk=self.object.pk)
            if not self.user_has_permission_for_instance("delete", now_there):
                raise PermissionDenied
            response: HttpResponse = super().form_valid(form)
        return response


class StoryViewSet(SnippetViewSet):
    """Stories at `/desk/stories/`."""

    model = Story
    url_namespace = "stories"
    url_prefix = "stories"
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Stories")
    menu_name = "stories"
    menu_order = 100
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 50
    list_display: ClassVar[list[Any]] = [
        "headline",
        Column("desk", label=gettext_lazy("Desk"), sort_key="desk__name", width="7%"),
        UserColumn("assignee", label=gettext_lazy("Assigned to"), blank_display_name="–", width="9%"),
        Column("language", label=gettext_lazy("Language"), sort_key="language", width="6%"),
        Column("urgency", label=gettext_lazy("Urgency"), sort_key="urgency", width="6%"),
        Column("stage", label=gettext_lazy("Stage"), accessor=_stage, sort_key="stage", width="10%"),
        Column("version", label=gettext_lazy("Version"), accessor=_version, sort_key="version", width="6%"),
        UpdatedAtColumn(label=gettext_lazy("Last change"), width="8%"),
        UserColumn("latest_revision.user", label=gettext_lazy("By"), width="8%"),
    ]
    list_export: ClassVar[list[str]] = []
    filterset_class = StoryFilters
    search_fields: ClassVar[list[str]] = ["headline", "slugline", "guid"]
    index_view_class = StoryList
    add_view_class = StoryCreate
    edit_view_class = StoryEdit
    delete_view_class = StoryDelete
    lock_view_class = StoryLock
    unlock_view_class = StoryUnlock

    @cached_property
    def edit_handler(self) -> Any:
        """The editor's tabs."""
        return make_edit_handler()


class ActionItem(ActionMenuItem):
    """One action in the editor's menu, shown to those who may take it now."""

    def __init__(self, action: Action, order: int) -> None:
        super().__init__(order)
        self.action = action
        self.name = f"action-{action}"
        self.icon_name = _ICONS[action]

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Whether the table allows it for this story and this person."""
        story: Story | None = context.get("instance")
        if context.get("locked_for_user") or (story is None and context["view"] != "create"):
            return False
        if self.action == "embargo" and not (story and story.lift_at and story.lift_at > utc_now()):
            return False
        if self.action == "unschedule" and not (story and hasattr(story, "scheduled")):
            return False
        stage = story.stage_now if story else "draft"
        type_ = story.type_now if story else "text"
        role = role_of(context["request"].user)
        return None in (check_action(stage, self.action, role, type_), check_ask(stage, self.action, role, type_))

    def get_url(self, parent_context: dict[str, Any]) -> str | None:
        """The dialogue, for actions that take nothing from the screen with them."""
        story: Story | None = parent_context.get("instance")
        if self.action in ONLY and story is not None:
            return reverse("desk:action", args=[story.pk, self.action])
        return None

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """The words on the button: a dialogue follows, hence the dots."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        story: Story | None = parent_context.get("instance")
        update = self.action == "release" and story is not None and story.version
        context["label"] = (_("Update") if update else str(DIALOGUES[self.action].title)) + " …"
        return context


_ICONS: dict[Action, str] = {
    "release": "upload", "correct": "edit", "refile": "resubmit", "submit": "check", "hold": "time",
    "take": "pick", "approve": "check", "assign": "user", "embargo": "time", "lift": "undo", "kill": "cross",
    "return": "undo", "unschedule": "time",
}  # fmt: skip
