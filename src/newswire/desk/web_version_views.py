"""The web version while it is written: what the public site would show of the text that stands in the form."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from newswire.accounts.models import User
from newswire.editing.checks.finding import Check, Circumstances
from newswire.editing.checks.web_version import count_web_words, find_in_web_version
from newswire.editing.deed import role_of
from newswire.editing.markup import write_body
from newswire.editing.model_summary import read_asker
from newswire.editing.models import WEB_FEATURES, Story
from newswire.editing.preview import make_preview
from newswire.editing.web_cap import WebCap, read_web_cap
from newswire.editing.wording import describe_check
from newswire.enrichment.summary import summarise
from newswire.item.body import WebBlock
from newswire.item.item import Item, SummaryOrigin
from newswire.kit.clock import utc_now


class WrittenForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What stands in the editor's form now and the summary is made of; fields that are wrong keep their defaults."""

    class Meta:
        model = Story
        fields: ClassVar[list[str]] = [
            "type", "language", "headline", "standfirst", "byline", "dateline_place", "dateline_country", "places",
            "people", "organisations", "public", "body", "summary", "summary_origin",
        ]  # fmt: skip

    def read(self) -> Story:
        """The story as written, not saved. ValueError where a text is not in the editor's format."""
        try:
            self.is_valid()
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("not the text editor's format") from error
        written: Story = self.instance
        return written


class Length(msgspec.Struct, frozen=True):
    """Words of a version and how many of a hundred of the text's words that is; None for a text without words."""

    words: int
    percent: int | None


class Written(msgspec.Struct, frozen=True):
    """The two versions: the one made from the text, `raw` in the editor's format, and the newsroom's own with what is
    wrong with it. `shown` says which of them the public site shows; empty is the automatic one."""

    item: Item
    automatic: tuple[WebBlock, ...]
    automatic_length: Length
    raw: str
    shown: SummaryOrigin
    own_length: Length
    notes: Sequence[str]
    cap: WebCap


def measure(item: Item, blocks: tuple[WebBlock, ...]) -> Length:
    """The length of a version beside the text of its story."""
    words, whole = count_web_words(blocks), count_web_words(item.body)
    return Length(words, round(100 * words / whole) if whole else None)


def read_written(story: Story, user: User) -> Written:
    """Both versions of a story as it stands in memory."""
    item, cap = make_preview(story).item, read_web_cap()
    bare = msgspec.structs.replace(item, summary=(), summary_origin="")
    automatic = summarise(bare, max_words=cap.words, max_share=cap.share)
    about = Circumstances(now=utc_now(), role=role_of(user), web_words=cap.words, web_share=cap.share)
    found = find_in_web_version(item, about)
    return Written(
        item=item,
        automatic=automatic,
        automatic_length=measure(item, automatic),
        raw=write_raw(automatic),
        shown=(item.summary_origin or "editor") if item.summary else "",
        own_length=measure(item, item.summary),
        notes=[describe_check(Check(one.code, "warn", one.field, one.found)) for one in found],
        cap=cap,
    )


def write_raw(blocks: tuple[WebBlock, ...]) -> str:
    """A version in the format of the text editor."""
    return str(ContentstateConverter(WEB_FEATURES).from_database_format(write_body(blocks)))


@require_POST
def ask_model(request: HttpRequest) -> HttpResponse:
    """What a model makes of the text that is posted, as `{"raw": …}` in the editor's format; saves nothing.

    `{"refused": …}` says why there is nothing to show. 404 where no model is set up, 400 as for `web_version`.
    """
    asker = read_asker()
    if asker is None:
        raise Http404
    try:
        item = make_preview(WrittenForm(request.POST).read()).item
    except ValueError:
        return HttpResponseBadRequest(_("The text could not be read."))
    proposal = asker(msgspec.structs.replace(item, summary=(), summary_origin=""), read_web_cap())
    if proposal.refused or not proposal.blocks:
        why = proposal.refused or _("it wrote nothing")
        return JsonResponse({"refused": _("The model’s text was not taken: %(why)s.") % {"why": why}})
    return JsonResponse({"raw": json.loads(write_raw(proposal.blocks))})


@require_POST
def web_version(request: HttpRequest) -> HttpResponse:
    """The versions of the text that is posted, as a piece of HTML for the editor; saves nothing.

    400 for a text that is not in the editor's format.
    """
    assert isinstance(request.user, User)
    try:
        written = read_written(WrittenForm(request.POST).read(), request.user)
    except ValueError:
        return HttpResponseBadRequest(_("The text could not be read."))
    context: dict[str, Any] = {"written": written, "cap_percent": round(100 * written.cap.share)}
    return render(request, "desk/web_version.html", context)
