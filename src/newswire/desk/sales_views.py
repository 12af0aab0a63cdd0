"""The pipeline of sales, and the page of one enquiry: answered, given to somebody, given up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from newswire.accounts.models import Act, User
from newswire.desk.sales_access import attempt, check_reader, frame
from newswire.kit.clock import utc_now
from newswire.subscribers.models import Enquiry
from newswire.subscribers.sales.enquiries import SELLERS, do_answer, do_assign, do_mark_lost
from newswire.subscribers.sales.offers import read_state
from newswire.subscribers.sales.pipeline import read_pipeline
from newswire.subscribers.sales.rules import allowed_steps

_DEEDS = 50


@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """Every sale by stage, with what it is worth."""
    check_reader(request)
    now = utc_now()
    context = {"columns": read_pipeline(now), "now": now}
    return TemplateResponse(request, "desk/sales_pipeline.html", context | frame(request, _("Pipeline")))


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asks for what and what was done about it (GET); the next step (POST). What is refused is shown again."""
    actor = check_reader(request)
    found = get_object_or_404(Enquiry, pk=pk)
    refused = ""
    if request.method == "POST":
        refused = _step(request, found, actor)
        if not refused:
            return redirect("desk:sales-enquiry", pk)
    now = utc_now()
    offers = found.offers.select_related("trial", "contract").order_by("-made_at", "-pk")
    context = {
        "enquiry": found,
        "steps": allowed_steps(found.stage),  # type: ignore[arg-type]  # a stage of the table
        "offers": [(one, read_state(one, now=now)) for one in offers],
        "sellers": User.objects.filter(is_active=True, role__in=SELLERS).order_by("username"),
        "deeds": Act.objects.filter(about="enquiry", name=str(pk))[:_DEEDS],
        "kept": request.POST,
        "refused": refused,
        "now": now,
    }
    context |= frame(request, found.organisation, (reverse("desk:sales"), _("Pipeline")))
    return TemplateResponse(request, "desk/sales_enquiry.html", context, status=409 if refused else 200)


def _step(request: HttpRequest, found: Enquiry, actor: User) -> str:
    """Takes the step that was asked for; why not, where it is refused."""
    said, now = request.POST, utc_now()
    match said.get("do"):
        case "answer":
            text = said.get("text", "")
            return attempt(request, lambda: do_answer(found.pk, text, actor=actor, now=now), _("The answer is sent."))
        case "assign":
            seller = User.objects.filter(username=said.get("seller", ""), is_active=True).first()
            if seller is None:
                raise Http404
            done = _("%(name)s looks after it.") % {"name": seller}
            return attempt(request, lambda: do_assign(found.pk, seller, actor=actor, now=now), done)
        case "lose":
            because = said.get("because", "")
            done = _("The enquiry is marked as lost.")
            return attempt(request, lambda: do_mark_lost(found.pk, because, actor=actor, now=now), done)
        case _:
            messages.error(request, _("Nothing was chosen."))
            return ""
