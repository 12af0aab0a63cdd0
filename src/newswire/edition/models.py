"""The tables of the public schema. Only migrations use these classes; see writer.py and reader.py."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Story(models.Model):
    """One story of the public edition: headline, standfirst, summary and metadata, nothing more."""

    key = models.BinaryField(primary_key=True)
    public_id = models.TextField(unique=True)
    state = models.TextField()
    language = models.TextField()
    headline = models.TextField(db_default="")
    slug = models.TextField(db_default="")
    standfirst = models.TextField(db_default="")
    summary = models.JSONField(db_default=models.Value([], models.JSONField()))
    byline = models.TextField(db_default="")
    dateline = models.TextField(db_default="")
    sections = ArrayField(models.TextField(), db_default=[])
    subjects = models.JSONField(db_default=models.Value([], models.JSONField()))
    places = ArrayField(models.TextField(), db_default=[])
    picture = models.JSONField(null=True)
    correction = models.JSONField(null=True)
    note = models.TextField(db_default="")
    urgency = models.SmallIntegerField(db_default=5)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = 'edition"."story'
        indexes = [
            models.Index(
                fields=["language", "-published_at", "-public_id"],
                name="edition_story_newest",
                condition=models.Q(state="live"),
            ),
        ]


class Change(models.Model):
    """One row whose counter moves with every change of the edition; renderers follow it."""

    id = models.SmallIntegerField(primary_key=True)
    counter = models.BigIntegerField()

    class Meta:
        db_table = 'edition"."change'


class Shelf(models.Model):
    """Where a story that was live has stood, for the feeds that must say when it is withdrawn (shelf.py)."""

    public_id = models.TextField(primary_key=True)
    language = models.TextField()
    lists = ArrayField(models.TextField())
    state = models.TextField(db_default="")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = 'edition"."shelf'
        indexes = [
            models.Index(
                fields=["withdrawn_at"], name="edition_shelf_withdrawn", condition=models.Q(withdrawn_at__isnull=False)
            ),
        ]


class Policy(models.Model):
    """One row: what machines may do with the edition (policy.py)."""

    id = models.SmallIntegerField(primary_key=True)
    search = models.BooleanField()
    ai = models.TextField()
    contact = models.TextField(db_default="")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = 'edition"."policy'
