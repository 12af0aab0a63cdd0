"""Stories under edit: what the desk works on, what it did to them, and what is planned for later."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel, get_all_child_m2m_relations, get_all_child_relations
from wagtail.fields import RichTextField
from wagtail.locks import BaseLock
from wagtail.models import LockableMixin, Orderable, PreviewableMixin, RevisionMixin

from newswire.editing.checks.table import find_wrong
from newswire.editing.killed_lock import KilledLock
from newswire.editing.rules import Stage
from newswire.item.item import ItemType, PublicChoice, SummaryOrigin
from newswire.item.vocabulary.languages import LANGUAGES, direction
from newswire.kit.clock import utc_now
from newswire.kit.errors import RuleError
from newswire.kit.ids import new_guid

BODY_FEATURES = ["h2", "bold", "italic", "link", "ol", "ul", "blockquote", "image"]
"""What the editor offers: exactly what `content.py` can turn into blocks, so that nothing is lost on release."""
WEB_FEATURES = ["h2", "blockquote"]
"""What the web version is made of: paragraphs, crossheads, quotations."""


class StoryType(models.TextChoices):
    """What a story is; the values are the item's."""

    TEXT = "text", _("Text")
    ALERT = "alert", _("Alert")
    PICTURE = "picture", _("Picture")
    VIDEO = "video", _("Video")
    GRAPHIC = "graphic", _("Graphic")
    ADVISORY = "advisory", _("Advisory")


class StageChoice(models.TextChoices):
    """Where a story stands; the values are those of `rules.py`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_EDIT = "in-edit", _("In edit")
    READY = "ready", _("Ready")
    RELEASED = "released", _("Released")
    HELD = "held", _("Held")
    KILLED = "killed", _("Killed")


class PublicChoiceField(models.TextChoices):
    """Whether the summary may stand on the public website."""

    AUTO = "auto", _("As the rules say")
    YES = "yes", _("Yes")
    NO = "no", _("No")


def default_guid() -> str:
    """A new identity for a story begun at this desk."""
    return new_guid(settings.NEWSWIRE_AUTHORITY, utc_now().strftime("%Y%m%d"))


def default_language() -> str:
    """The language a new story starts with."""
    return str(settings.NEWSWIRE_EDITION_LANGUAGE)


STATE_FIELDS: tuple[str, ...] = (
    "guid", "stage", "version", "last_seq", "content_seq", "lift_at", "rights_end_at", "first_released_at",
    "released_at", "released_revision_at", "adopted", "created_by_id", "created_at", "desk_id", "assignee_id",
    "translation_of_id", "translated_version", "follows_id", "locked", "locked_at", "locked_by_id",
)  # fmt: skip
"""Columns that say where the story stands and who holds it. Only the service writes them, by `UPDATE`; a form
that was opened before a release and saved after it must not put the old stage back, and reverting to an old revision
must not either."""


def check_weights(own: object) -> None:
    """Raises ValidationError for anything but a mapping from checks that may be weighed to block, warn or off."""
    if wrong := find_wrong(own):
        raise ValidationError(gettext("These cannot be weights of checks: %(wrong)s.") % {"wrong": ", ".join(wrong)})


class Desk(models.Model):
    """A part of the newsroom with a queue of its own: Politics, Economy, Photo. `silence_minutes` is how long the wire
    may hear nothing from it before the monitor says so; 0 is never. `checks` weighs checks before a release otherwise
    than `checks/table.py`: code to block, warn or off."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    silence_minutes = models.PositiveIntegerField(_("silence in minutes"), default=0)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("members"), blank=True, related_name="desks"
    )
    checks = models.JSONField(_("weights of checks"), default=dict, blank=True, validators=[check_weights])

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Dossier(models.Model):
    """A developing affair over many stories; a story may stand in several."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("what it is about"), blank=True)
    is_closed = models.BooleanField(_("closed"), default=False)
    created_at = models.DateTimeField(default=utc_now, editable=False)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Story(LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel, models.Model):
    """One story: the content being edited, and where it stands. Its versions on the wire share its `guid`."""

    guid = models.CharField(max_length=255, unique=True, default=default_guid, editable=False)
    type = models.CharField(_("type"), max_length=10, choices=StoryType.choices, default=StoryType.TEXT)
    language = models.CharField(
        _("language"),
        max_length=12,
        default=default_language,
        choices=[(one.tag, one.name) for one in LANGUAGES.values()],
    )
    headline = models.CharField(_("headline"), max_length=300)
    standfirst = models.TextField(_("standfirst"), blank=True)
    slugline = models.CharField(_("slugline"), max_length=120, blank=True)
    genre = models.CharField(_("genre"), max_length=40, blank=True)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    dateline_place = models.CharField(_("dateline place"), max_length=120, blank=True)
    dateline_code = models.CharField(_("place of the gazetteer"), max_length=40, blank=True)
    dateline_country = models.CharField(_("dateline country"), max_length=2, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), default=5, choices=[(n, str(n)) for n in range(1, 10)])
    sections = models.JSONField(_("sections"), default=list, blank=True)
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    places = models.TextField(_("places"), blank=True)
    people = models.TextField(_("people"), blank=True)
    organisations = models.TextField(_("organisations"), blank=True)
    keywords = models.TextField(_("keywords"), blank=True)
    body = RichTextField(_("text"), blank=True, features=BODY_FEATURES)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_caption = models.TextField(_("caption"), blank=True)
    picture_credit = models.CharField(_("credit"), max_length=200, blank=True)
    picture_alt = models.CharField(_("alternative text"), max_length=250, blank=True)
    summary = RichTextField(_("web version"), blank=True, features=WEB_FEATURES)
    summary_origin = models.CharField(
        _("web version by"), max_length=6, blank=True, choices=[("editor", _("Editor")), ("model", _("Model"))]
    )
    public = models.CharField(
        _("on the public site"), max_length=4, choices=PublicChoiceField.choices, default=PublicChoiceField.AUTO
    )
    editor_note = models.TextField(_("note to editors"), blank=True)
    public_note = models.TextField(_("public note"), blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    rights = models.JSONField(_("restrictions"), default=dict, blank=True)
    sources = models.TextField(_("sources"), blank=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    expires = models.DateTimeField(_("expires"), null=True, blank=True)
    is_prepared = models.BooleanField(_("prepared copy"), default=False)
    is_test = models.BooleanField(_("test"), default=False)
    dossiers = ParentalManyToManyField(Dossier, verbose_name=_("dossiers"), blank=True, related_name="stories")
    derived_from = ParentalManyToManyField(
        "self", verbose_name=_("made from"), blank=True, symmetrical=False, related_name="derived"
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=utc_now, editable=False)
    desk = models.ForeignKey(
        Desk, verbose_name=_("desk"), null=True, editable=False, on_delete=models.PROTECT, related_name="stories"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="assigned"
    )
    translation_of = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="translations"
    )
    translated_version = models.PositiveIntegerField(default=0, editable=False)
    follows = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="followed_by")
    stage = models.CharField(
        _("stage"), max_length=10, choices=StageChoice.choices, default=StageChoice.DRAFT, editable=False, db_index=True
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    last_seq = models.BigIntegerField(null=True, editable=False)
    content_seq = models.BigIntegerField(null=True, editable=False)
    lift_at = models.DateTimeField(null=True, editable=False, db_index=True)
    rights_end_at = models.DateTimeField(null=True, editable=False, db_index=True)
    first_released_at = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(null=True, editable=False, db_index=True)
    released_revision_at = models.DateTimeField(null=True, editable=False)
    adopted = models.BinaryField(null=True, editable=False)

    default_preview_mode = "subscriber"
    preview_modes: ClassVar[list[tuple[str, Any]]] = [
        ("subscriber", _("What subscribers get")),
        ("public", _("What the public site shows")),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                condition=~models.Q(stage="killed"),
                name="editing_one_translation_per_language",
            )
        ]

    def __str__(self) -> str:
        return self.headline

    def clean(self) -> None:
        """Keeps a translation out of a language that the original or another translation has."""
        super().clean()
        if self.translation_of is None or self.stage == StageChoice.KILLED:
            return
        others = Story.objects.filter(translation_of=self.translation_of_id, language=self.language)
        taken = others.exclude(pk=self.pk).exclude(stage=StageChoice.KILLED).exists()
        if taken or self.language == self.translation_of.language:
            raise ValidationError({"language": gettext("The story exists in this language already.")})

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`: the writing direction of the story's language."""
        return direction(self.language)

    @property
    def stage_now(self) -> Stage:
        """The stage as the rules name it."""
        return cast(Stage, self.stage)

    @property
    def type_now(self) -> ItemType:
        """The type as the item names it."""
        return cast(ItemType, self.type)

    @property
    def public_choice(self) -> PublicChoice:
        """The choice about the public site as the item names it."""
        return cast(PublicChoice, self.public)

    @property
    def summary_origin_now(self) -> SummaryOrigin:
        """Who wrote the web version, as the item names it."""
        return cast(SummaryOrigin, self.summary_origin)

    @property
    def is_updated_since_release(self) -> bool:
        """Whether something was saved after the newest release: what the desk sees is not what clients have."""
        revision = self.latest_revision
        return bool(self.version and revision and revision.created_at != self.released_revision_at)

    def save(self, **kwargs: Any) -> None:
        """Saves the content; columns of state (`STATE_FIELDS`) are written only when the row is made."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.attname not in STATE_FIELDS
            ]
            kwargs["update_fields"] += [relation.get_accessor_name() for relation in get_all_child_relations(self)]
            kwargs["update_fields"] += [field.name for field in get_all_child_m2m_relations(self)]
        super().save(**kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "Story":
        """A revision's content in this story as it stands: an old revision brings no old stage with it."""
        revised = cast("Story", super().with_content_json(content))
        for name in STATE_FIELDS:
            setattr(revised, name, getattr(self, name))
        return revised

    def get_lock(self) -> BaseLock | None:
        """The lock that keeps an editor out: somebody's own, or the end of the story."""
        return KilledLock(self) if self.stage == StageChoice.KILLED else super().get_lock()

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:  # noqa: ARG002 - Wagtail's signature
        """The template of a preview mode."""
        return f"editing/preview_{mode_name}.html"


@receiver(pre_delete, sender=Story)
def keep_released_stories(instance: Story, **_kwargs: object) -> None:
    """Refuses the deletion of anything that has been on the wire, by whichever door it is tried."""
    if instance.version:
        raise RuleError("a story that has been on the wire cannot be deleted, only killed")


class Scheduled(models.Model):
    """A release that waits for its time, with the content as it was approved: later edits do not slip into it."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="scheduled")
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150)
    update_line = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()
    revision_at = models.DateTimeField(null=True)


class StoryPrint(models.Model):
    """By what nearly equal texts find each other: the print of the story's text as last saved (`checks/prints.py`)."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, primary_key=True, related_name="print")
    print = ArrayField(models.IntegerField())
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["bands"], name="editing_print_bands")]


class StoryMedia(Orderable, models.Model):
    """A picture, graphic or film that goes with a story beside its lead picture, in the words of this story."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="further_media")
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    video = models.ForeignKey(
        "media.Video", verbose_name=_("video"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    alt = models.CharField(_("alternative text"), max_length=250, blank=True)

    def clean(self) -> None:
        """Refuses what was killed."""
        for name in ("picture", "video"):
            if getattr(getattr(self, name), "killed_at", None):
                raise ValidationError({name: gettext("This was killed and may not be used again.")})


class SecondLook(models.Model):
    """A correction or kill that one senior person asked for and another decides; or that one took alone, saying why.

    `proposal` is what was filled in (wrong and right, wording, what happens to what was derived), as JSON.
    """

    class Decision(models.TextChoices):
        """How it ended."""

        OPEN = "open", pgettext_lazy("state of a second look", "Open")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        OVERRIDDEN = "overridden", _("Done without a second person")

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="second_looks")
    action = models.CharField(max_length=12)
    proposal = models.JSONField()
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "action"], condition=models.Q(decision="open"), name="editing_one_open_second_look"
            )
        ]
