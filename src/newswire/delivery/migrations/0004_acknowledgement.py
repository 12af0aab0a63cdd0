"""What subscriptions have acknowledged."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_alerts")]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("n", models.BigIntegerField()),
                ("seat", models.BigIntegerField(default=0)),
                ("key", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "delivery_acknowledgement"},
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(fields=("number", "n"), name="delivery_acknowledged_once"),
        ),
    ]
