"""Signing in at the desk."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from newswire.accounts.models import User


class LoginForm(WagtailLoginForm):
    """Name and password of somebody who works here."""

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Refuses subscribers, who have a room of their own."""
        super().confirm_login_allowed(user)
        if not (isinstance(user, User) and user.is_desk):
            raise ValidationError(_("This door is for the newsroom. Subscribers sign in at the portal."), code="desk")
