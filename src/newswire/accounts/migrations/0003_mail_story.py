from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_act_immutable")]

    operations = [
        migrations.AddField(
            model_name="mail", name="story", field=models.TextField(blank=True, default=""), preserve_default=False
        )
    ]
