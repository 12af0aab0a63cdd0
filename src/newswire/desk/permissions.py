"""What a role may do, in the words Wagtail asks in. One table; no rows in the database that could drift from it."""

from typing import Any, cast

from django.db.models import QuerySet
from wagtail.models import Collection
from wagtail.permission_policies import ModelPermissionPolicy

from newswire.accounts.backend import GuardedBackend
from newswire.accounts.models import Role, User
from newswire.desk.locks import may_edit
from newswire.editing.deed import role_of
from newswire.editing.models import Story
from newswire.editing.rules import RELEASERS

_WRITER = frozenset({
    "wagtailadmin.access_admin",
    "editing.add_story", "editing.change_story", "editing.view_story", "editing.delete_story", "editing.lock_story",
    "media.add_picture", "media.change_picture", "media.choose_picture", "media.view_picture",
    "media.add_video", "media.change_video", "media.view_video",
})  # fmt: skip
_EDITOR = _WRITER | {"editing.unlock_story"}
_CHIEF = _EDITOR | {"media.delete_picture"}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.REPORTER.value: _WRITER,
    Role.EDITOR.value: _EDITOR,
    Role.TRANSLATOR.value: _WRITER,
    Role.PICTURE_EDITOR.value: _CHIEF,
    Role.SALES.value: frozenset({"wagtailadmin.access_admin"}),
    Role.DUTY_CHIEF.value: _CHIEF,
    Role.ADMINISTRATOR.value: _CHIEF,
    Role.SUBSCRIBER.value: frozenset(),
}
"""Permissions by role. Release, correction and kill are not here: those are decided by `editing.rules` alone."""


class RoleBackend(GuardedBackend):
    """Signs people in by password and answers for their role; groups and per-user permissions play no part."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:  # noqa: ARG002 - Django's signature
        """The permissions of the user's role; none for whoever is not signed in or is switched off."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        return set(PERMISSIONS.get(user_obj.role, frozenset()))

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the user's role includes `perm`."""
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the user's role includes anything of that app."""
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))


class StoryPolicy(ModelPermissionPolicy):
    """Stories: by role. Whether a story may be edited at its stage is a matter of its lock (`desk.locks`)."""

    def user_has_permission_for_instance(self, user: User, action: str, instance: Story) -> bool:
        """Whether `user` may do `action` to this story: only a draft that was never on the wire is ever deleted."""
        if not self.user_has_permission(user, action):
            return False
        if action == "delete":
            is_draft = instance.stage == "draft" and not instance.version
            is_theirs = instance.created_by_id == user.pk or role_of(user) in RELEASERS
            return is_draft and is_theirs and may_edit(instance, user)
        return True


class PicturePolicy(ModelPermissionPolicy):
    """Pictures: by role, in every collection alike (Wagtail's own policy asks for groups)."""

    def collections_user_has_any_permission_for(self, user: User, actions: list[str]) -> QuerySet[Any]:
        """All collections, or none."""
        allowed = self.user_has_any_permission(user, actions)
        return cast("QuerySet[Any]", Collection.objects.all() if allowed else Collection.objects.none())

    def collections_user_has_permission_for(self, user: User, action: str) -> QuerySet[Any]:
        """All collections, or none."""
        return self.collections_user_has_any_permission_for(user, [action])
