"""The story list's order by index, whole and by stage, and each desk's last release."""

from django.db import migrations

FORWARD = """
CREATE INDEX editing_story_newest ON editing_story (latest_revision_id DESC NULLS LAST, id DESC);
CREATE INDEX editing_story_stage_newest ON editing_story (stage, latest_revision_id DESC NULLS LAST, id DESC);
CREATE INDEX editing_story_desk_released ON editing_story (desk_id, released_at DESC) WHERE released_at IS NOT NULL;
"""
BACK = """
DROP INDEX editing_story_newest;
DROP INDEX editing_story_stage_newest;
DROP INDEX editing_story_desk_released;
"""


class Migration(migrations.Migration):
    """Indexes that Django's model does not need to know."""

    dependencies = [("editing", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
