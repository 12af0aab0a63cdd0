"""`/portal/notice/`: an organisation's contracts, until when each runs, and the owner's way to give notice of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from newswire.accounts.audit import acting_from
from newswire.accounts.models import User
from newswire.kit.errors import RuleError
from newswire.portal import page
from newswire.portal.access import Organisation, find_organisation
from newswire.portal.page import portal_page, show
from newswire.subscribers.models import Contract
from newswire.subscribers.sales.renewals import do_give_notice
from newswire.subscribers.sales.rules import notice_until


class NoticeForm(forms.Form):
    """That notice is meant, and why."""

    reason = forms.CharField(
        label=_("Why you leave"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    consent = forms.BooleanField(
        label=_("I give notice for my organisation and I am entitled to do so."),
        error_messages={"required": _("Without this no notice is given.")},
    )


class Agreed(msgspec.Struct, frozen=True):
    """A contract as the page shows it. `last_day` is until when (excluded) notice can be given, None where it renews
    itself never or no more; `form` is there where it can be given now."""

    contract: Contract
    names: tuple[str, ...]
    price: str
    last_day: datetime | None
    form: NoticeForm | None


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def notice(request: HttpRequest) -> HttpResponse:
    """The contracts that run (GET); notice of the one named `contract` (POST), which leads back here.

    For others than the owner there is no such page.
    """
    organisation = find_organisation(request.user)
    if not organisation.may_give_notice:
        raise Http404
    if request.method != "POST":
        return _show(request, organisation)
    asked = request.POST.get("contract", "")
    form = _make_form(asked, request)
    contract = next((one for one in _find_contracts(organisation) if str(one.pk) == asked), None)
    if contract is None:
        raise Http404
    if not form.is_valid():
        return _show(request, organisation, {asked: form}, status=422)
    assert isinstance(request.user, User)
    by = request.user.get_full_name() or request.user.get_username()
    address = str(request.META.get("REMOTE_ADDR") or "")
    try:
        with acting_from(address):
            do_give_notice(contract.pk, by, reason=form.cleaned_data["reason"], actor=request.user, now=page.clock())
    except RuleError as refused:
        return _show(request, organisation, refused=refused.detail, status=409)
    response = HttpResponse(status=303)
    response["Location"] = reverse("portal:notice")
    return response


def _show(
    request: HttpRequest,
    organisation: Organisation,
    filled: dict[str, NoticeForm] | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    agreed = list(_read(_find_contracts(organisation), filled or {}, page.clock()))
    values = {"organisation": organisation, "agreed": agreed, "refused": refused}
    return show(request, "notice", values, status=status)


def _find_contracts(organisation: Organisation) -> Sequence[Contract]:
    """The organisation's contracts that have not ended, trials too."""
    open_ended = Q(ends_at=None) | Q(ends_at__gt=page.clock())
    found = Contract.objects.filter(open_ended, subscriber=organisation.id)
    return list(found.prefetch_related("subscriptions").order_by("starts_at", "pk"))


def _read(contracts: Sequence[Contract], filled: dict[str, NoticeForm], now: datetime) -> Iterator[Agreed]:
    for one in contracts:
        last_day = None
        if one.ends_at is not None and one.renewal_months and one.notice_at is None and not one.is_trial:
            last_day = notice_until(one.ends_at, one.notice_days)
        yield Agreed(
            contract=one,
            names=tuple(subscription.name for subscription in one.subscriptions.all()),
            price=f"{number_format(one.price, 2, use_l10n=True, force_grouping=True)} {one.currency}",
            last_day=last_day,
            form=(filled.get(str(one.pk)) or _make_form(str(one.pk))) if last_day and now < last_day else None,
        )


def _make_form(contract: str, request: HttpRequest | None = None) -> NoticeForm:
    """Each contract has a form of its own on the page, and so fields of its own."""
    return NoticeForm(request.POST if request else None, auto_id=f"contract-{contract[:10]}-%s")
