"""What the desk has of pictures, graphics and films: the original as it came, its metadata, its rights."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from newswire.kit.clock import utc_now


class PictureKind(models.TextChoices):
    """What an image is; the values are the item's."""

    PICTURE = "picture", _("Picture")
    GRAPHIC = "graphic", _("Graphic")


class Picture(AbstractImage, models.Model):
    """A picture or graphic: the original is never changed. `alt` maps a language to its alternative text.

    `title` is Wagtail's name for the headline of a picture. `metadata` is what the file itself said (IPTC, XMP, EXIF).
    """

    kind = models.CharField(_("kind"), max_length=10, choices=PictureKind.choices, default=PictureKind.PICTURE)
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    creator = models.CharField(_("photographer"), max_length=200, blank=True)
    copyright_notice = models.CharField(_("copyright notice"), max_length=300, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    alt = models.JSONField(_("alternative text"), default=dict, blank=True)
    metadata = models.JSONField(default=dict, blank=True, editable=False)
    renditions_at = models.DateTimeField(null=True, editable=False)
    killed_at = models.DateTimeField(null=True, editable=False)

    admin_form_fields = (
        "title", "file", "kind", "caption", "credit", "creator", "copyright_notice", "usage_terms", "place",
        "taken_at", "tags", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]


class PictureRendition(AbstractRendition, models.Model):
    """A size of a picture that the desk's own pages show."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Video(models.Model):
    """A film: the file as it came, a poster, its length in seconds."""

    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(_("file"), upload_to="videos")
    poster = models.ForeignKey(
        Picture, verbose_name=_("poster"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    seconds = models.FloatField(null=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)
    uploaded_by = models.CharField(max_length=150, blank=True, editable=False)
    uploaded_at = models.DateTimeField(default=utc_now, editable=False)
    killed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title
