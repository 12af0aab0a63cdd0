"""Delivery's tables: how far each channel has come; what the website decided, and what caches are still to be told.

The tables of the alerts are in `alerts/tables.py`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from newswire.delivery.alerts import tables  # noqa: F401 - Django looks for tables here


class Cursor(models.Model):
    """The newest number of its subscription that a channel has dealt with; moved in the transaction of its work."""

    channel = models.CharField(max_length=40, primary_key=True)
    n = models.BigIntegerField()

    class Meta:
        db_table = "delivery_cursor"


class Decision(models.Model):
    """What becomes of one entry of the website: kept when the edition is thrown away, so that it is decided once.

    `state` is waiting, public, over or dropped (`website/portion.py`); `section` and `day` say for which daily cap a
    first publication counted, empty where it counted for none.
    """

    n = models.BigIntegerField(primary_key=True)
    guid = models.TextField()
    released_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.TextField()
    section = models.TextField(db_default="")
    day = models.DateField(null=True)

    class Meta:
        db_table = "delivery_website_decision"
        indexes = [
            models.Index(fields=["guid", "n"], name="delivery_decision_story"),
            models.Index(fields=["due_at", "n"], name="delivery_decision_due", condition=models.Q(state="waiting")),
            models.Index(fields=["day", "section"], name="delivery_decision_day", condition=~models.Q(section="")),
        ]


class Addresses(models.Model):
    """Where a story stands on the public site: its own addresses, those it had before too, and the lists it is in."""

    guid = models.TextField(primary_key=True)
    own = ArrayField(models.TextField())
    lists = ArrayField(models.TextField())

    class Meta:
        db_table = "delivery_website_addresses"


class Purge(models.Model):
    """An address whose content has changed and which the cache in front is to be told; gone when it was told.

    `change` is renewed when the address changes again, so that what was told before does not count.
    """

    path = models.TextField(primary_key=True)
    change = models.BigIntegerField()
    takes_down = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_website_purge"
        indexes = [models.Index(fields=["-takes_down", "change"], name="delivery_purge_next")]


class Purger(models.Model):
    """The one row is there while a cache is to be told: how often in a row it did not answer, and when it is next asked
    about what can wait."""

    id = models.SmallIntegerField(primary_key=True)
    failures = models.IntegerField()
    next_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_website_purger"


class Acknowledgement(models.Model):
    """That a subscription has seen its number `n`: by a person's `seat` or by a `key`, 0 where it was not that one.

    The first one counts. Ids, not foreign keys: a person or key that goes leaves what it acknowledged behind.
    """

    number = models.PositiveIntegerField()
    n = models.BigIntegerField()
    seat = models.BigIntegerField(default=0)
    key = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "delivery_acknowledgement"
        constraints = [models.UniqueConstraint(fields=["number", "n"], name="delivery_acknowledged_once")]
