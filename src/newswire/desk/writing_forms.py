"""The forms of what saves a writer typing."""

import hashlib
import json
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from newswire.desk.topic_picker import lazy_sections
from newswire.editing.markup import read_body, write_body
from newswire.editing.models import StoryType, default_language
from newswire.editing.writing.models import Template, TextSnippet
from newswire.editing.writing.replace import Case
from newswire.item.body import Block, Crosshead, Paragraph, read_texts
from newswire.item.vocabulary.languages import LANGUAGES

_CROSSHEAD = "## "


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A template: its name, whose it is, and what a story begun from it has already."""

    type = forms.ChoiceField(label=_("Type"), choices=StoryType.choices)
    language = forms.ChoiceField(label=_("Language"), choices=[(one.tag, one.name) for one in LANGUAGES.values()])
    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=[(n, str(n)) for n in range(1, 10)], coerce=int)
    headline = forms.CharField(label=_("Headline"), max_length=300, required=False, widget=_line())
    standfirst = forms.CharField(label=_("Standfirst"), required=False, widget=_long(2))
    slugline = forms.CharField(label=_("Slugline"), max_length=120, required=False)
    byline = forms.CharField(label=_("Byline"), max_length=200, required=False, widget=_line())
    dateline_place = forms.CharField(label=_("Dateline place"), max_length=120, required=False, widget=_line())
    sections = forms.MultipleChoiceField(
        label=_("Sections"), choices=lazy_sections, required=False, widget=forms.CheckboxSelectMultiple
    )
    keywords = forms.CharField(label=_("Keywords"), required=False, widget=_line())
    body = forms.CharField(
        label=_("Text"),
        required=False,
        widget=_long(10),
        help_text=_("A line is a paragraph. A line that begins with ## is a crosshead."),
    )

    class Meta:
        model = Template
        fields: ClassVar[list[str]] = ["name", "desk"]

    def __init__(self, *args: Any, instance: Template, **kwargs: Any) -> None:
        start = {"type": "text", "language": default_language(), "urgency": 5} | instance.fields
        shown = start | {"body": _show(start.get("body", ""))}
        super().__init__(*args, **(kwargs | {"instance": instance, "initial": shown}))

    def save(self, commit: bool = True) -> Template:  # noqa: FBT001, FBT002 - Django's signature
        """The template with its story's fields; what is empty is left out."""
        said = {name: self.cleaned_data[name] for name in self.fields if name not in ("name", "desk")}
        said["body"] = write_body(_read(said["body"]))
        self.instance.fields = {name: value for name, value in said.items() if value not in ("", [])}
        return cast(Template, super().save(commit=commit))


def _read(text: str) -> tuple[Block, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(
        Crosshead(line.removeprefix(_CROSSHEAD).strip()) if line.startswith(_CROSSHEAD) else Paragraph(line)
        for line in lines
    )


def _show(body: str) -> str:
    lines = []
    for block in read_body(body):
        lead = _CROSSHEAD if isinstance(block, Crosshead) else ""
        lines.append(lead + " ".join(read_texts((block,))))
    return "\n\n".join(lines)


class SnippetForm(forms.ModelForm):  # type: ignore[type-arg]
    """A snippet: its shortcut, once for each person, and its text."""

    class Meta:
        model = TextSnippet
        fields: ClassVar[list[str]] = ["shortcut", "text"]
        widgets: ClassVar[dict[str, Any]] = {
            "shortcut": forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
            "text": _long(4),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "shortcut": _(
                "Letters, digits and hyphens. Typing ;;shortcut and a space in the editor puts the text there."
            )
        }

    def clean_shortcut(self) -> str:
        """Lower case, and not one that this person has already."""
        shortcut = str(self.cleaned_data["shortcut"]).lower()
        others = TextSnippet.objects.filter(owner=self.instance.owner, shortcut=shortcut).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(now_("You have a snippet with this shortcut already."))
        return shortcut


class ReplaceForm(forms.Form):
    """What to look for and what to put there. `seen` is the digest of what was shown."""

    wanted = forms.CharField(label=_("Find"), max_length=300, strip=False, widget=_line())
    new = forms.CharField(
        label=_("Replace with"),
        max_length=300,
        required=False,
        strip=False,
        widget=_line(),
        help_text=_("Leave empty to take it out."),
    )
    exact = forms.BooleanField(label=_("Capitals and small letters differ"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def case(self) -> Case:
        """How letters are compared."""
        return "exact" if self.cleaned_data["exact"] else "any"

    def digest(self, fingerprint: str) -> str:
        """What a replacement is tied to: the story as shown, and exactly these words."""
        said = self.cleaned_data
        shown = json.dumps([fingerprint, said["wanted"], said["new"], said["exact"]])
        return hashlib.sha256(shown.encode()).hexdigest()[:20]
