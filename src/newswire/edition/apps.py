"""Django's registration of the edition part."""

from django.apps import AppConfig


class EditionConfig(AppConfig):
    """The public edition."""

    name = "newswire.edition"
    label = "edition"
    default_auto_field = "django.db.models.BigAutoField"
