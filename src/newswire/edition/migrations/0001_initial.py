"""The public schema and its two tables."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
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
            name="Story",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("public_id", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("language", models.TextField()),
                ("headline", models.TextField(db_default="")),
                ("slug", models.TextField(db_default="")),
                ("standfirst", models.TextField(db_default="")),
                ("summary", models.JSONField(db_default=models.Value([], models.JSONField()))),
                ("byline", models.TextField(db_default="")),
                ("dateline", models.TextField(db_default="")),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                ("subjects", models.JSONField(db_default=models.Value([], models.JSONField()))),
                (
                    "places",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                ("picture", models.JSONField(null=True)),
                ("correction", models.JSONField(null=True)),
                ("note", models.TextField(db_default="")),
                ("urgency", models.SmallIntegerField(db_default=5)),
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
                        fields=["-published_at", "-public_id"],
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
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "live")), fields=["sections"], name="edition_story_sections"
                    ),
                ],
            },
        ),
    ]
