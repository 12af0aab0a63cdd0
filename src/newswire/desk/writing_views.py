"""What saves a writer typing: the templates of the desks, one's own snippets, find and replace in a story."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.desk.writing_forms import ReplaceForm, SnippetForm, TemplateForm
from newswire.editing.deed import role_of
from newswire.editing.fingerprint import fingerprint
from newswire.editing.models import Story
from newswire.editing.rules import EDITORS, WRITERS, check_action
from newswire.editing.writing.models import Template, TextSnippet
from newswire.editing.writing.replace import Replaced
from newswire.editing.writing.service import check_replace, do_drop_template, do_keep_template, do_replace
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError


def _person(request: HttpRequest, roles: frozenset[Any]) -> User:
    """Who asks; 403 for a role that is not among `roles`."""
    user = request.user
    if not isinstance(user, User) or role_of(user) not in roles:
        raise PermissionDenied
    return user


def _frame(title: str, *above: tuple[str, str]) -> dict[str, Any]:
    """What Wagtail's page needs: the title and the way to it, from the first page down."""
    way = [(reverse("wagtailadmin_home"), _("Home")), *above, ("", title)]
    crumbs = [{"url": url, "label": label} for url, label in way]
    return {"page_title": title, "header_title": title, "header_icon": "doc-full-inverse", "breadcrumbs_items": crumbs}


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """All templates, for those who keep them."""
    _person(request, EDITORS)
    context = {"templates": Template.objects.select_related("desk")} | _frame(_("Templates"))
    return TemplateResponse(request, "desk/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One template: a new one, or that of `pk`."""
    user = _person(request, EDITORS)
    template = get_object_or_404(Template, pk=pk) if pk else Template()
    form = TemplateForm(request.POST if request.method == "POST" else None, instance=template)
    if request.method == "POST" and form.is_valid():
        do_keep_template(form.save(commit=False), actor=user, now=utc_now())
        messages.success(request, _("Saved."))
        return redirect(reverse("desk:templates"))
    title = template.name if pk else _("New template")
    delete = reverse("desk:template-delete", args=[pk]) if pk else ""
    context = {"form": form, "delete_url": delete, "back_url": reverse("desk:templates")}
    frame = _frame(title, (reverse("desk:templates"), _("Templates")))
    return TemplateResponse(request, "desk/writing_form.html", context | frame)


@require_POST
def delete_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a template; stories begun from it stay as they are."""
    user = _person(request, EDITORS)
    do_drop_template(get_object_or_404(Template, pk=pk), actor=user, now=utc_now())
    messages.success(request, _("Deleted."))
    return redirect(reverse("desk:templates"))


@require_safe
def snippet_list(request: HttpRequest) -> HttpResponse:
    """The snippets of whoever asks."""
    user = _person(request, WRITERS)
    context = {"snippets": TextSnippet.objects.filter(owner=user)} | _frame(_("My snippets"))
    return TemplateResponse(request, "desk/snippets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_snippet(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One snippet of one's own; another's does not exist."""
    user = _person(request, WRITERS)
    snippet = get_object_or_404(TextSnippet, pk=pk, owner=user) if pk else TextSnippet(owner=user)
    form = SnippetForm(request.POST if request.method == "POST" else None, instance=snippet)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(reverse("desk:snippets"))
    title = f";;{snippet.shortcut}" if pk else _("New snippet")
    delete = reverse("desk:snippet-delete", args=[pk]) if pk else ""
    context = {"form": form, "delete_url": delete, "back_url": reverse("desk:snippets")}
    frame = _frame(title, (reverse("desk:snippets"), _("My snippets")))
    return TemplateResponse(request, "desk/writing_form.html", context | frame)


@require_POST
def delete_snippet(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a snippet of one's own."""
    user = _person(request, WRITERS)
    get_object_or_404(TextSnippet, pk=pk, owner=user).delete()
    messages.success(request, _("Deleted."))
    return redirect(reverse("desk:snippets"))


@require_http_methods(["GET", "HEAD", "POST"])
def replace_in_story(request: HttpRequest, pk: int) -> HttpResponse:
    """What to look for (GET), every hit (first POST), the replacement of exactly the hits that were shown.

    403 where the role may not edit, 409 where the rules refuse; nothing is changed then.
    """
    user = _person(request, WRITERS)
    story = get_object_or_404(Story.objects.select_related("latest_revision"), pk=pk)
    if check_action(story.stage_now, "edit", role_of(user), story.type_now) is not None:
        raise PermissionDenied
    form = ReplaceForm(request.POST if request.method == "POST" else None)
    latest: Story = story.get_latest_revision_as_object()
    if request.method != "POST" or not form.is_valid():
        return _show_replace(request, latest, form)
    said, seen = form.cleaned_data, fingerprint(latest)
    if said["seen"] != form.digest(seen):
        found = check_replace(latest, said["wanted"], said["new"], case=form.case())
        return _show_replace(request, latest, form, found=found)
    try:
        done = do_replace(
            pk, wanted=said["wanted"], new=said["new"], case=form.case(), actor=user, now=utc_now(), seen=seen
        )
    except NewswireError as error:
        return _show_replace(request, latest, form, refused=error.detail, status=409)
    count = len(done.hits)
    messages.success(request, ngettext("%(n)s place replaced.", "%(n)s places replaced.", count) % {"n": count})
    return redirect(reverse("stories:edit", args=[pk]))


def _show_replace(
    request: HttpRequest,
    story: Story,
    form: ReplaceForm,
    *,
    found: Replaced | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    if form.is_bound:
        seen = form.digest(fingerprint(story)) if found is not None and found.hits else ""
        form.data = {**request.POST.dict(), "seen": seen}
    hits = found.hits if found else ()
    labels = {name: getattr(Story._meta.get_field(name), "verbose_name", name) for name in {hit.field for hit in hits}}
    count = len(hits)
    context = {
        "story": story,
        "form": form,
        "found": found,
        "hits": [(labels[hit.field], hit) for hit in hits],
        "new": form.cleaned_data.get("new", "") if form.is_bound and form.is_valid() else "",
        "sentence": ngettext("Replace %(n)s place", "Replace %(n)s places", count) % {"n": count},
        "counted": ngettext("%(n)s place found", "%(n)s places found", count) % {"n": count},
        "refused": refused,
    }
    above = ((reverse("stories:list"), _("Stories")), (reverse("stories:edit", args=[story.pk]), story.headline))
    return TemplateResponse(
        request, "desk/replace.html", context | _frame(_("Find and replace"), *above), status=status
    )
