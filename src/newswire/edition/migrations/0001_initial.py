"""The public schema and its tables."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL("CREATE SCHEMA IF NOT EXISTS edition", "DROP SCHEMA IF EXISTS edition"),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("counter", models.BigIntegerField()),
            ],
            options={
                "db_table": 'edition"."change',
            },
        ),
        migrations.CreateModel(
            name="KeptCorrection",
            fields=[
                ("id", models.BinaryField(primary_key=True, serialize=False)),
                ("key", models.BinaryField(db_index=True)),
                ("language", models.TextField()),
                ("at", models.DateTimeField()),
                ("wrong", models.TextField()),
                ("right", models.TextField()),
                ("note", models.TextField()),
            ],
            options={
                "db_table": "edition_kept_correction",
            },
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("public_id", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("type", models.TextField(db_default="text")),
                ("language", models.TextField()),
                ("headline", models.TextField(db_default="")),
                ("slug", models.TextField(db_default="")),
                ("standfirst", models.TextField(db_default="")),
                ("summary", models.JSONField(db_default=models.Value([], models.JSONField()))),
                ("origin", models.TextField(db_default="automatic")),
                ("byline", models.TextField(db_default="")),
                ("authors", models.JSONField(db_default=models.Value([], models.JSONField()))),
                ("dateline", models.TextField(db_default="")),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                ("subjects", models.JSONField(db_default=models.Value([], models.JSONField()))),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                ("places", models.JSONField(db_default=models.Value([], models.JSONField()))),
                ("dossiers", models.JSONField(db_default=models.Value([], models.JSONField()))),
                ("family", models.TextField(db_default="")),
                (
                    "related",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                ("picture", models.JSONField(null=True)),
                ("note", models.TextField(db_default="")),
                ("urgency", models.SmallIntegerField(db_default=5)),
                (
                    "lists",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                ("terms", django.contrib.postgres.search.SearchVectorField(db_default="")),
                ("published_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "db_table": 'edition"."story',
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "live")),
                        fields=["language", "-published_at", "-public_id"],
                        name="edition_story_newest",
                    ),
                    models.Index(
                        condition=models.Q(("state", "live")),
                        fields=["-updated_at", "-public_id"],
                        name="edition_story_latest",
                    ),
                    models.Index(
                        models.F("language"),
                        models.F("sections__0"),
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("public_id"), descending=True),
                        condition=models.Q(("state", "live")),
                        name="edition_story_first",
                    ),
                    models.Index(condition=models.Q(("state", "live")), fields=["family"], name="edition_story_family"),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["lists"], name="edition_story_lists"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["terms"], name="edition_story_terms"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shelf",
            fields=[
                ("public_id", models.TextField(primary_key=True, serialize=False)),
                ("language", models.TextField()),
                ("lists", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("state", models.TextField(db_default="")),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": 'edition"."shelf',
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at__isnull", False)),
                        fields=["withdrawn_at"],
                        name="edition_shelf_withdrawn",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("search", models.BooleanField()),
                ("ai", models.TextField()),
                ("contact", models.TextField(db_default="")),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": 'edition"."policy',
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BinaryField(primary_key=True, serialize=False)),
                ("language", models.TextField()),
                ("at", models.DateTimeField()),
                ("wrong", models.TextField()),
                ("right", models.TextField()),
                ("note", models.TextField(db_default="")),
                (
                    "key",
                    models.ForeignKey(
                        db_column="key",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="edition.story",
                    ),
                ),
            ],
            options={
                "db_table": 'edition"."correction',
                "indexes": [models.Index(fields=["language", "-at", "-id"], name="edition_correction_newest")],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE edition.correction ADD CONSTRAINT correction_of_a_story "
            "FOREIGN KEY (key) REFERENCES edition.story (key) ON DELETE CASCADE",
            migrations.RunSQL.noop,
        ),
    ]
