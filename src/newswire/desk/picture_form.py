"""The form of a picture wherever one is uploaded or edited: Wagtail's, with alternative texts by language."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.forms import BaseImageForm

from newswire.desk.rights_field import RightsField
from newswire.desk.zoned_time import ZonedTimeField
from newswire.item.vocabulary.languages import EDITIONS, LANGUAGES, direction
from newswire.media.intake import ALT_LENGTH
from newswire.media.models import Picture, PictureKind

_OWN_DIRECTION = ("title", "caption", "credit", "creator", "copyright_notice", "usage_terms", "place")


class PictureForm(BaseImageForm):
    """A picture's words and rights. What stays empty at an upload is filled with what the file says."""

    rights = RightsField()
    expires = ZonedTimeField(
        label=gettext_lazy("Right of use ends"),
        required=False,
        help_text=gettext_lazy("At this time the picture leaves every story that carries it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _OWN_DIRECTION:
            if name in self.fields:
                self.fields[name].widget.attrs["dir"] = "auto"
        if "kind" in self.fields:
            self.fields["kind"].required = False  # many files at once come without it
        if "caption" in self.fields:
            self._add_alt_fields()

    def _add_alt_fields(self) -> None:
        """A field for each language the public site has, and for those the picture has a text in."""
        self.alt_tags = tuple(dict.fromkeys((*EDITIONS, *(tag for tag in self.instance.alt if tag in LANGUAGES))))
        for tag in self.alt_tags:
            self.fields[f"alt_{tag}"] = forms.CharField(
                label=_("Alternative text: %(language)s") % {"language": LANGUAGES[tag].name},
                required=False,
                max_length=ALT_LENGTH,
                initial=self.instance.alt.get(tag, ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": tag, "dir": direction(tag)}),
            )
        first = self.fields[f"alt_{self.alt_tags[0]}"]
        first.help_text = gettext_lazy(
            "What the picture shows, for those who cannot see it; at most 250 characters, not the caption again. "
            "Without it in a story's language the picture stays off the public site."
        )

    def clean_kind(self) -> str:
        """A picture where nothing was said."""
        return str(self.cleaned_data["kind"] or self.instance.kind or PictureKind.PICTURE)

    def clean(self) -> dict[str, Any] | None:
        """Refuses an alternative text that only repeats the caption."""
        cleaned: dict[str, Any] | None = super().clean()
        caption = str(self.cleaned_data.get("caption", "")).strip()
        for tag in getattr(self, "alt_tags", ()):
            text = str(self.cleaned_data.get(f"alt_{tag}", "")).strip()
            if text and text == caption:
                self.add_error(f"alt_{tag}", _("This is the caption. Say what can be seen instead."))
        return cleaned

    def save(self, commit: bool = True) -> Picture:  # noqa: FBT001, FBT002 - Django's signature
        """The picture with its alternative texts; a new file's keywords become tags beside those typed."""
        posted = [tag for tag in getattr(self, "alt_tags", ()) if self.add_prefix(f"alt_{tag}") in self.data]
        for tag in posted:
            self.instance.alt.pop(tag, None)
            if text := self.cleaned_data[f"alt_{tag}"].strip():
                self.instance.alt[tag] = text
        is_new_file = "file" in self.changed_data
        picture: Picture = super().save(commit=commit)
        if commit and is_new_file:
            picture.tags.add(*picture.file_keywords)
        return picture
