from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="files",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="video",
            name="files",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="video",
            name="prepared_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
