"""Django's registration of the wire part."""

from django.apps import AppConfig


class WireConfig(AppConfig):
    """The log of releases."""

    name = "newswire.wire"
    label = "wire"
    default_auto_field = "django.db.models.BigAutoField"
