"""Words the desk's screens share."""

from django.utils.translation import pgettext_lazy

from newswire.item.kinds import Kind

KIND_LABELS: dict[Kind, object] = {
    "new": pgettext_lazy("release kind", "New"),
    "update": pgettext_lazy("release kind", "Update"),
    "correction": pgettext_lazy("release kind", "Correction"),
    "refile": pgettext_lazy("release kind", "Refile"),
    "hold": pgettext_lazy("release kind", "Hold"),
    "lift": pgettext_lazy("release kind", "Lift"),
    "kill": pgettext_lazy("release kind", "Kill"),
    "advisory": pgettext_lazy("release kind", "Advisory"),
}
