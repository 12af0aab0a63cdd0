"""People who sign in, the log of what they did, and the mail that goes out to them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from newswire.kit.clock import utc_now


class Role(models.TextChoices):
    """What somebody may do; desk roles from reporter to administrator, `subscriber` for the portal."""

    REPORTER = "reporter", _("Reporter")
    EDITOR = "editor", _("Editor")
    DUTY_CHIEF = "duty-chief", _("Duty chief")
    PICTURE_EDITOR = "picture-editor", _("Picture editor")
    TRANSLATOR = "translator", _("Translator")
    SALES = "sales", _("Sales")
    ADMINISTRATOR = "administrator", _("Administrator")
    SUBSCRIBER = "subscriber", _("Subscriber")


class User(AbstractUser):
    """One person with one role. Desk roles open `/desk/`, the subscriber role opens `/portal/`."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.REPORTER)

    @property
    def is_desk(self) -> bool:
        """Whether this person works at the agency."""
        return self.is_active and self.role != Role.SUBSCRIBER


class Act(models.Model):
    """Who did what to which version of what, when, why and from where: written with the deed, never changed or deleted.

    `about` says what kind of thing (`story`, `picture`, `handover` …), `name` which one (a guid, a hash, an id).
    `reason` is the newsroom's own; what subscribers may read of it stands on the wire. The database refuses UPDATE and
    DELETE.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150, db_index=True)
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=30)
    about = models.CharField(max_length=20)
    name = models.CharField(max_length=255)
    version = models.PositiveIntegerField(default=0)
    seq = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    address = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["about", "name", "-id"], name="accounts_act_about")]


class Mail(models.Model):
    """A mail that waits to leave, or has left: written in the transaction that is its reason, sent after the commit.

    `story` is the guid of the story whose text it carries: a kill or hold of that story stops it.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField(default=utc_now)
    next_try_at = models.DateTimeField(default=utc_now, null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    story = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]


class Attempts(models.Model):
    """How often something was tried in vain: a name, a network, a browser, a person's codes (`guard.py`).

    `key` holds a hash of what was typed, never the words: people type passwords into the field for the name.
    """

    key = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveIntegerField()
    last_at = models.DateTimeField(db_index=True)
    open_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)


class Visit(models.Model):
    """A session of a person: with which browser and how they came in, when they were last seen. No place is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=300, blank=True)
    way = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
