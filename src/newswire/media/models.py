"""What the desk has of pictures, graphics and films: the original as it came, its metadata, its rights."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.utils.file import hash_filelike

from newswire.kit.clock import utc_now
from newswire.media.intake import fill_from_file


class PictureKind(models.TextChoices):
    """What an image is; the values are the item's."""

    PICTURE = "picture", _("Picture")
    GRAPHIC = "graphic", _("Graphic")


class Picture(AbstractImage, models.Model):
    """A picture or graphic: the original is never changed. `alt` maps a language to its alternative text.

    `title` is Wagtail's name for the headline of a picture. `metadata` is what the file itself said (IPTC, XMP, EXIF).
    `files` are the renditions as they were made at `renditions_at`, which is null while that is still to do.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=PictureKind.choices, default=PictureKind.PICTURE)
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    creator = models.CharField(_("photographer"), max_length=200, blank=True)
    copyright_notice = models.CharField(_("copyright notice"), max_length=300, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    rights = models.JSONField(_("restrictions"), default=dict, blank=True)
    expires = models.DateTimeField(_("right of use ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    alt = models.JSONField(_("alternative text"), default=dict, blank=True)
    metadata = models.JSONField(default=dict, blank=True, editable=False)
    files = models.JSONField(default=list, editable=False)
    renditions_at = models.DateTimeField(null=True, editable=False)
    killed_at = models.DateTimeField(null=True, editable=False)

    admin_form_fields = (
        "title", "file", "kind", "caption", "credit", "creator", "copyright_notice", "usage_terms", "rights",
        "expires", "place", "taken_at", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves; a new file's metadata fills the empty fields in the same transaction, and renditions are to do again
        where the file or the focal point is another."""
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        is_new_file = bool(self.file) and (self._state.adding or not self.file._committed)
        with transaction.atomic():
            keywords: tuple[str, ...] = ()
            if is_new_file:
                with self.open_file() as file:
                    content = file.read()
                    file.seek(0)
                self.file_hash = hash_filelike(BytesIO(content))
                keywords = fill_from_file(self, content, settings.NEWSWIRE_EDITION_LANGUAGE)
            if is_new_file or self._is_focus_moved():
                self.files, self.renditions_at = [], None
            super().save(*args, **kwargs)
            self.tags.add(*(word[:100] for word in keywords))

    @property
    def file_keywords(self) -> tuple[str, ...]:
        """The keywords that the file itself gives."""
        said = (self.metadata.get(source, {}).get("keywords", ()) for source in ("xmp", "iim"))
        return next((tuple(words) for words in said if words), ())

    def _is_focus_moved(self) -> bool:
        before = Picture.objects.filter(pk=self.pk).values_list(*_FOCUS).first()
        return before is not None and before != tuple(getattr(self, name) for name in _FOCUS)


_FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


class PictureRendition(AbstractRendition, models.Model):
    """A size of a picture that the desk's own pages show."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Video(models.Model):
    """A film: the file as it came, a poster, its length in seconds.

    `files` are its renditions, made at `prepared_at`, which is null while that is still to do. `problem` says why
    something could not be made: a key of `film.PROBLEMS`.
    """

    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(_("file"), upload_to="videos")
    poster = models.ForeignKey(
        Picture, verbose_name=_("poster"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    rights = models.JSONField(_("restrictions"), default=dict, blank=True)
    expires = models.DateTimeField(_("right of use ends"), null=True, blank=True)
    seconds = models.FloatField(null=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    files = models.JSONField(default=list, editable=False)
    prepared_at = models.DateTimeField(null=True, editable=False)
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
