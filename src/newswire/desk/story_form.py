"""The editor's form: its fields, its tabs, the order in which a writer meets them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from newswire.desk.topic_picker import TopicField, lazy_sections

_OWN_DIRECTION = {"dir": "auto"}
"""A writer's text runs in the direction of its own script, whatever the direction of the screen."""


class StoryForm(WagtailAdminModelForm):
    """The story's content; where it stands is not part of any form."""

    sections = forms.MultipleChoiceField(
        label=_("Sections"), choices=lazy_sections, required=False, widget=forms.CheckboxSelectMultiple
    )
    subjects = TopicField(label=_("Subjects"), required=False, help_text=_("Type a word to find a topic."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("headline", "standfirst", "byline", "summary", "picture_caption", "picture_alt", "public_note"):
            if name in self.fields:
                self.fields[name].widget.attrs.update(_OWN_DIRECTION)
        if country := self.fields.get("dateline_country"):
            country.widget.attrs.update({"size": 2, "maxlength": 2, "dir": "ltr"})

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
        [FieldPanel("dateline_place"), FieldPanel("dateline_country"), FieldPanel("byline")], classname="desk-row"
    ),
    FieldPanel("body", classname="desk-body"),
]
MEDIA = [
    FieldPanel("picture"),
    FieldPanel("picture_caption"),
    FieldPanel("picture_credit"),
    FieldPanel(
        "picture_alt",
        help_text=_("What the picture shows, for those who cannot see it. Without it the picture stays off the site."),
    ),
]
METADATA = [
    FieldPanel("sections"),
    FieldPanel("subjects"),
    FieldPanel("slugline"),
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
for _panel in METADATA[3].children:
    _panel.widget = forms.TextInput(attrs=_OWN_DIRECTION)
WEB = [
    FieldPanel("public", widget=forms.RadioSelect),
    FieldPanel("summary", help_text=_("The only text the public site shows. An empty line starts a new paragraph.")),
    FieldPanel("public_note", help_text=_("Readers and subscribers see it.")),
]
NOTES = [
    FieldPanel("editor_note", help_text=_("Subscribers see it, readers never do.")),
    FieldPanel("sources", help_text=_("Private: never leaves the newsroom.")),
    FieldPanel("usage_terms"),
    FieldPanel(
        "embargo_until",
        help_text=_("Released at once to those with the embargo right; free for use at this time. In your time zone."),
    ),
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
