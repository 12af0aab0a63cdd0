"""The dossiers at the desk: the list, a new one, its words, closing and opening again. For editors and above."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.editing.dossiers import (
    do_change_dossier,
    do_close_dossier,
    do_open_dossier,
    do_reopen_dossier,
    may_keep,
    read_dossiers,
)
from newswire.editing.models import Dossier
from newswire.kit.clock import utc_now
from newswire.kit.errors import RuleError

ALLOWED = ["GET", "HEAD", "POST"]
_PER_PAGE = 100


class DossierForm(forms.Form):
    """A dossier's words."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    about = forms.CharField(
        label=gettext_lazy("What it is about"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class NewDossierForm(DossierForm):
    """A new dossier: its code too, which stays for good."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("Small letters, digits and hyphens. It cannot be changed later."),
    )


@require_http_methods(ALLOWED)
def dossier_list(request: HttpRequest) -> HttpResponse:
    """The dossiers, a hundred a page, and the form for a new one."""
    actor = _keeper(request)
    form = NewDossierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = do_open_dossier(**form.cleaned_data, actor=actor, now=utc_now())
        except RuleError as error:
            form.add_error("code", error.detail)
        else:
            messages.success(request, _("The dossier “%(name)s” is open.") % {"name": made.name})
            return redirect("desk:dossiers")
    page = Paginator(read_dossiers(), _PER_PAGE).get_page(request.GET.get("p"))
    return _show(request, "desk/dossiers.html", _("Dossiers"), form=form, page=page)


@require_http_methods(ALLOWED)
def dossier_change(request: HttpRequest, pk: int) -> HttpResponse:
    """One dossier: new words, or closed, or opened again, by the button that was pressed."""
    actor = _keeper(request)
    dossier = Dossier.objects.filter(pk=pk).first()
    if dossier is None:
        raise Http404
    form = DossierForm(request.POST or None, initial={"name": dossier.name, "about": dossier.about})
    if request.method == "POST":
        if "close" in request.POST:
            do_close_dossier(pk, actor=actor, now=utc_now())
        elif "reopen" in request.POST:
            do_reopen_dossier(pk, actor=actor, now=utc_now())
        elif form.is_valid():
            do_change_dossier(pk, **form.cleaned_data, actor=actor, now=utc_now())
        else:
            return _show(request, "desk/dossier.html", dossier.name, form=form, dossier=dossier)
        messages.success(request, _("The dossier was saved."))
        return redirect("desk:dossiers")
    return _show(request, "desk/dossier.html", dossier.name, form=form, dossier=dossier)


def _keeper(request: HttpRequest) -> User:
    actor = cast(User, request.user)
    if not may_keep(actor):
        raise PermissionDenied
    return actor


def _show(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    above = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("desk:dossiers"), "label": _("Dossiers")},
    ]
    return TemplateResponse(
        request,
        template,
        {"page_title": title, "header_title": title, "header_icon": "folder-open-1", "breadcrumbs_items": above}
        | context,
    )
