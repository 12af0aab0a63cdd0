"""The wire monitor: what has left, newest first, and the way to open any of it at the desk."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from newswire.accounts.models import User
from newswire.desk.words import KIND_LABELS
from newswire.editing.adopt import do_adopt
from newswire.editing.monitor import Filters, read_monitor
from newswire.item.vocabulary.languages import LANGUAGES
from newswire.kit.clock import utc_now
from newswire.kit.errors import NewswireError


class FilterForm(forms.Form):
    """What the monitor can be narrowed to."""

    words = forms.CharField(label=gettext_lazy("Words in the headline"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *KIND_LABELS.items()]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("All")), *((one.tag, one.name) for one in LANGUAGES.values())],
    )
    actor = forms.CharField(label=gettext_lazy("Who"), required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@require_safe
def wire_monitor(request: HttpRequest) -> HttpResponse:
    """The newest releases, filtered; filters that cannot be read are passed over and shown as wrong."""
    form = FilterForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    filters = Filters(**{name: said.get(name) or "" for name in ("words", "kind", "language", "actor")})
    page = read_monitor(filters, before=said.get("before"))
    older = request.GET.copy()
    older["before"] = str(page.before or "")
    context = {
        "form": form,
        "page": page,
        "now": utc_now(),
        "is_filtered": filters != Filters(),
        "older": older.urlencode() if page.before else "",
        "page_title": _("Wire"),
        "header_title": _("Wire"),
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Wire")},
        ],
    }
    return TemplateResponse(request, "desk/wire.html", context)


@require_POST
def adopt(request: HttpRequest) -> HttpResponse:
    """Opens a story of the wire at the desk: makes its row where there is none, and goes to the editor."""
    assert isinstance(request.user, User)
    try:
        story = do_adopt(request.POST.get("guid", ""), actor=request.user, now=utc_now())
    except NewswireError as error:
        messages.error(request, error.detail)
        return redirect(reverse("desk:wire"))
    return redirect(reverse("stories:edit", args=[story.pk]))
