"""Django's registration of the subscribers part."""

from django.apps import AppConfig


class SubscribersConfig(AppConfig):
    """Who pays for what."""

    name = "newswire.subscribers"
    label = "subscribers"
    default_auto_field = "django.db.models.BigAutoField"
