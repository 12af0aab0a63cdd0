"""How people of an organisation come in: a second factor, and its own OpenID provider."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0003_saved_views")]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="asks_second_factor",
            field=models.BooleanField(default=False, verbose_name="asks its people for a second factor"),
        ),
        migrations.CreateModel(
            name="SingleSignOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("issuer", models.URLField(max_length=300)),
                ("client_id", models.CharField(max_length=200)),
                ("sealed_secret", models.TextField()),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "subscriber",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="single_sign_on",
                        to="subscribers.subscriber",
                    ),
                ),
            ],
        ),
    ]
