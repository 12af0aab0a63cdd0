"""What each action asks for before it is taken: one small form per action."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from newswire.accounts.models import Role, User
from newswire.desk.derived_form import DerivedFields
from newswire.desk.zoned_time import ZonedTimeField
from newswire.editing.checks.times import is_confirmed
from newswire.editing.deed import confirm_word, read_released
from newswire.editing.models import Desk, Story
from newswire.editing.wording import describe_unconfirmed, kill_wording, substitute_wording
from newswire.kit.clock import utc_now
from newswire.kit.errors import NotFoundError

_SUBSTITUTES = 50
"""How many stories are offered in the place of a killed one."""


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class ActionForm(forms.Form):
    """Every action knows what its taker saw: `seen` is the fingerprint of the story on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story

    def show(self, fingerprint: str) -> None:
        """Puts the fingerprint of what this page shows into the form, also when it is shown again after a refusal."""
        self.initial["seen"] = fingerprint
        if self.is_bound:
            sent = cast("QueryDict", self.data).copy()  # stays one: what was typed is shown again as it was
            sent["seen"] = fingerprint
            self.data = sent


class ReleaseForm(ActionForm):
    """A first release: now, or at a time; prepared copy only with its word typed."""

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, story=story, **kwargs)
        self.word = confirm_word(story)
        if self.word:
            self.fields["confirmed"] = forms.CharField(
                label=_("Type “%(word)s” to release prepared copy") % {"word": self.word},
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """What was typed is the word that was shown."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.word and "confirmed" in said and not is_confirmed(self.word, said["confirmed"]):
            self.add_error("confirmed", describe_unconfirmed(self.word))
        return said

    at = ZonedTimeField(
        label=_("Release at"), required=False, help_text=_("Leave empty to release now. The zone is part of the time.")
    )

    def clean_at(self) -> datetime | None:
        """A time to come."""
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at <= utc_now():
            raise forms.ValidationError(_("This time has passed. Leave the field empty to release now."))
        return at


class UpdateForm(ActionForm):
    """A further release."""

    update_line = forms.CharField(
        label=_("What is new"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("One line for editors at the other end: adds quote from the mayor."),
    )


class SecondLookForm(ActionForm):
    """What two people decide, or one alone who says why: `way` is the button that was pressed."""

    way = forms.ChoiceField(
        choices=[("ask", ""), ("alone", "")], required=False, widget=forms.HiddenInput, initial="ask"
    )
    override = forms.CharField(
        label=_("Why nobody else looks at it"),
        required=False,
        widget=_long(2),
        help_text=_("Only for doing it alone. Stays in the newsroom and in the log."),
    )

    def clean(self) -> dict[str, Any]:
        """Without a second person, a reason for that. No button, but a reason for acting alone: alone."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        override = said.get("override", "").strip()
        said["way"] = said.get("way") or ("alone" if override else "ask")
        if said["way"] == "alone" and not override and "override" in self.fields:
            self.add_error("override", _("Say why nobody else looks at it."))
        return said

    def leave_only_asking(self) -> None:
        """For those who may ask and not act."""
        del self.fields["override"]


class CorrectForm(DerivedFields, SecondLookForm):
    """What was wrong, what is right, and why it happened."""

    wrong = forms.CharField(label=_("What was wrong"), widget=_long(2))
    right = forms.CharField(label=_("What is right"), widget=_long(2))
    note = forms.CharField(
        label=_("Public correction line"),
        required=False,
        widget=_long(2),
        help_text=_("Readers see it under the story."),
    )
    reason = forms.CharField(
        label=_("Reason"), widget=_long(2), help_text=_("How the mistake happened. Stays in the newsroom.")
    )


class RefileForm(ActionForm):
    """A trivial change."""

    reason = forms.CharField(label=_("What was changed"), required=False, widget=forms.TextInput(attrs={"dir": "auto"}))


class HoldForm(ActionForm):
    """A stop until further word."""

    reason = forms.CharField(label=_("Reason"), widget=_long(2), help_text=_("Subscribers read it."))


class LiftForm(ActionForm):
    """The end of a hold."""

    reason = forms.CharField(label=_("Note"), required=False, widget=forms.TextInput(attrs={"dir": "auto"}))


class KillForm(DerivedFields, SecondLookForm):
    """The withdrawal of a story: the words for subscribers, the reason for ourselves."""

    wording = forms.CharField(label=_("Wording"), widget=_long(3), help_text=_("Subscribers read exactly this."))
    reason = forms.CharField(label=_("Reason"), widget=_long(2), help_text=_("Stays in the newsroom."))
    substitute = forms.ModelChoiceField(
        label=_("Substitute story"),
        queryset=Story.objects.none(),
        required=False,
        help_text=_("Named behind the wording. Newest released ones in this language, none under embargo."),
    )

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, story=story, **kwargs)
        self.fields["wording"].initial = kill_wording(story.language, _headline_they_have(story))
        open_ones = Story.objects.filter(stage="released", language=story.language, lift_at=None, is_test=False)
        newest = open_ones.exclude(pk=story.pk).order_by("-last_seq").values_list("pk", flat=True)[:_SUBSTITUTES]
        offered = Story.objects.filter(pk__in=list(newest)).order_by("-last_seq").defer("body", "adopted")
        cast("forms.ModelChoiceField[Story]", self.fields["substitute"]).queryset = offered

    def clean(self) -> dict[str, Any]:
        """The wording with the sentence that names the substitute."""
        said = super().clean()
        other: Story | None = said.pop("substitute", None)
        if other is not None and "wording" in said:
            sentence = substitute_wording(self.story.language, _headline_they_have(other), other.guid)
            said["wording"] = f"{said['wording'].rstrip()} {sentence}"
        return said


def _headline_they_have(story: Story) -> str:
    """The headline as it was last released: subscribers never saw what was typed since."""
    try:
        return read_released(story).headline
    except NotFoundError:  # erased, or not released yet
        return story.headline


class AssignForm(ActionForm):
    """Whose a story is."""

    desk = forms.ModelChoiceField(label=_("Desk"), queryset=Desk.objects.all(), required=False)
    assignee = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, story=story, **kwargs)
        people = User.objects.filter(is_active=True).exclude(role=Role.SUBSCRIBER).order_by("username")
        cast("forms.ModelChoiceField[User]", self.fields["assignee"]).queryset = people
        self.fields["desk"].initial, self.fields["assignee"].initial = story.desk_id, story.assignee_id


class EmbargoForm(ActionForm):
    """An embargo that ends earlier or later than was said."""

    until = ZonedTimeField(
        label=_("New end"),
        required=False,
        help_text=_("Leave empty to lift the embargo now. The zone is part of the time."),
    )
    reason = forms.CharField(label=_("Reason"), widget=_long(2))


class ReturnForm(ActionForm):
    """A story given back."""

    reason = forms.CharField(label=_("What is missing"), widget=_long(2))
