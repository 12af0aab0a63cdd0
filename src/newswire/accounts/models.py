"""People who sign in: editors, administrators, and the subscribers' own people."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do; desk roles from reporter to administrator, `subscriber` for the portal."""

    REPORTER = "reporter", _("Reporter")
    EDITOR = "editor", _("Editor")
    DUTY_CHIEF = "duty-chief", _("Duty chief")
    ADMINISTRATOR = "administrator", _("Administrator")
    SUBSCRIBER = "subscriber", _("Subscriber")


class User(AbstractUser):
    """One person with one role. Desk roles open `/desk/`, the subscriber role opens `/portal/`."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.REPORTER)

    @property
    def is_desk(self) -> bool:
        """Whether this person works at the agency."""
        return self.is_active and self.role != Role.SUBSCRIBER
