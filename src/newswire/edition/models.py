"""The tables of the public schema. Only migrations use these classes; see writer.py and reader.py."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Story(models.Model):
    """One story of the public edition: headline, standfirst, summary and metadata, nothing more.

    `lists` are the keys of what it is listed under (lists.py), `terms` what the search finds it by (terms.py).
    """

    key = models.BinaryField(primary_key=True)
    public_id = models.TextField(unique=True)
    state = models.TextField()
    type = models.TextField(db_default="text")
    language = models.TextField()
    headline = models.TextField(db_default="")
    slug = models.TextField(db_default="")
    standfirst = models.TextField(db_default="")
    summary = models.JSONField(db_default=models.Value([], models.JSONField()))
    origin = models.TextField(db_default="automatic")
    byline = models.TextField(db_default="")
    authors = models.JSONField(db_default=models.Value([], models.JSONField()))
    dateline = models.TextField(db_default="")
    sections = ArrayField(models.TextField(), db_default=[])
    subjects = models.JSONField(db_default=models.Value([], models.JSONField()))
    topics = ArrayField(models.TextField(), db_default=[])
    people = ArrayField(models.TextField(), db_default=[])
    places = models.JSONField(db_default=models.Value([], models.JSONField()))
    dossiers = models.JSONField(db_default=models.Value([], models.JSONField()))
    family = models.TextField(db_default="")
    related = ArrayField(models.TextField(), db_default=[])
    picture = models.JSONField(null=True)
    note = models.TextField(db_default="")
    urgency = models.SmallIntegerField(db_default=5)
    lists = ArrayField(models.TextField(), db_default=[])
    terms = SearchVectorField(db_default="")
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
                fields=["-updated_at", "-public_id"], name="edition_story_latest", condition=models.Q(state="live")
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
            models.Index(fields=["family"], name="edition_story_family", condition=models.Q(state="live")),
            # what waits in the index's own queue would be looked through by every search: it is never long here
            GinIndex(fields=["lists"], name="edition_story_lists", fastupdate=False),
            GinIndex(fields=["terms"], name="edition_story_terms", fastupdate=False),
        ]


class Correction(models.Model):
    """An error that a story put right, for as long as the story is shown; `id` is a hash of its story and its words."""

    id = models.BinaryField(primary_key=True)
    # the migration writes the constraint: a row leaves with its story also where SQL deletes that
    key = models.ForeignKey(Story, on_delete=models.CASCADE, db_column="key", db_constraint=False)
    language = models.TextField()
    at = models.DateTimeField()
    wrong = models.TextField()
    right = models.TextField()
    note = models.TextField(db_default="")

    class Meta:
        db_table = 'edition"."correction'
        indexes = [models.Index(fields=["language", "-at", "-id"], name="edition_correction_newest")]


class KeptCorrection(models.Model):
    """What a held story had put right: out of the public schema, until the story is published again or killed."""

    id = models.BinaryField(primary_key=True)
    key = models.BinaryField(db_index=True)
    language = models.TextField()
    at = models.DateTimeField()
    wrong = models.TextField()
    right = models.TextField()
    note = models.TextField()

    class Meta:
        db_table = "edition_kept_correction"


class Change(models.Model):
    """Row 1: the counter that moves with every change of the edition, which renderers follow. Row 2: the one that moves
    when something is taken back as well."""

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
