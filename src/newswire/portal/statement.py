"""`/portal/usage/`: what the organisation was sent and took in a month, for its owner and whoever pays."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newswire.delivery.statement import Statement, read_month, read_statement, write_csv
from newswire.kit.errors import InvalidRequestError
from newswire.portal import page
from newswire.portal.access import Organisation, find_organisation
from newswire.portal.page import portal_page, show
from newswire.portal.reading import plain_connection


@require_safe
@portal_page
def usage(request: HttpRequest) -> HttpResponse:
    """The statement of `?month=2026-11`, of the present month where none is named; printable."""
    organisation = find_organisation(request.user)
    statement = _read(request, organisation)
    return show(request, "usage", {"organisation": organisation, "statement": statement})


@require_safe
@portal_page
def usage_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    statement = _read(request, find_organisation(request.user))
    response = HttpResponse("".join(write_csv(statement)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="usage-{statement.month:%Y-%m}.csv"'
    return response


def _read(request: HttpRequest, organisation: Organisation) -> Statement:
    """Their own organisation's; for the others of the organisation there is no such page."""
    if not organisation.reads_usage:
        raise Http404
    try:
        month = read_month(request.GET.get("month", ""), now=page.clock())
    except InvalidRequestError:
        raise Http404 from None
    with plain_connection() as plain:
        return read_statement(plain, organisation.id, organisation.name, month)
