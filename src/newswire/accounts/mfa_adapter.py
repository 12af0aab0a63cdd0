"""What allauth's second factors ask of us: how their secrets lie in the database, and what they are called."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from newswire.kit.sealed import seal, unseal

_PURPOSE = "second factors"


class MfaAdapter(DefaultMFAAdapter):
    """Seeds are sealed with the installation's secret; people are called by their user names."""

    def encrypt(self, text: str) -> str:
        """The seed as it is stored."""
        return seal(text, settings.SECRET_KEY, _PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The seed. Raises ValueError where the installation's secret is another one."""
        return unseal(encrypted_text, settings.SECRET_KEY, _PURPOSE)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What an app calls the account."""
        return user.get_username()

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def _get_site_name(self) -> str:
        return str(settings.NEWSWIRE_PROVIDER)
