"""Django's registration of the editing part."""

from django.apps import AppConfig


class EditingConfig(AppConfig):
    """Stories under edit."""

    name = "newswire.editing"
    label = "editing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listens for stories that are saved."""
        from newswire.editing import likeness  # noqa: F401 - models exist only now
