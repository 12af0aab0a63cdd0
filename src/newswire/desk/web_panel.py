"""The place beside the web version where the editor sees what the public site would show, while writing."""

from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel

from newswire.desk.web_version_views import write_raw
from newswire.editing.model_summary import read_asker


class WebVersionPanel(Panel):
    """The automatic summary of the text in the form, what is wrong with one's own, and the buttons between the two."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one story, saved or not."""

        template_name = "desk/web_panel.html"

        @property
        def media(self) -> Media:
            """What asks for the summary, and what makes it legible."""
            return Media(js=["desk/web_version.js"], css={"all": ["desk/web_version.css"]})

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Where the summary is to be had, and a model's text where a model is set up."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["web_version_url"] = reverse("desk:web-version")
            context["ask_url"] = reverse("desk:ask-model") if read_asker() else ""
            context["empty"] = write_raw(())
            return context
