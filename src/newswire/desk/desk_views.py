"""The desks of the newsroom: the list, and the form in which one is made or changed."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from newswire.accounts.models import Role, User
from newswire.editing.desks import do_keep_desk, may_keep_desks
from newswire.editing.models import Desk
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError


class DeskForm(forms.ModelForm):  # type: ignore[type-arg]
    """A desk with its people."""

    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Members"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Stories that a member begins start at the first of their desks."),
    )
    field_order = ("name", "code", "silence_minutes", "members")

    class Meta:
        model = Desk
        fields = ("name", "code", "silence_minutes")
        help_texts = {
            "code": gettext_lazy("Stands in addresses: letters, digits, hyphens."),
            "silence_minutes": gettext_lazy("After so many minutes without a release the monitor says so; 0 is never."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(role=Role.SUBSCRIBER).order_by("username")
        cast("forms.ModelMultipleChoiceField[User]", self.fields["members"]).queryset = people
        self.fields["name"].widget.attrs["dir"] = "auto"
        if self.instance.pk:
            self.fields["members"].initial = self.instance.members.all()


def _allowed(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not may_keep_desks(request.user):
        raise PermissionDenied
    return request.user


@require_safe
def desks(request: HttpRequest) -> HttpResponse:
    """All desks with their people."""
    _allowed(request)
    context = {"desks": Desk.objects.prefetch_related("members"), **_titles(_("Desks"))}
    return TemplateResponse(request, "desk/desks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_desk(request: HttpRequest) -> HttpResponse:
    """A new desk."""
    return _keep(request, Desk(), _("New desk"))


@require_http_methods(["GET", "HEAD", "POST"])
def change_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """A desk that exists."""
    _allowed(request)
    desk = get_object_or_404(Desk, pk=pk)
    return _keep(request, desk, desk.name)


def _keep(request: HttpRequest, desk: Desk, title: str) -> HttpResponse:
    actor = _allowed(request)
    form = DeskForm(request.POST if request.method == "POST" else None, instance=desk)
    if request.method == "POST" and form.is_valid():
        try:
            do_keep_desk(form.instance, members=form.cleaned_data["members"], actor=actor, now=utc_now())
        except NewswireError as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _("The desk is saved."))
            return redirect(reverse("desk:desks"))
    context = {"form": form, **_titles(title, [{"url": reverse("desk:desks"), "label": _("Desks")}])}
    return TemplateResponse(request, "desk/desk_form.html", context)


def _titles(title: str, trail: list[dict[str, str]] | None = None) -> dict[str, object]:
    queues = {"url": reverse("desk:queues"), "label": _("Queues")}
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [queues, *(trail or []), {"url": "", "label": title}],
    }
