"""Django's registration of the desk part."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The editors' room."""

    name = "newswire.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watches who locks stories and who takes locks over."""
        from newswire.desk import watch  # noqa: F401 - models exist only now
