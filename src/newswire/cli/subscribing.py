"""`newswire subscriber`: organisations, what they bought, their keys."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from newswire.kit.clock import utc_now
from newswire.kit.errors import InvalidRequestError
from newswire.project.database import database, do_migrate, read_own_environment

subscriber_commands = typer.Typer(help="Subscribers, products and keys.", no_args_is_help=True)
console = Console()

Name = Annotated[str, typer.Argument(help="Name of the organisation.", show_default=False)]
Query = Annotated[str, typer.Option(help="What they bought, in Lucene syntax; everything where empty.")]
Embargo = Annotated[bool, typer.Option("--embargo", help="May have embargoed stories before they are lifted.")]


@subscriber_commands.command("add", epilog="Example: newswire subscriber add 'Daily Post' --query 'lang:(en OR tr)'")
def add(name: Name, query: Query = "", embargo: Embargo = False) -> None:
    """Add an organisation with a contract from now on, and print its key, which is shown this once."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from django.conf import settings
        from django.utils.text import slugify

        from newswire.subscribers.key_service import do_create_key
        from newswire.subscribers.models import Contract, Subscriber
        from newswire.subscribers.service import do_save_product, do_subscribe

        if Subscriber.objects.filter(name=name).exists():
            raise InvalidRequestError(f"There is a subscriber “{name}” already.")
        code = slugify(name, allow_unicode=False) or f"product-{Subscriber.objects.count() + 1}"
        do_save_product(code, name, query)
        now = utc_now()
        subscription = do_subscribe(
            name,
            contract=Contract(
                subscriber=Subscriber.objects.create(name=name), starts_at=now, signed_at=now, embargo_right=embargo
            ),
            product_codes=[code],
        )
        print(do_create_key(subscription, pepper=settings.SECRET_KEY, now=now))


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
