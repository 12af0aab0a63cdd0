"""`/desk/usage/`: an organisation's month for whoever sells: delivered, opened, downloaded; and as a file."""

from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from newswire.accounts.models import Role, User
from newswire.delivery.statement import Statement, read_month, read_statement, write_csv
from newswire.kit.clock import utc_now
from newswire.kit.errors import InvalidRequestError
from newswire.subscribers.models import Subscriber

READERS = frozenset({Role.ADMINISTRATOR, Role.DUTY_CHIEF, Role.SALES})


class UsageForm(forms.Form):
    """Whose month, and which."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Subscriber.objects.order_by("name"), empty_label=None
    )
    month = forms.CharField(
        label=gettext_lazy("Month"), required=False, widget=forms.TextInput(attrs={"type": "month"})
    )

    def clean_month(self) -> date:
        """Its first day."""
        try:
            return read_month(self.cleaned_data["month"], now=utc_now())
        except InvalidRequestError:
            raise forms.ValidationError(_("A month is written like 2026-11.")) from None

    def read(self) -> Statement | None:
        """The statement; None where nothing was chosen or it cannot be read."""
        if not self.is_valid():
            return None
        chosen: Subscriber = self.cleaned_data["organisation"]
        connection.ensure_connection()
        return read_statement(connection.connection, chosen.pk, chosen.name, self.cleaned_data["month"])


@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """The form, and the statement of what was chosen."""
    check_reader(request)
    form = UsageForm(request.GET if request.GET else None, initial={"month": f"{utc_now():%Y-%m}"})
    context = {
        "form": form,
        "statement": form.read() if form.is_bound else None,
        "export": request.GET.urlencode(),
        "page_title": _("Usage"),
        "header_title": _("Usage"),
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Usage")},
        ],
    }
    return TemplateResponse(request, "desk/usage.html", context)


@require_safe
def usage_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV; 400 where no organisation or no month was chosen."""
    check_reader(request)
    statement = UsageForm(request.GET).read()
    if statement is None:
        return HttpResponse(
            _("Choose an organisation and a month."), status=400, content_type="text/plain; charset=utf-8"
        )
    response = HttpResponse("".join(write_csv(statement)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="usage-{statement.month:%Y-%m}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def check_reader(request: HttpRequest) -> None:
    """Raises `PermissionDenied` for whoever neither sells nor answers for it."""
    assert isinstance(request.user, User)
    if request.user.role not in READERS:
        raise PermissionDenied
