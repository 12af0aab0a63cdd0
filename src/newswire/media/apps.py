"""Django's registration of the media part."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Files by content hash."""

    name = "newswire.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"
