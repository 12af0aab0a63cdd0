"""Letters and refusals in the client's language: complete in all six, and each letter is written in the right one."""

import ast
import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from newswire import subscribers
from newswire.accounts.models import Mail
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.look.catalogue import read_po
from newswire.subscribers.models import AiUse, Billing, ProductForm
from newswire.subscribers.sales.offers import do_withdraw_offer
from newswire.subscribers.sales.renewals import do_give_notice, do_remind_of_renewals, do_renew
from newswire.subscribers.sales.wording import CLOSED, STAGE_CLOSED, TRIED_BEFORE
from tests.subscribers.sales.house import ask, hire, offer_to, sign, start

FOLDER = Path(subscribers.__path__[0])
LANGUAGES = [language for language in CLIENT_LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)s")
DAY = timedelta(days=1)


def texts_below(tree: ast.AST) -> set[str]:
    """Every text that is handed to gettext there."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "_" and isinstance(call.args[0], ast.Constant)
    }


def read_by_clients() -> set[str]:
    """Every text that a client may read: letters, why an offer or a notice is refused, what was agreed."""
    found = texts_below(ast.parse((FOLDER / "sales" / "letters.py").read_text("utf-8")))
    renewals = ast.parse((FOLDER / "sales" / "renewals.py").read_text("utf-8")).body
    notice = [one for one in renewals if isinstance(one, ast.FunctionDef) and one.name == "do_give_notice"]
    assert len(texts_below(notice[0])) == 3
    found |= texts_below(notice[0])
    with translation.override("en"):
        found |= {str(said) for said in (*CLOSED.values(), *TRIED_BEFORE.values(), *STAGE_CLOSED.values())}
        found |= {str(choice.label) for choices in (ProductForm, Billing, AiUse) for choice in choices}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_clients_read_is_translated_and_keeps_its_placeholders(language: str) -> None:
    entries = read_po((FOLDER / "locale" / language / "LC_MESSAGES" / "django.po").read_text("utf-8"))
    wanted = read_by_clients()
    assert len(wanted) > 40
    for text in wanted:
        assert entries.get(text), text
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entries[text])), text


@pytest.mark.usefixtures("dsn")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_a_sale_is_in_the_clients_language(now: datetime, language: str) -> None:
    seller = hire()
    withdrawn = offer_to(ask(now, language=language), seller, now)
    do_withdraw_offer(withdrawn.pk, "", actor=seller, now=now)
    offer = start(offer_to(ask(now, language=language), seller, now), now)
    do_remind_of_renewals(now + 11 * DAY)
    contract = sign(offer, now + 12 * DAY).contract
    assert contract is not None
    for day in (320, 360):
        do_remind_of_renewals(now + day * DAY)
    contract.refresh_from_db()
    assert contract.ends_at is not None
    do_renew(contract.pk, contract.ends_at + DAY, price=Decimal(5), actor=seller, now=now + 361 * DAY)
    do_give_notice(contract.pk, "x", actor=seller, now=now + 361 * DAY)
    mails = list(Mail.objects.order_by("pk"))
    assert len(mails) == 10
    with translation.override("en"):
        english = {translation.gettext(text) for text in read_by_clients()}
    lines = {line for mail in mails for line in (mail.subject, *mail.text.split("\n\n"))}
    assert lines & english == set()
    with translation.override(language):
        assert translation.gettext("Your trial has begun") in {mail.subject for mail in mails}
