"""Saved views, how people want to be told of what they find, and the log of their changes."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subscribers", "0002_marks"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertHabits",
            fields=[
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="habits",
                        serialize=False,
                        to="subscribers.seat",
                    ),
                ),
                ("zone", models.CharField(default="UTC", max_length=64, verbose_name="time zone")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language of mails")),
                (
                    "digest_hours",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None, verbose_name="digest at"
                    ),
                ),
                ("quiet_from", models.PositiveSmallIntegerField(default=0, verbose_name="quiet from")),
                ("quiet_until", models.PositiveSmallIntegerField(default=0, verbose_name="quiet until")),
            ],
        ),
        migrations.CreateModel(
            name="ViewChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("view", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("query", models.TextField(blank=True, verbose_name="query")),
                ("is_shared", models.BooleanField(default=False, verbose_name="shared with the organisation")),
                (
                    "sort",
                    models.CharField(
                        choices=[("newest", "Newest first"), ("urgency", "Most urgent first")],
                        default="newest",
                        max_length=10,
                        verbose_name="order",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="views",
                        to="subscribers.seat",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="views", to="subscribers.subscriber"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="subscribers.subscription",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ViewAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("in_app", models.BooleanField(default=True, verbose_name="in the portal")),
                ("desktop", models.BooleanField(default=False, verbose_name="on the desktop")),
                (
                    "mail",
                    models.CharField(
                        choices=[("none", "No mail"), ("at-once", "At once"), ("digest", "Collected, at my hours")],
                        default="none",
                        max_length=8,
                        verbose_name="by mail",
                    ),
                ),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        default=9,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9),
                        ],
                        verbose_name="up to urgency",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="subscribers.seat"
                    ),
                ),
                (
                    "view",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="subscribers.savedview"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(fields=["subscriber", "name"], name="subscribers_view_of"),
        ),
        migrations.AddConstraint(
            model_name="viewalert",
            constraint=models.UniqueConstraint(fields=("view", "seat"), name="subscribers_alert_once"),
        ),
    ]
