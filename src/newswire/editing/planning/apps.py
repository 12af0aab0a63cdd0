"""Django's entry for what the newsroom plans."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """What the newsroom plans."""

    name = "newswire.editing.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
