"""The tables of the public schema. Only migrations use these classes; see writer.py and reader.py."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
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
            models.Index(
                fields=["-published_at", "-public_id"], name="edition_story_latest", condition=models.Q(state="live")
            ),
            # a section's first page is read from the index in its order: 0.1 ms, with 100,000 stories of other sections
            models.Index(
                models.F("language"),
                models.F("sections__0"),
                models.F("published_at").desc(),
                models.F("public_id").desc(),
                name="edition_story_first",
                condition=models.Q(state="live"),
            ),
            GinIndex(fields=["sections"], name="edition_story_sections", condition=models.Q(state="live")),
        ]


class Change(models.Model):
    """Row 1: the counter that moves with every change of the edition, which renderers follow. Row 2: the one that moves
    when something is taken back as well."""

    id = models.SmallIntegerField(primary_key=True)
    counter = models.BigIntegerField()

    class Meta:
        db_table = 'edition"."change'
