"""The website at the desk: what goes public, how much of it a day, how far subscribers are ahead."""

from typing import Any

import msgspec
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from newswire.accounts.audit import do_record
from newswire.accounts.models import User
from newswire.delivery.website.decisions import count_published
from newswire.desk.outlook_panel import name_section
from newswire.desk.product_views import check_seller, preview_context
from newswire.editing.deed import wire_connection
from newswire.kit.clock import utc_now
from newswire.query.parse import LONGEST, QueryError
from newswire.subscribers.service import do_open_website
from newswire.subscribers.website import (
    CAPPED,
    LEAST_SHARE,
    LEAST_WORDS,
    LONGEST_HEAD_START,
    MOST_SHARE,
    MOST_WORDS,
    WEBSITE,
    Limits,
    read_limits,
    read_query,
)

_CAP = "cap_"


class WebsiteForm(forms.Form):
    """What goes public. A cap that is left empty is none."""

    query = forms.CharField(
        label=gettext_lazy("What goes public"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("A query as in the archive’s search. Empty means every story."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
    )
    head_start = forms.IntegerField(
        label=gettext_lazy("Head start of subscribers, minutes"),
        min_value=0,
        max_value=LONGEST_HEAD_START,
        help_text=gettext_lazy("For new stories and updates. Corrections of public stories go at once."),
    )
    max_words = forms.IntegerField(
        label=gettext_lazy("Words of an automatic summary"), min_value=LEAST_WORDS, max_value=MOST_WORDS
    )
    max_share = forms.IntegerField(
        label=gettext_lazy("Share of the story in it, per cent"), min_value=LEAST_SHARE, max_value=MOST_SHARE
    )

    def __init__(self, *args: Any, used: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in CAPPED:
            self.fields[_CAP + section] = forms.IntegerField(
                label=capfirst(name_section(section)),
                required=False,
                min_value=0,
                max_value=9999,
                help_text=_("Today: %(n)s") % {"n": used.get(section, 0)},
            )

    def caps(self) -> list[forms.BoundField]:
        """The fields of the caps, in the order of the sections."""
        return [self[_CAP + section] for section in CAPPED]

    def read_limits(self) -> Limits:
        """The limits as they were filled in."""
        said = self.cleaned_data
        caps = {section: said[_CAP + section] for section in CAPPED if said[_CAP + section] is not None}
        return Limits(
            caps=caps, head_start=said["head_start"], max_words=said["max_words"], max_share=said["max_share"]
        )


@require_http_methods(["GET", "HEAD", "POST"])
def website(request: HttpRequest) -> HttpResponse:
    """What goes public, and the form that changes it from the next release on."""
    seller = check_seller(request)
    now = utc_now()
    used = count_published(wire_connection(), now.date())
    form = WebsiteForm(request.POST if request.method == "POST" else None, used=used, initial=_read())
    if request.method == "POST" and form.is_valid() and "look" not in request.POST and _save(form, seller):
        messages.success(request, _("What goes public is saved; it counts from the next release on."))
        return redirect(reverse("desk:website"))
    title = _("Website")
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    context = {
        "form": form,
        "is_open": read_query(wire_connection()) is not None,
        **preview_context(str(form["query"].value() or "")),
        "page_title": title,
        "header_title": title,
        "header_icon": "site",
        "breadcrumbs_items": [home, {"url": "", "label": title}],
    }
    return TemplateResponse(request, "desk/website.html", context)


def _read() -> dict[str, object]:
    connection = wire_connection()
    limits = read_limits(connection)
    caps = {_CAP + section: cap for section, cap in limits.caps.items()}
    return {"query": read_query(connection) or "", **msgspec.structs.asdict(limits), **caps}


def _save(form: WebsiteForm, seller: User) -> bool:
    """Whether it was saved; a query that cannot be read is told at its field and changes nothing."""
    query, limits, now = form.cleaned_data["query"], form.read_limits(), utc_now()
    try:
        with transaction.atomic():
            do_open_website(query, now=now, limits=limits)
            detail = {"query": query, **msgspec.to_builtins(limits)}
            who = seller.get_username()
            do_record("website-saved", "product", WEBSITE, actor=who, role=seller.role, now=now, detail=detail)
    except QueryError:
        form.add_error("query", _("The query cannot be read; nothing was saved."))
        return False
    return True
