"""Django's registration of the delivery part."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Out to the clients."""

    name = "newswire.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"
