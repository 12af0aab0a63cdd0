"""The dateline's place: a text field that offers the gazetteer's places, in the language of the story."""

from typing import Any

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from newswire.item.vocabulary.places import find_places


@require_safe
def place_list(request: HttpRequest) -> JsonResponse:
    """Places by `q` as `{"code", "name", "country", "zone"}`, the best first, at most twelve; named in `language`."""
    language = request.GET.get("language", "en")[:12]
    found = find_places(request.GET.get("q", "")[:80], language)
    places = [{"code": one.code, "name": one.name(language), "country": one.country, "zone": one.zone} for one in found]
    response = JsonResponse({"places": places})
    response["Cache-Control"] = "private, max-age=3600"
    return response


class PlaceInput(forms.TextInput):
    """A field for a place; its script offers what the gazetteer has, and whatever is typed stays."""

    class Media:
        js = ("desk/places.js",)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The field, with where the places are and how the list is called."""
        more = {"data-places": reverse("desk:places"), "data-found": str(_("Places found")), "autocomplete": "off"}
        return super().get_context(name, value, {**(attrs or {}), **more})
