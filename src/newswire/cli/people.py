"""`newswire person`: people who may sign in."""

import secrets
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from newswire.kit.errors import InvalidRequestError, NotFoundError
from newswire.project.database import database, do_migrate, read_own_environment

person_commands = typer.Typer(help="People who may sign in.", no_args_is_help=True)
console = Console()


class DeskRole(StrEnum):
    """What somebody at the agency may do."""

    REPORTER = "reporter"
    EDITOR = "editor"
    DUTY_CHIEF = "duty-chief"
    PICTURE_EDITOR = "picture-editor"
    TRANSLATOR = "translator"
    SALES = "sales"
    ADMINISTRATOR = "administrator"


Name = Annotated[str, typer.Argument(help="Name to sign in with.", show_default=False)]
RoleOption = Annotated[DeskRole, typer.Option(help="What they may do at the desk.")]
SeatOption = Annotated[str, typer.Option("--subscriber", help="Organisation whose portal they open instead.")]


@person_commands.command("add", epilog="Example: newswire person add night-desk --subscriber 'Daily Post'")
def add(name: Name, role: RoleOption = DeskRole.EDITOR, subscriber: SeatOption = "") -> None:
    """Add somebody to the desk, or to a subscriber's portal, and print the password, which is shown this once."""
    with database() as dsn:
        do_migrate(dsn, read_own_environment().home)
        from django.db import transaction

        from newswire.accounts.models import Role, User
        from newswire.subscribers.models import Seat, Subscriber

        if User.objects.filter(username=name).exists():
            raise InvalidRequestError(f"There is somebody called “{name}” already.")
        organisation = Subscriber.objects.filter(name=subscriber).first()
        if subscriber and organisation is None:
            raise NotFoundError(f"There is no subscriber “{subscriber}”.")
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user = User.objects.create_user(name, password=password, role=Role.SUBSCRIBER if subscriber else role.value)
            if organisation is not None:
                Seat.objects.create(user=user, subscriber=organisation)
        print(password)
