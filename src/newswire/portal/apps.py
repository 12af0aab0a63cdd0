"""Django's registration of the portal part."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The subscriber's window on the wire."""

    name = "newswire.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
