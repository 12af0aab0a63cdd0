"""How far each channel has come; what the website decided, and what caches are still to be told."""

import django.contrib.postgres.fields
from django.db import migrations, models

CURSORS = "INSERT INTO delivery_cursor (channel, n) VALUES ('website', 0), ('website-takedown', 0)"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("channel", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("n", models.BigIntegerField()),
            ],
            options={
                "db_table": "delivery_cursor",
            },
        ),
        migrations.RunSQL(CURSORS, "DELETE FROM delivery_cursor"),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("n", models.BigIntegerField(primary_key=True, serialize=False)),
                ("guid", models.TextField()),
                ("released_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("state", models.TextField()),
                ("section", models.TextField(db_default="")),
                ("day", models.DateField(null=True)),
            ],
            options={
                "db_table": "delivery_website_decision",
                "indexes": [
                    models.Index(fields=["guid", "n"], name="delivery_decision_story"),
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at", "n"], name="delivery_decision_due"
                    ),
                    models.Index(
                        condition=models.Q(("section", ""), _negated=True),
                        fields=["day", "section"],
                        name="delivery_decision_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addresses",
            fields=[
                ("guid", models.TextField(primary_key=True, serialize=False)),
                (
                    "own",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                (
                    "lists",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
            ],
            options={
                "db_table": "delivery_website_addresses",
            },
        ),
        migrations.RunSQL("CREATE SEQUENCE delivery_website_change", "DROP SEQUENCE IF EXISTS delivery_website_change"),
        migrations.CreateModel(
            name="Purge",
            fields=[
                ("path", models.TextField(primary_key=True, serialize=False)),
                ("change", models.BigIntegerField()),
                ("takes_down", models.BooleanField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "delivery_website_purge",
                "indexes": [models.Index(fields=["-takes_down", "change"], name="delivery_purge_next")],
            },
        ),
        migrations.CreateModel(
            name="Purger",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("failures", models.IntegerField()),
                ("next_at", models.DateTimeField()),
            ],
            options={
                "db_table": "delivery_website_purger",
            },
        ),
    ]
