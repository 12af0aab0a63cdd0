"""Alerts: who was told of which stories, the letters that are to leave, and how far their follower has come."""

import django.db.models.deletion
from django.db import migrations, models

# whoever has a long wire already is told of what comes from now on
CURSOR = (
    "INSERT INTO delivery_cursor (channel, n)"
    " SELECT 'alerts', coalesce((SELECT seq FROM routing_cursor WHERE id = 1), 0)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0002_recall_mail"),
        ("routing", "0001_initial"),
        ("subscribers", "0003_saved_views"),
    ]

    operations = [
        migrations.RunSQL(CURSOR, "DELETE FROM delivery_cursor WHERE channel = 'alerts'"),
        migrations.RunSQL("CREATE SEQUENCE delivery_alert_change", "DROP SEQUENCE IF EXISTS delivery_alert_change"),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("is_flash", models.BooleanField()),
                ("is_storm", models.BooleanField()),
                ("in_app", models.BooleanField()),
                ("desktop", models.BooleanField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="subscribers.seat"
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="subscribers.savedview"
                    ),
                ),
            ],
            options={
                "db_table": "delivery_alert",
            },
        ),
        migrations.CreateModel(
            name="AlertStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seat", models.BigIntegerField()),
                ("view", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("guid", models.TextField()),
                ("told_at", models.DateTimeField()),
                ("mail", models.CharField(blank=True, max_length=8)),
                ("letter", models.BigIntegerField(null=True)),
                ("earlier", models.BigIntegerField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stories", to="delivery.alert"
                    ),
                ),
            ],
            options={
                "db_table": "delivery_alert_story",
            },
        ),
        migrations.CreateModel(
            name="AlertLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort", models.CharField(max_length=8)),
                ("after", models.BigIntegerField(null=True)),
                ("written_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, db_default="", max_length=300)),
                (
                    "alert",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="delivery.alert"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="subscribers.seat"
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="delivery.alertstory",
                    ),
                ),
            ],
            options={
                "db_table": "delivery_alert_letter",
            },
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["seat", "-change"], name="delivery_alert_newest"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["seat", "view", "-changed_at"], name="delivery_alert_recent"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["changed_at"], name="delivery_alert_age"),
        ),
        migrations.AddIndex(
            model_name="alertstory",
            index=models.Index(
                condition=models.Q(("letter", None), models.Q(("mail", ""), _negated=True)),
                fields=["seat"],
                name="delivery_alert_unmailed",
            ),
        ),
        migrations.AddIndex(
            model_name="alertstory",
            index=models.Index(fields=["letter"], name="delivery_alert_mailed"),
        ),
        migrations.AddConstraint(
            model_name="alertstory",
            constraint=models.UniqueConstraint(fields=("guid", "seat", "view"), name="delivery_alert_story_once"),
        ),
        migrations.AddIndex(
            model_name="alertletter",
            index=models.Index(
                condition=models.Q(("due_at", None), _negated=True), fields=["due_at"], name="delivery_alert_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sort", "at-once"), ("tries", 0), models.Q(("due_at", None), _negated=True)),
                fields=("alert",),
                name="delivery_alert_letter_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="alertletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sort", "digest"), ("tries", 0), models.Q(("due_at", None), _negated=True)),
                fields=("seat",),
                name="delivery_alert_digest_one",
            ),
        ),
    ]
