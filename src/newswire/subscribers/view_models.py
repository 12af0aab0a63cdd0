"""Saved views: a query under a name, who sees it, and how each person wants to be told of what it finds."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ViewSort(models.TextChoices):
    """In which order a view shows its stories."""

    NEWEST = "newest", _("Newest first")
    URGENCY = "urgency", _("Most urgent first")


class SavedView(models.Model):
    """A query that somebody keeps, over one subscription or over all of the organisation's (None).

    Private to its owner, or shared with the organisation; a shared one stays when its owner leaves (None).
    """

    subscriber = models.ForeignKey("subscribers.Subscriber", on_delete=models.CASCADE, related_name="views")
    subscription = models.ForeignKey("subscribers.Subscription", on_delete=models.CASCADE, null=True, blank=True)
    owner = models.ForeignKey("subscribers.Seat", on_delete=models.SET_NULL, null=True, related_name="views")
    name = models.CharField(_("name"), max_length=100)
    query = models.TextField(_("query"), blank=True)
    is_shared = models.BooleanField(_("shared with the organisation"), default=False)
    sort = models.CharField(_("order"), max_length=10, choices=ViewSort.choices, default=ViewSort.NEWEST)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subscriber", "name"], name="subscribers_view_of")]

    def __str__(self) -> str:
        return self.name


class AlertMail(models.TextChoices):
    """Whether a view's stories come by mail, and when."""

    NONE = "none", _("No mail")
    AT_ONCE = "at-once", _("At once")
    DIGEST = "digest", _("Collected, at my hours")


class ViewAlert(models.Model):
    """How one person wants to be told of what a view finds, from which urgency on (1 is a flash, 9 is everything)."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="alerts")
    seat = models.ForeignKey("subscribers.Seat", on_delete=models.CASCADE, related_name="alerts")
    in_app = models.BooleanField(_("in the portal"), default=True)
    desktop = models.BooleanField(_("on the desktop"), default=False)
    mail = models.CharField(_("by mail"), max_length=8, choices=AlertMail.choices, default=AlertMail.NONE)
    urgency = models.PositiveSmallIntegerField(
        _("up to urgency"), default=9, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "seat"], name="subscribers_alert_once")]


class AlertHabits(models.Model):
    """When a person wants to be told, by the clock of their own zone: digests at these hours, nothing while quiet.

    Quiet is from the beginning of one hour to the beginning of another, over midnight too; never where both are equal.
    """

    seat = models.OneToOneField("subscribers.Seat", on_delete=models.CASCADE, primary_key=True, related_name="habits")
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language of mails"), max_length=8, default="en")
    digest_hours = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("digest at"), default=list)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), default=0)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"), default=0)


class ViewChange(models.Model):
    """A view was made, changed or deleted, or somebody's alert of it: for whoever keeps the views in memory.

    Numbers are given under a lock that is held until the commit, so that whoever has seen one never misses an earlier.
    """

    view = models.BigIntegerField()
