"""The outbox: mails that wait, that could not leave, and that have left. Without a mail server they are read here."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from newswire.accounts.mail import do_try_again, has_server
from newswire.accounts.models import Mail, Role, User
from newswire.kit.clock import utc_now

READERS = frozenset({Role.ADMINISTRATOR, Role.DUTY_CHIEF, Role.SALES})
"""Who reads the outbox; it holds what others were told, so nobody else does."""
_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def outbox(request: HttpRequest) -> HttpResponse:
    """The mails, those that have not left first (GET); one of them is tried again at once (POST)."""
    assert isinstance(request.user, User)
    if request.user.role not in READERS:
        raise PermissionDenied
    if request.method == "POST":
        number, actor = request.POST.get("again", ""), request.user.get_username()
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        if is_number and do_try_again(int(number), actor=actor, now=utc_now()):
            messages.success(request, _("The mail is tried again."))
        else:
            messages.error(request, _("This mail has left already, or there is no such mail."))
        return redirect(reverse("desk:outbox"))
    context = {
        "waiting": Mail.objects.filter(sent_at=None).order_by("-id")[:_SHOWN],
        "sent": Mail.objects.exclude(sent_at=None).order_by("-sent_at")[:_SHOWN],
        "has_server": has_server(),
        "server": settings.EMAIL_HOST,
        "now": utc_now(),
        "page_title": _("Outbox"),
        "header_title": _("Outbox"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Outbox")},
        ],
    }
    return TemplateResponse(request, "desk/outbox.html", context)
