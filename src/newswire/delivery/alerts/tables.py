"""The alerts' tables: who was told of which stories by which view, and the letters that are to leave.

They hold references alone. What is shown of a story is read when it is shown, by what the subscription may read then.
"""

from django.db import models


class Alert(models.Model):
    """What one person is told of by one view: a story, or many that came in a short time and grow into one alert.

    `change` is renewed when a story is added or comes again; numbers are visible in the order in which they are given.
    """

    view = models.ForeignKey("subscribers.SavedView", on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey("subscribers.Seat", on_delete=models.CASCADE, related_name="+")
    change = models.BigIntegerField()
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    is_flash = models.BooleanField()
    is_storm = models.BooleanField()
    in_app = models.BooleanField()
    desktop = models.BooleanField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "delivery_alert"
        indexes = [
            models.Index(fields=["seat", "-change"], name="delivery_alert_newest"),
            models.Index(fields=["seat", "view", "-changed_at"], name="delivery_alert_recent"),
            models.Index(fields=["changed_at"], name="delivery_alert_age"),
        ]


class AlertStory(models.Model):
    """A story that a person was told of by a view, once however often it comes again.

    `mail` is how it goes by mail: at-once, digest, or not (empty); `letter` the one in which it left or leaves,
    `earlier` one in which it left before it came again.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="stories")
    seat = models.BigIntegerField()
    view = models.BigIntegerField()
    number = models.PositiveIntegerField()
    guid = models.TextField()
    told_at = models.DateTimeField()
    mail = models.CharField(max_length=8, blank=True)
    letter = models.BigIntegerField(null=True)
    earlier = models.BigIntegerField(null=True)

    class Meta:
        db_table = "delivery_alert_story"
        constraints = [models.UniqueConstraint(fields=["guid", "seat", "view"], name="delivery_alert_story_once")]
        indexes = [
            models.Index(
                fields=["seat"],
                name="delivery_alert_unmailed",
                condition=models.Q(letter=None) & ~models.Q(mail=""),
            ),
            models.Index(fields=["letter"], name="delivery_alert_mailed"),
        ]


class AlertLetter(models.Model):
    """A mail that is to leave: of one alert, of everything collected for a person (digest), or that a story which was
    mailed is withdrawn (notice, `story` and `after` say which and by which letter). Without `due_at` it is done."""

    seat = models.ForeignKey("subscribers.Seat", on_delete=models.CASCADE, related_name="+")
    sort = models.CharField(max_length=8)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, null=True, related_name="+")
    story = models.ForeignKey(AlertStory, on_delete=models.CASCADE, null=True, related_name="+")
    after = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        db_table = "delivery_alert_letter"
        constraints = [
            models.UniqueConstraint(
                fields=["alert"],
                condition=models.Q(sort="at-once", tries=0) & ~models.Q(due_at=None),
                name="delivery_alert_letter_one",
            ),
            models.UniqueConstraint(
                fields=["seat"],
                condition=models.Q(sort="digest", tries=0) & ~models.Q(due_at=None),
                name="delivery_alert_digest_one",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="delivery_alert_due", condition=~models.Q(due_at=None)),
        ]
