"""Django's registration of the routing part."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Who gets which release."""

    name = "newswire.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"
