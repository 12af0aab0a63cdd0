"""The place in the editor where the checks are asked for and their findings are shown."""

from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel


class ChecksPanel(Panel):
    """A button and a list. There is nothing to check before the first save."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one story."""

        template_name = "desk/checks_panel.html"

        @property
        def media(self) -> Media:
            """What asks for the findings, and what makes them legible."""
            return Media(js=["desk/checks.js"], css={"all": ["desk/checks.css"]})

        def is_shown(self) -> bool:
            """Whether the story has been saved."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Where the findings are to be had."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["checks_url"] = reverse("desk:story-checks", args=[self.instance.pk])
            return context
