"""Letters to clients, in their language, with links and never a key or a password: written with what they tell of."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from newswire.accounts.mail import do_write_mail
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.look.times import write_date
from newswire.subscribers.models import Billing, Contract, Offer, Seat, Subscription
from newswire.subscribers.sales.rules import notice_until

ADDRESSES = {
    "offer": "/portal/offer/{}/",
    "key": "/portal/key/{}/",
    "welcome": "/portal/welcome/{}/",
    "portal": "/portal/",
    "contact": "/contact",
    "contract": "/desk/sales/contracts/{}/",
}
"""Where a letter leads; the portal's addresses are not known below it, and a test there compares them."""


def link(what: str, secret: str = "") -> str:
    """The full address of a page for clients."""
    return settings.NEWSWIRE_BASE_URL + ADDRESSES[what].format(secret)


def do_write_offer(offer: Offer, *, now: datetime) -> None:
    """Tells the contact where the offer is."""
    with _speaking(offer.language):
        _send(
            [offer.contact_email],
            _("Our offer to %(organisation)s") % {"organisation": offer.organisation},
            [
                _("Dear %(name)s,") % {"name": offer.contact_name},
                _("here is our offer. You can read it, print it, try it for 14 days and sign it on this page:"),
                link("offer", offer.token),
                _("It is valid until %(date)s.") % {"date": write_date(offer.valid_until)},
                offer.note,
            ],
            now,
        )


def do_write_withdrawal(offer: Offer, *, now: datetime) -> None:
    """Tells the contact that the offer does not stand any more."""
    with _speaking(offer.language):
        _send(
            [offer.contact_email],
            _("Our offer to %(organisation)s is withdrawn") % {"organisation": offer.organisation},
            [
                _("Dear %(name)s,") % {"name": offer.contact_name},
                _("the offer we sent you does not stand any more. If you would like another, write to us:"),
                link("contact"),
            ],
            now,
        )


def do_write_trial(offer: Offer, ends_at: datetime, *, welcome: str, key: str, now: datetime) -> None:
    """Tells the contact that the trial runs; `welcome` and `key` are the secrets of the links, empty where none."""
    with _speaking(offer.language):
        _send(
            [offer.contact_email],
            _("Your trial has begun"),
            [
                _("Dear %(name)s,") % {"name": offer.contact_name},
                _("your trial runs until %(date)s. It costs nothing and ends by itself.")
                % {"date": write_date(ends_at)},
                *_ways_in(welcome, key),
                _("When you have seen enough, sign the offer here:"),
                link("offer", offer.token),
            ],
            now,
        )


def do_write_contract(offer: Offer, contract: Contract, *, welcome: str, key: str, now: datetime) -> None:
    """Confirms a signature: from when until when, and until when notice can be given."""
    with _speaking(offer.language):
        _send(
            [offer.contact_email],
            _("Your subscription is signed"),
            [
                _("Dear %(name)s,") % {"name": offer.contact_name},
                _("thank you. %(signed_by)s signed our offer on %(date)s.")
                % {"signed_by": contract.signed_by, "date": write_date(now)},
                _ending(contract),
                *_ways_in(welcome, key),
                _("The offer as it was signed:"),
                link("offer", offer.token),
            ],
            now,
        )


def do_write_reminder(contract: Contract, to: Sequence[str], *, now: datetime) -> None:
    """Reminds of the end of a contract, and until when notice can be given."""
    with _speaking(_language_of(contract)):
        renews = contract.renewal_months > 0
        subject = _("Your subscription is about to be renewed") if renews else _("Your subscription is about to end")
        answer = _("If you do not want that, answer this mail or write to us:")
        more = _("If you would like to go on, answer this mail or write to us:")
        _send(to, subject, [_ending(contract), answer if renews else more, link("contact")], now)


def do_write_renewal(contract: Contract, to: Sequence[str], *, now: datetime) -> None:
    """Tells that a contract was renewed."""
    with _speaking(_language_of(contract)):
        _send(to, _("Your subscription was renewed"), [_ending(contract), link("portal")], now)


def do_write_renewal_at_price(contract: Contract, to: Sequence[str], *, now: datetime) -> None:
    """Tells that a contract was renewed and what it costs from now on."""
    with _speaking(_language_of(contract)):
        price = f"{number_format(contract.price, 2, use_l10n=True, force_grouping=True)} {contract.currency}"
        costs = _("The price from now on: %(price)s %(billing)s.") % {
            "price": price,
            "billing": Billing(contract.billing).label,
        }
        _send(to, _("Your subscription was renewed"), [_ending(contract), costs, link("portal")], now)


def do_write_notice(contract: Contract, to: Sequence[str], *, now: datetime) -> None:
    """Confirms a notice."""
    assert contract.ends_at is not None
    with _speaking(_language_of(contract)):
        words = {"date": write_date(contract.ends_at)}
        _send(
            to,
            _("We have your notice"),
            [
                _("Your subscription ends on %(date)s. Until then nothing changes.") % words,
                _("What you got stays readable, and corrections and withdrawals of it go on reaching you."),
            ],
            now,
        )


def do_tell_of_notice(contract: Contract, to: Sequence[str], reason: str, *, now: datetime) -> None:
    """Tells those who sell that a client gave notice in the portal; in the language of the house."""
    assert contract.ends_at is not None
    assert contract.subscriber is not None
    with _speaking(settings.LANGUAGE_CODE.partition("-")[0]):
        words = {"client": contract.subscriber.name, "by": contract.notice_by, "date": write_date(contract.ends_at)}
        _send(
            to,
            _("%(client)s gave notice") % words,
            [
                _("%(by)s gave notice in the portal. The contract ends on %(date)s.") % words,
                reason,
                link("contract", str(contract.pk)),
            ],
            now,
        )


def do_write_trial_ending(offer: Offer, ends_at: datetime, *, now: datetime) -> None:
    """Tells the contact that the trial is about to end and where to sign."""
    with _speaking(offer.language):
        _send(
            [offer.contact_email],
            _("Your trial ends on %(date)s") % {"date": write_date(ends_at)},
            [
                _("Dear %(name)s,") % {"name": offer.contact_name},
                _("if you would like to go on without a gap, sign the offer here:"),
                link("offer", offer.token),
            ],
            now,
        )


def do_write_answer(to: str, text: str, language: str, *, now: datetime) -> None:
    """Sends what a seller wrote to somebody who asked."""
    with _speaking(language):
        _send([to], _("Your enquiry"), [text], now)


def do_write_welcome(seat: Seat, secret: str, *, now: datetime) -> None:
    """Sends a person of an organisation the link with which they set their password."""
    with _speaking(seat.subscriber.language):
        _send(
            [seat.user.email],
            _("Your way into the portal"),
            [
                _("Dear %(name)s,") % {"name": seat.user.first_name or seat.user.get_username()},
                _("Set your password for the portal here. The link opens once:"),
                link("welcome", secret),
                _("You sign in as %(name)s.") % {"name": seat.user.get_username()},
            ],
            now,
        )


def do_write_reset(seat: Seat, *, now: datetime) -> None:
    """Tells a person that their second factors were taken away."""
    if not seat.user.email:
        return
    with _speaking(seat.subscriber.language):
        _send(
            [seat.user.email],
            _("Your second factor was taken away"),
            [
                _("Dear %(name)s,") % {"name": seat.user.first_name or seat.user.get_username()},
                _("you sign in by your password alone now. If you did not ask for it, tell your organisation's owner."),
                link("portal"),
            ],
            now,
        )


def do_write_key(to: str, subscription: Subscription, secret: str, *, now: datetime) -> None:
    """Sends the link that shows a key once."""
    with _speaking(_language_of(subscription.contract)):
        _send(
            [to],
            _("A key for %(subscription)s") % {"subscription": subscription.name},
            [
                _("Your key for machines is shown once at this address; open it where you can keep the key safe:"),
                link("key", secret),
            ],
            now,
        )


def _ways_in(welcome: str, key: str) -> list[str]:
    """What leads into the portal and to the key."""
    lines = [_("The portal, where you read the wire:"), link("portal")]
    if welcome:
        lines = [_("Set your password for the portal here. The link opens once:"), link("welcome", welcome)]
    if key:
        lines += [
            _("Your key for machines is shown once at this address; open it where you can keep the key safe:"),
            link("key", key),
        ]
    return lines


def _ending(contract: Contract) -> str:
    """Until when a contract runs and what happens then."""
    if contract.ends_at is None:
        return _("Your subscription runs until somebody ends it.")
    words = {"date": write_date(contract.ends_at), "months": contract.renewal_months}
    if contract.renewal_months == 0:
        return _("Your subscription ends on %(date)s.") % words
    words["notice"] = write_date(notice_until(contract.ends_at, contract.notice_days))
    return (
        _(
            "Your subscription runs until %(date)s and is then renewed (months: %(months)s), unless you give notice"
            " before %(notice)s."
        )
        % words
    )


def _language_of(contract: Contract) -> str:
    return contract.subscriber.language if contract.subscriber else "en"


def _speaking(language: str) -> translation.override:
    return translation.override(language if language in CLIENT_LANGUAGES else "en")


def _send(to: Sequence[str], subject: str, paragraphs: Sequence[str], now: datetime) -> None:
    text = "\n\n".join(one for one in (*paragraphs, settings.NEWSWIRE_PROVIDER) if one)
    for address in to:
        do_write_mail(address, subject, text, now=now)
