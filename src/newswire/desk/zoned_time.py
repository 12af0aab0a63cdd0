"""A moment as a person types it: date, time and the zone it is meant in; UTC inside.

A local time that never comes (the clocks go forward) is refused. One that comes twice (they go back) is asked about.
"""

from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.localization import get_available_admin_time_zones

Trouble = Literal["never", "twice"]
FIRST, SECOND = "first", "second"


class NoSuchMomentError(ValueError):
    """The local time cannot be turned into one moment: it comes `never`, or `twice`."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def find_trouble(local: datetime, zone: ZoneInfo) -> Trouble | None:
    """Why the clocks of `zone` do not show `local` (without a zone of its own) exactly once; None where they do."""
    before, after = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if before.utcoffset() == after.utcoffset():
        return None
    there = before.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return "twice" if there == local else "never"


def to_moment(local: datetime, zone: ZoneInfo, which: str = "") -> datetime:
    """The moment in UTC. `which` (`first`, `second`) says which of two is meant where the hour comes twice."""
    trouble = find_trouble(local, zone)
    if trouble is not None and (trouble == "never" or which not in (FIRST, SECOND)):
        raise NoSuchMomentError(trouble)
    return local.replace(tzinfo=zone, fold=int(bool(trouble) and which == SECOND)).astimezone(UTC)


def read_local(text: str) -> datetime | None:
    """Date and time as a form sends them (`2026-11-24T09:30`); None for anything else, a bare date too."""
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    has_time = ":" in text and local.tzinfo is None
    return local if has_time and 1 < local.year < 9999 else None


def keep_exact(said: datetime | None, was: datetime | None) -> datetime | None:
    """What was said; the moment that stood there to the microsecond where it was sent back as the form showed it."""
    is_same = said and was and said == was.replace(microsecond=was.microsecond // 1000 * 1000)
    return was if is_same else said


def _zone_choices() -> list[tuple[str, str]]:
    """The zones of the settings, and those the agency's machine and this person live by."""
    names = {*get_available_admin_time_zones(), timezone.get_current_timezone_name(), "UTC"}
    return [(name, name.replace("_", " ")) for name in sorted(names)]


class ZonedTimeInput(forms.MultiWidget):
    """Date and time, the zone beside it, and, where the hour comes twice, which of the two."""

    template_name = "desk/zoned_time.html"
    use_fieldset = False

    class Media:
        css = {"all": ("desk/zoned_time.css",)}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hours = [("", gettext_lazy("Which of the two?")), (FIRST, gettext_lazy("the first, before the clocks go back")),
                 (SECOND, gettext_lazy("the second, after it"))]  # fmt: skip
        super().__init__(
            [
                forms.TextInput({"type": "datetime-local", "dir": "ltr"}),
                forms.Select(choices=lazy(_zone_choices, list)()),
                forms.Select(choices=hours),
            ],
            attrs,
        )

    def id_for_label(self, id_: str, index: Any = None) -> str:  # noqa: ARG002 - Django's signature
        """The label points at date and time."""
        return id_

    def decompress(self, value: datetime | None) -> list[str]:
        """A moment as the person's own clock shows it; where there is none, only their zone."""
        name = timezone.get_current_timezone_name()
        if value is None:
            return ["", name, ""]
        local = timezone.localtime(value)
        which = (SECOND if local.fold else FIRST) if find_trouble(local.replace(tzinfo=None), ZoneInfo(name)) else ""
        exact = "milliseconds" if local.microsecond else "seconds" if local.second else "minutes"
        return [local.replace(tzinfo=None).isoformat(timespec=exact), name, which]  # a browser shows no microseconds

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was sent; the person's own zone where none was."""
        text, zone, which = super().value_from_datadict(data, files, name)
        return [text or "", zone or timezone.get_current_timezone_name(), which or ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The question which hour is meant stands there only where there are two."""
        said = value if isinstance(value, list) else self.decompress(value)
        context = super().get_context(name, said, attrs)
        moment, zone, which = context["widget"]["subwidgets"]
        moment["attrs"]["step"] = "60" if len(said[0]) <= len("2026-11-24T09:30") else "any"
        zone["attrs"]["aria-label"], which["attrs"]["aria-label"] = _("Time zone"), _("Which of the two?")
        moment["attrs"]["id"] = context["widget"]["attrs"].get("id", f"id_{name}")  # the label's own
        context["is_asked"] = _is_twice(said)
        return context


def _is_twice(said: list[str]) -> bool:
    local = read_local(said[0])
    known = said[1] in dict(_zone_choices())
    return bool(local and known and find_trouble(local, ZoneInfo(said[1])) == "twice")


class ZonedTimeField(forms.Field):
    """A moment in UTC out of a local time and its zone; None where the time is left empty."""

    widget = ZonedTimeInput
    default_error_messages = {
        "unreadable": gettext_lazy("Give a date and a time of day, such as 2026-11-24 09:30."),
        "zone": gettext_lazy("There is no such time zone. Choose one of the list."),
        "never": gettext_lazy("The clocks go forward then: %(time)s does not exist in %(zone)s. Give another time."),
        "twice": gettext_lazy("The clocks go back then: %(time)s comes twice in %(zone)s. Say which of the two."),
    }

    def to_python(self, value: Any) -> datetime | None:
        """The moment; ValidationError with a sentence that says what is wrong with it."""
        text, name, which = value or ["", "", ""]
        if not text.strip():
            return None
        local = read_local(text)
        if local is None:
            raise self._refuse("unreadable")
        if name not in dict(_zone_choices()):
            raise self._refuse("zone")
        try:
            return to_moment(local, ZoneInfo(name), which)
        except NoSuchMomentError as error:
            raise self._refuse(error.trouble, time=f"{local:%H:%M}", zone=name.replace("_", " ")) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another moment is meant; the same one in another zone is no change."""
        try:
            return bool(keep_exact(self.to_python(data), initial) != initial)
        except forms.ValidationError:
            return True

    def _refuse(self, code: str, **words: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=words)
