"""`newswire subscriber`: organisations, what they bought, their keys."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from newswire.kit.clock import utc_now
from newswire.kit.errors import InvalidRequestError, NotFoundError
from newswire.project.database import database, do_migrate, read_own_environment

subscriber_commands = typer.Typer(help="Subscribers, products and keys.", no_args_is_help=True)
console = Console()

Name = Annotated[str, typer.Argument(help="Name of the organisation.", show_default=False)]
Query = Annotated[str, typer.Option(help="What they bought, in Lucene syntax; everything where empty.")]
Country = Annotated[str, typer.Option(help="Its country, two letters: restrictions such as JAPAN OUT look at it.")]
Number = Annotated[int, typer.Argument(help="Number of the subscription, as the list shows it.", show_default=False)]
Until = Annotated[
    datetime,
    typer.Option(formats=["%Y-%m-%d"], help="The last day, UTC, to which the contract runs then.", show_default=False),
]
Price = Annotated[str, typer.Option(help="The price from now on; as it is where nothing is said.")]
Seller = Annotated[str, typer.Option("--as", help="Who of sales renews it: for the log of deeds.", show_default=False)]
Embargo = Annotated[bool, typer.Option("--embargo", help="May have embargoed stories before they are lifted.")]


@subscriber_commands.command("add", epilog="Example: newswire subscriber add 'Daily Post' --query 'lang:(en OR tr)'")
def add(name: Name, query: Query = "", embargo: Embargo = False, country: Country = "") -> None:
    """Add an organisation with a contract from now on, and print its key, which is shown this once."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from django.conf import settings
        from django.utils.text import slugify

        from newswire.subscribers.countries import check_country
        from newswire.subscribers.key_service import do_create_key
        from newswire.subscribers.models import Contract, Subscriber
        from newswire.subscribers.service import do_save_product, do_subscribe

        if Subscriber.objects.filter(name=name).exists():
            raise InvalidRequestError(f"There is a subscriber “{name}” already.")
        place = check_country(country)
        code = slugify(name, allow_unicode=False) or f"product-{Subscriber.objects.count() + 1}"
        do_save_product(code, name, query)
        now = utc_now()
        subscription = do_subscribe(
            name,
            contract=Contract(
                subscriber=Subscriber.objects.create(name=name, country=place),
                starts_at=now,
                signed_at=now,
                embargo_right=embargo,
            ),
            product_codes=[code],
        )
        print(do_create_key(subscription, pepper=settings.SECRET_KEY, now=now))


@subscriber_commands.command(
    "renew", epilog="Example: newswire subscriber renew 3 --until 2027-12-31 --price 900 --as sales"
)
def renew(number: Number, until: Until, seller: Seller, price: Price = "") -> None:
    """Let the contract of a subscription run on; a notice is taken back and the client is told."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from newswire.accounts.models import User
        from newswire.subscribers.models import Subscription
        from newswire.subscribers.sales.renewals import do_renew

        subscription = Subscription.objects.filter(pk=number, is_website=False).first()
        if subscription is None:
            raise NotFoundError(f"There is no subscription {number}; “newswire subscriber list” shows them.")
        actor = User.objects.filter(username=seller).first()
        if actor is None:
            raise NotFoundError(f"There is nobody called “{seller}”.")
        ends_at = until.replace(tzinfo=UTC) + timedelta(days=1)
        do_renew(subscription.contract_id, ends_at, price=_read_price(price), actor=actor, now=utc_now())
        console.print(f"The contract of “{subscription.name}” runs until the end of {until:%Y-%m-%d}, UTC.")


def _read_price(text: str) -> Decimal | None:
    """None where nothing was said. Raises `InvalidRequestError`."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise InvalidRequestError(f"A price is written like 900.00, not “{text}”.") from None


@subscriber_commands.command("list", epilog="Example: newswire subscriber list")
def list_subscribers() -> None:
    """Show organisations, their subscriptions and products."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from newswire.subscribers.models import Subscription

        table = Table("No.", "Subscription", "Organisation", "Products", "Ends", box=None)
        for one in Subscription.objects.select_related("contract__subscriber").order_by("number"):
            ends = one.contract.ends_at.date().isoformat() if one.contract.ends_at else ""
            owner = one.contract.subscriber.name if one.contract.subscriber else "the website"
            table.add_row(str(one.number), one.name, owner, ", ".join(one.product_codes), ends)
        console.print(table)
