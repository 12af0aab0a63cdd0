"""Routing's tables: a projection of the wire, thrown away and rebuilt at will. The hot path uses plain SQL."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RoutingCursor(models.Model):
    """One row: the newest release that was routed. Its row lock lets one router work at a time."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()

    class Meta:
        db_table = "routing_cursor"


class Audience(models.Model):
    """Who got a release, as roaring bitmaps of subscription numbers; releases that nobody got have no row.

    `limits` says who got less than all of it (`audience.py`), empty where everybody got all; `products` which products
    held it, for the statement.
    """

    seq = models.BigIntegerField(primary_key=True)
    guid = models.TextField()
    embargo_until = models.DateTimeField(null=True)
    members = models.BinaryField()
    limits = models.BinaryField(default=b"")
    products = ArrayField(models.TextField(), default=list, db_default=[])

    class Meta:
        db_table = "routing_audience"
        indexes = [models.Index(fields=["guid", "seq"], name="routing_audience_story")]


class Holding(models.Model):
    """Somebody had a story by another door than its own numbers: opened it, downloaded it, was sent it.

    Not a projection: `after_seq` is where the wire stood, so that a rebuild counts it between the same two releases.
    """

    guid = models.TextField()
    number = models.PositiveIntegerField()
    after_seq = models.BigIntegerField()
    door = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        db_table = "routing_holding"
        constraints = [models.UniqueConstraint(fields=["guid", "number"], name="routing_holding_once")]


class Block(models.Model):
    """A thousand releases transposed (see numbering.py): counters before it, then 125 bytes per subscription."""

    block = models.BigIntegerField(primary_key=True)
    counters = models.BinaryField()
    bits = models.BinaryField()

    class Meta:
        db_table = "routing_block"


class Link(models.Model):
    """A release of the story `guid` names the story `target`: by this the way back is found, from the story to what
    follows it and to its translations. Who may know of it is decided by what each subscription had."""

    seq = models.BigIntegerField()
    guid = models.TextField()
    target = models.TextField()

    class Meta:
        db_table = "routing_link"
        indexes = [models.Index(fields=["target", "-seq"], name="routing_link_target")]
