"""Delivery's tables: how far each channel has come."""

from django.db import models


class Cursor(models.Model):
    """The newest number of its subscription that a channel has dealt with; moved in the transaction of its work."""

    channel = models.CharField(max_length=40, primary_key=True)
    n = models.BigIntegerField()

    class Meta:
        db_table = "delivery_cursor"
