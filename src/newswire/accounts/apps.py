"""Django's registration of the accounts part."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles, audit."""

    name = "newswire.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watches what happens to people and their sessions."""
        from newswire.accounts import visits, watch  # noqa: F401 - models exist only now
