"""Routing's tables: a projection of the wire, thrown away and rebuilt at will. The hot path uses plain SQL."""

from django.db import models


class RoutingCursor(models.Model):
    """One row: the newest release that was routed. Its row lock lets one router work at a time."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()

    class Meta:
        db_table = "routing_cursor"


class Audience(models.Model):
    """Who got a release, as a roaring bitmap of subscription numbers; releases that nobody got have no row."""

    seq = models.BigIntegerField(primary_key=True)
    guid = models.TextField()
    embargo_until = models.DateTimeField(null=True)
    members = models.BinaryField()

    class Meta:
        db_table = "routing_audience"
        indexes = [models.Index(fields=["guid", "seq"], name="routing_audience_story")]


class Block(models.Model):
    """A thousand releases transposed (see numbering.py): counters before it, then 125 bytes per subscription."""

    block = models.BigIntegerField(primary_key=True)
    counters = models.BinaryField()
    bits = models.BinaryField()

    class Meta:
        db_table = "routing_block"
