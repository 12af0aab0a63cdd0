"""Founds an agency in an empty home: `python -m tests.journeys.founding NAME=QUERY …` prints {name: key} as JSON."""

import json
import os
import sys
from datetime import UTC, datetime

from newswire.project.database import database, do_migrate
from newswire.project.environment import read_environment

START = datetime(2026, 1, 1, tzinfo=UTC)


def main(arguments: list[str]) -> None:
    """One organisation, product, subscription and key for each argument, and the website's own subscription."""
    with database() as dsn:
        do_migrate(dsn, read_environment(os.environ).home)

        from django.conf import settings

        from newswire.subscribers.key_service import do_create_key
        from newswire.subscribers.models import Contract, Subscriber
        from newswire.subscribers.service import do_open_website, do_save_product, do_subscribe

        keys: dict[str, str] = {}
        for name, _, query in (argument.partition("=") for argument in arguments):
            do_save_product(name, name, query)
            owner = Subscriber.objects.create(name=name)
            subscription = do_subscribe(
                name, contract=Contract(subscriber=owner, starts_at=START), product_codes=[name]
            )
            keys[name] = do_create_key(subscription, pepper=settings.SECRET_KEY, now=START)
        do_open_website("", now=START)
    print(json.dumps(keys))


if __name__ == "__main__":
    main(sys.argv[1:])
