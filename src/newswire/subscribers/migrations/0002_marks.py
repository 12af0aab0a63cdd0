"""What people did with stories: opened them, kept them for later."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("guid", models.TextField()),
                ("n", models.BigIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
                ("saved_at", models.DateTimeField(null=True)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="subscribers.seat"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number", "guid"], name="subscribers_mark_story"),
                    models.Index(
                        condition=models.Q(("saved_at__isnull", False)),
                        fields=["seat", "-saved_at"],
                        name="subscribers_mark_saved",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("seat", "number", "guid"), name="subscribers_mark_once")
                ],
            },
        ),
    ]
