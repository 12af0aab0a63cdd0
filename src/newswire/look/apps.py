"""Django's registration of the look part."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    """Tokens, base templates, tags."""

    name = "newswire.look"
    label = "look"
    default_auto_field = "django.db.models.BigAutoField"
