"""One translation of a story into each language; a killed one makes room for another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The constraint, in the database: two who begin at once do not both succeed."""

    dependencies = [("editing", "0005_checks")]

    operations = [
        migrations.AddConstraint(
            model_name="story",
            constraint=models.UniqueConstraint(
                condition=~models.Q(stage="killed"),
                fields=("translation_of", "language"),
                name="editing_one_translation_per_language",
            ),
        ),
    ]
