"""The editor's form: its fields, its tabs, the order in which a writer meets them."""

import json
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface

from newswire.desk.check_panel import ChecksPanel
from newswire.desk.media_choosers import VideoInput
from newswire.desk.outlook_panel import OutlookPanel
from newswire.desk.place_picker import PlaceInput
from newswire.desk.rights_field import RightsField
from newswire.desk.topic_picker import TopicField, lazy_sections, screen_language
from newswire.desk.web_panel import WebVersionPanel
from newswire.desk.zoned_time import ZonedTimeField, keep_exact
from newswire.editing.markup import find_foreign, read_web
from newswire.editing.models import Dossier
from newswire.item.measure import OTHER_SPEED, SPEEDS
from newswire.item.vocabulary.genres import genre_name, read_genres
from newswire.item.vocabulary.places import is_name_of, read_places

_OWN_DIRECTION = {"dir": "auto"}
"""A writer's text runs in the direction of its own script, whatever the direction of the screen."""


def _genre_choices() -> list[tuple[str, str]]:
    names = [(code, genre_name(code, screen_language())) for code in read_genres()]
    return [("", "–"), *sorted(names, key=lambda one: one[1].casefold())]


lazy_genres = lazy(_genre_choices, list)
"""The genres as choices in the language of the screen."""


class StoryForm(WagtailAdminModelForm):
    """The story's content; where it stands is not part of any form."""

    sections = forms.MultipleChoiceField(
        label=_("Sections"), choices=lazy_sections, required=False, widget=forms.CheckboxSelectMultiple
    )
    rights = RightsField()
    embargo_until = ZonedTimeField(label=_("Embargo until"), required=False)
    genre = forms.ChoiceField(label=_("Genre"), choices=lazy_genres, required=False)
    dateline_code = forms.CharField(required=False, widget=forms.HiddenInput)
    dossiers = forms.ModelMultipleChoiceField(
        label=_("Dossiers"), queryset=Dossier.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    subjects = TopicField(label=_("Subjects"), required=False, help_text=_("Type a word to find a topic."))

    class Media:
        js = ("desk/count.js",)
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("desk/fields.css",)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if dossiers := self.fields.get("dossiers"):
            kept = [one.pk for one in self.instance.dossiers.all()]  # a story stays in a dossier that was closed
            dossiers.queryset = Dossier.objects.filter(Q(is_closed=False) | Q(pk__in=kept))
        for name in ("headline", "standfirst", "byline", "picture_caption", "picture_alt", "public_note"):
            if name in self.fields:
                self.fields[name].widget.attrs.update(_OWN_DIRECTION)
        if country := self.fields.get("dateline_country"):
            country.widget.attrs.update({"size": 2, "maxlength": 2, "dir": "ltr"})

    def clean_body(self) -> str:
        """The text, with nothing in it that would be lost on release."""
        body = str(self.cleaned_data["body"] or "")
        if foreign := find_foreign(body):
            raise forms.ValidationError(
                _("The text has something that cannot be released: %(names)s. Take it out, or put it into words."),
                params={"names": ", ".join(foreign)},
            )
        return body

    def clean_summary(self) -> str:
        """The web version; one without a word is none."""
        summary = str(self.cleaned_data["summary"] or "")
        return summary if read_web(summary) else ""

    def clean(self) -> dict[str, Any]:
        """A place of the gazetteer brings its country, one that was written over is free text again; who wrote the web
        version is known."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        code = cleaned.get("dateline_code", "")
        if code and not is_name_of(code, cleaned.get("dateline_place", "")):
            cleaned["dateline_code"] = ""
        elif code and not cleaned.get("dateline_country"):
            cleaned["dateline_country"] = read_places()[code].country
        cleaned["summary_origin"] = self._read_origin(cleaned.get("summary", ""), cleaned.get("summary_origin", ""))
        return cleaned

    def _read_origin(self, summary: str, said: str) -> str:
        """Who wrote the web version. A model's text stays a model's, whatever a form says that does not change it."""
        if not summary:
            return ""
        if self.initial.get("summary_origin") == "model":
            is_same = read_web(summary) == read_web(str(self.initial.get("summary") or ""))
            return "model" if is_same else said or "model"
        return said or "editor"

    def clean_embargo_until(self) -> datetime | None:
        """The end of the embargo; a form that did not touch it has not moved it either."""
        return keep_exact(self.cleaned_data["embargo_until"], self.initial.get("embargo_until"))

    def clean_picture(self) -> Any:
        """A picture that was not killed."""
        picture = self.cleaned_data["picture"]
        if picture is not None and picture.killed_at is not None:
            raise forms.ValidationError(_("This picture was killed and may not be used again."))
        return picture

    def clean_dateline_country(self) -> str:
        """The country's code in capitals."""
        code = str(self.cleaned_data["dateline_country"]).strip().upper()
        if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise forms.ValidationError(_("Two letters, such as TR or FR."))
        return code


STORY = [
    FieldRowPanel([FieldPanel("language"), FieldPanel("type"), FieldPanel("urgency")], classname="desk-row"),
    FieldPanel("headline", classname="desk-headline"),
    FieldPanel("standfirst", classname="desk-standfirst", widget=forms.Textarea(attrs={"rows": 2, **_OWN_DIRECTION})),
    FieldRowPanel(
        [
            FieldPanel("dateline_place", widget=PlaceInput(attrs=_OWN_DIRECTION)),
            FieldPanel("dateline_country"),
            FieldPanel("byline", help_text=_("Several with commas between them.")),
        ],
        classname="desk-row",
    ),
    FieldPanel("dateline_code", classname="w-hidden"),  # hidden like its field: a heading over nothing
    FieldPanel(
        "body",
        classname="desk-body",
        help_text=_("A table: one line a row, | Party | Seats |, with |---|---| under the head."),
        attrs={
            "data-desk-count": "",
            "data-speeds": json.dumps(SPEEDS | {"other": OTHER_SPEED}),
            "data-words": _("Words: #"),
            "data-reading": _("reading time: # min"),
        },
    ),
    ChecksPanel(),
]
MEDIA = [
    FieldPanel("picture"),
    FieldPanel("picture_caption"),
    FieldPanel("picture_credit"),
    FieldPanel(
        "picture_alt",
        help_text=_("What the picture shows, for those who cannot see it. Without it the picture stays off the site."),
    ),
    InlinePanel(
        "further_media",
        [
            FieldPanel("picture"),
            FieldPanel("video", widget=VideoInput),
            FieldPanel("caption"),
            FieldPanel("credit"),
            FieldPanel("alt"),
        ],
        heading=_("Further pictures and videos"),
        label=_("Picture or video"),
    ),
]
METADATA = [
    FieldPanel("sections"),
    FieldPanel("subjects"),
    FieldPanel("dossiers"),
    FieldRowPanel([FieldPanel("slugline"), FieldPanel("genre")], classname="desk-row"),
    MultiFieldPanel(
        [
            FieldPanel("places", help_text=_("With commas between them; a country in brackets: Lyon (FR).")),
            FieldPanel("people", help_text=_("With commas between them.")),
            FieldPanel("organisations", help_text=_("With commas between them.")),
            FieldPanel("keywords", help_text=_("With commas between them.")),
        ],
        heading=_("Names"),
    ),
]
for _panel in METADATA[4].children:
    _panel.widget = forms.TextInput(attrs=_OWN_DIRECTION)
WEB = [
    FieldPanel("public", widget=forms.RadioSelect),
    OutlookPanel(),
    FieldRowPanel(
        [
            FieldPanel("summary", help_text=_("The only text the public site shows. Empty: the automatic summary.")),
            WebVersionPanel(),
        ],
        classname="desk-web-row",
    ),
    FieldPanel("summary_origin", classname="w-hidden", widget=forms.HiddenInput),
    FieldPanel("public_note", help_text=_("Readers and subscribers see it.")),
]
NOTES = [
    FieldPanel("editor_note", help_text=_("Subscribers see it, readers never do.")),
    FieldPanel("sources", help_text=_("Private: never leaves the newsroom.")),
    MultiFieldPanel(
        [
            FieldPanel("rights"),
            FieldPanel("usage_terms"),
            FieldPanel(
                "expires",
                help_text=_("At this time the story is taken back from those who have it. In your time zone."),
            ),
        ],
        heading=_("Rights"),
    ),
    FieldPanel(
        "embargo_until",
        help_text=_("Released at once to those with the embargo right; free for use at this time, in this zone."),
    ),
    FieldPanel("is_prepared", help_text=_("Written for a day to come: it is released only with its slugline typed.")),
    FieldPanel("is_test", help_text=_("For machines to try themselves on: never on the public site.")),
]


def make_edit_handler() -> TabbedInterface:
    """The tabs of the editor."""
    return TabbedInterface(
        [
            ObjectList(STORY, heading=_("Story")),
            ObjectList(MEDIA, heading=_("Media")),
            ObjectList(METADATA, heading=_("Metadata")),
            ObjectList(WEB, heading=_("Web")),
            ObjectList(NOTES, heading=_("Notes and embargo")),
        ],
        base_form_class=StoryForm,
    )
