"""Deeds that no verb of ours does: people who sign in and out, who fail to, whose role or standing is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from newswire.accounts.audit import acting_from, do_record, read_actor
from newswire.accounts.models import User
from newswire.kit.clock import utc_now

_WATCHED = ("username", "role", "is_active", "is_superuser", "email", "password")
_SECRET = "password"  # noqa: S105 - the name of a column


@contextmanager
def _at(request: HttpRequest | None) -> Iterator[None]:
    """The address of the request, where there is one."""
    if request is None:
        yield
        return
    with acting_from(str(request.META.get("REMOTE_ADDR") or "")):
        yield


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest | None, user: User, **_kwargs: object) -> None:
    """Somebody signed in."""
    with _at(request):
        _note("sign-in", user.get_username(), actor=user.get_username(), role=user.role)


@receiver(user_logged_out)
def note_sign_out(request: HttpRequest | None, user: User | None, **_kwargs: object) -> None:
    """Somebody signed out; nobody does where the session had ended already."""
    if user is not None:
        with _at(request):
            _note("sign-out", user.get_username(), actor=user.get_username(), role=user.role)


@receiver(user_login_failed)
def note_failed_sign_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: object) -> None:
    """Somebody tried a name with a wrong password. The password is never written down."""
    name = str(credentials.get("username") or credentials.get("email") or "")[:150].replace("\x00", "")
    with _at(request):
        _note("sign-in-failed", name, actor=name)


@receiver(pre_save, sender=User)
def remember_before(instance: User, raw: bool, update_fields: Any, **_kwargs: object) -> None:  # noqa: FBT001 - Django's signal
    """What the person was before a save, for `note_change`; nothing where only the last sign-in is written."""
    instance.__dict__.pop("_before", None)
    touched = update_fields is None or bool(set(update_fields) & set(_WATCHED))
    if not raw and touched and instance.pk is not None:
        instance.__dict__["_before"] = User.objects.filter(pk=instance.pk).values(*_WATCHED).first()


@receiver(post_save, sender=User)
def note_change(instance: User, created: bool, raw: bool, **_kwargs: object) -> None:  # noqa: FBT001 - Django's signal
    """A person was made, or something that gives rights was changed; of a password only that it was."""
    if raw:
        return
    before = instance.__dict__.pop("_before", None)
    if created:
        _note("person-made", instance.get_username(), detail={"role": str(instance.role)})
    elif before is not None:
        changed = {
            name: "" if name == _SECRET else f"{before[name]} → {getattr(instance, name)}"
            for name in _WATCHED
            if before[name] != getattr(instance, name)
        }
        if changed:
            action = "role-changed" if "role" in changed else "person-changed"
            _note(action, instance.get_username(), detail=changed)


@receiver(post_delete, sender=User)
def note_removal(instance: User, **_kwargs: object) -> None:
    """A person was removed."""
    _note("person-removed", instance.get_username(), detail={"role": str(instance.role)})


def _note(action: str, name: str, *, actor: str = "", role: str = "", detail: dict[str, str] | None = None) -> None:
    who = actor or read_actor() or "system"
    do_record(action, "person", name, actor=who, now=utc_now(), role=role, detail=detail)
