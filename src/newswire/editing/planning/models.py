"""What the newsroom plans: events that come, and what is made of them by whom until when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newswire.editing.models import Desk, Story, StoryType
from newswire.kit.clock import utc_now
from newswire.subscribers.models import Seat


class Event(models.Model):
    """Something that will happen: a vote, a match, a hearing. Times are UTC."""

    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    details = models.TextField(_("details"), blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=utc_now, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title


class Coverage(models.Model):
    """What is promised: slugline, what, until when, by whom, words or pictures; the story once there is one.

    One that is announced is told to the subscriptions that would get its story (see `announced.py`); desk, assignee and
    note never are. `revision` and `announced_at` move when something changes that they are told, and then alone.
    """

    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.CASCADE, related_name="coverages"
    )
    slugline = models.CharField(_("slugline"), max_length=120)
    about = models.CharField(_("what"), max_length=300, blank=True)
    type = models.CharField(_("type"), max_length=10, choices=StoryType.choices, default=StoryType.TEXT)
    language = models.CharField(_("language"), max_length=12, default="en")
    sections = models.JSONField(_("sections"), default=list, blank=True)
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    desk = models.ForeignKey(Desk, verbose_name=_("desk"), null=True, blank=True, on_delete=models.PROTECT)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="coverages",
    )
    due_at = models.DateTimeField(_("due"), db_index=True)
    words = models.PositiveIntegerField(_("words"), null=True, blank=True)
    pictures = models.PositiveIntegerField(_("pictures"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    is_announced = models.BooleanField(_("announced to subscribers"), default=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    story = models.ForeignKey(
        Story, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="coverages"
    )

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")
        ordering = ["due_at", "pk"]

    def __str__(self) -> str:
        return self.slugline


class Watch(models.Model):
    """A person of a client waits for the story of a coverage."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="watches")
    coverage = models.ForeignKey(Coverage, on_delete=models.CASCADE, related_name="watches")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "coverage"], name="planning_watched_once")]


class CalendarAddress(models.Model):
    """The secret address at which a person's calendar program reads what is planned. Only its hash is stored."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="calendar_address")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
