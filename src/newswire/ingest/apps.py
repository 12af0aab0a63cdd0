"""Django's registration of the ingest part."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    """In from other agencies."""

    name = "newswire.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"
