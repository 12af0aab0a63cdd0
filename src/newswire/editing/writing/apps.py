"""Django's entry for what saves a writer typing."""

from django.apps import AppConfig


class WritingConfig(AppConfig):
    """What saves a writer typing."""

    name = "newswire.editing.writing"
    label = "writing"
    default_auto_field = "django.db.models.BigAutoField"
