"""Django's entry for who is on duty, and what one shift hands to the next."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    """Who is on duty, and what one shift hands to the next."""

    name = "newswire.editing.shifts"
    label = "shifts"
    default_auto_field = "django.db.models.BigAutoField"
