from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("routing", "0002_audience_products")]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField()),
                ("guid", models.TextField()),
                ("target", models.TextField()),
            ],
            options={
                "db_table": "routing_link",
                "indexes": [models.Index(fields=["target", "-seq"], name="routing_link_target")],
            },
        ),
    ]
