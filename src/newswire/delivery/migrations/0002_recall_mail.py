"""The cursor of recalls by mail: it begins where the wire stands, so that nobody is told of old kills again."""

from django.db import migrations

CURSOR = "INSERT INTO delivery_cursor (channel, n) SELECT 'recall-mail', coalesce(max(seq), 0) FROM routing_cursor"


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial"), ("routing", "0001_initial")]

    operations = [migrations.RunSQL(CURSOR, "DELETE FROM delivery_cursor WHERE channel = 'recall-mail'")]
