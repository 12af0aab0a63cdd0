"""Where the desk hooks into Wagtail: its menu, its pages, its stories, its looks. Wagtail finds this file by name."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.editors.draftail import features as draftail
from wagtail.admin.search import SearchArea
from wagtail.images import get_image_model
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from newswire.desk.actions import take_action
from newswire.desk.archive_views import archive
from newswire.desk.audit_views import audit, audit_csv
from newswire.desk.check_views import check_table, story_checks
from newswire.desk.dashboard import PANELS
from newswire.desk.desk_views import add_desk, change_desk, desks
from newswire.desk.dossier_views import dossier_change, dossier_list
from newswire.desk.explain_views import explain
from newswire.desk.flash_views import begin_follow_up, flash_composer, flash_released
from newswire.desk.lock_views import presence, set_aside, take_over
from newswire.desk.media_choosers import VideoChooser, offer_pictures, video_chooser
from newswire.desk.media_kill_views import kill_picture, kill_video
from newswire.desk.menu import menu_of
from newswire.desk.missed_views import missed
from newswire.desk.outbox_views import outbox
from newswire.desk.permissions import PicturePolicy, StoryPolicy
from newswire.desk.picture_views import PictureEdit, PictureList
from newswire.desk.place_picker import place_list
from newswire.desk.planning_views import begin_advisory, coverage_form, event_form, plan_action, planning
from newswire.desk.product_views import add_product, change_product, preview_query, products
from newswire.desk.queue_views import queue, queues
from newswire.desk.rights_views import rights
from newswire.desk.sales_calendar_views import contract_calendar
from newswire.desk.sales_client_views import add_person, change_client, client, clients
from newswire.desk.sales_contract_views import add_key, change_contract, change_subscription, contract, subscription
from newswire.desk.sales_offer_views import add_offer, offer
from newswire.desk.sales_sign_on_views import sign_on
from newswire.desk.sales_views import enquiry, pipeline
from newswire.desk.search_views import find_everything
from newswire.desk.second_look_views import second_look, second_looks
from newswire.desk.shift_views import duty_roster, handover
from newswire.desk.story_views import ONLY, SAVE_AND, ActionItem, StoryViewSet
from newswire.desk.topic_picker import topic_list
from newswire.desk.translation_views import mark_taken_over, translate
from newswire.desk.usage_views import usage, usage_csv
from newswire.desk.video_views import video_add, video_edit, video_list
from newswire.desk.web_version_views import ask_model, web_version
from newswire.desk.website_views import website
from newswire.desk.wire_views import adopt, wire_monitor, wire_newer
from newswire.desk.writing_views import (
    delete_snippet,
    delete_template,
    edit_snippet,
    edit_template,
    replace_in_story,
    snippet_list,
    template_list,
)
from newswire.editing.deed import role_of
from newswire.editing.models import Story
from newswire.editing.rules import check_action

register_permission_policy(Story, StoryPolicy(Story))
register_permission_policy(
    get_image_model(), PicturePolicy(get_image_model()), exact_class=True
)  # before Wagtail's own
register_snippet(StoryViewSet)


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own addresses of pictures
def register_desk_urls() -> list[URLPattern | URLResolver]:
    """Our own pages, behind Wagtail's check for people of the desk."""
    pages = [
        path("wire/", wire_monitor, name="wire"),
        path("wire/newer/", wire_newer, name="wire-newer"),
        path("wire/open/", adopt, name="adopt"),
        path("archive/", archive, name="archive"),
        path("second-looks/", second_looks, name="second-looks"),
        path("second-looks/<int:pk>/", second_look, name="second-look"),
        path("duty/", duty_roster, name="duty"),
        path("handover/", handover, name="handover"),
        path("outbox/", outbox, name="outbox"),
        path("search/", find_everything, name="search"),
        path("planning/", planning, name="planning"),
        path("planning/advisory/", begin_advisory, name="advisory"),
        path("planning/events/add/", event_form, name="event-add"),
        path("planning/events/<int:pk>/", event_form, name="event"),
        path("planning/coverages/add/", coverage_form, name="coverage-add"),
        path("planning/coverages/<int:pk>/", coverage_form, name="coverage"),
        path("planning/<slug:what>/<int:pk>/<slug:action>/", plan_action, name="plan-action"),
        path("places.json", place_list, name="places"),
        path("dossiers/", dossier_list, name="dossiers"),
        path("dossiers/<int:pk>/", dossier_change, name="dossier"),
        path("topics/<slug:language>.json", topic_list, name="topics"),
        path("images/", PictureList.as_view(), name="pictures"),
        path("images/<int:image_id>/", PictureEdit.as_view(), name="picture"),
        path("images/results/", PictureList.as_view(results_only=True), name="pictures-results"),
        path("videos/", video_list, name="videos"),
        path("videos/add/", video_add, name="video-add"),
        path("videos/<int:pk>/", video_edit, name="video"),
        path("queues/", queues, name="queues"),
        path("queues/<slug:code>/", queue, name="queue"),
        path("desks/", desks, name="desks"),
        path("desks/add/", add_desk, name="add_desk"),
        path("desks/<int:pk>/", change_desk, name="change_desk"),
        path("rights/", rights, name="rights"),
        path("checks/", check_table, name="checks"),
        path("audit/", audit, name="audit"),
        path("audit.csv", audit_csv, name="audit-csv"),
        *_sales_pages(),
        *_writing_pages(),
        *_story_pages(),
    ]
    return [path("", include((pages, "desk")))]


def _sales_pages() -> list[URLPattern]:
    """Whom the agency sells to: enquiries, offers, clients, contracts."""
    return [
        path("usage/", usage, name="usage"),
        path("usage/missed/<int:number>/", missed, name="missed"),
        path("usage.csv", usage_csv, name="usage-csv"),
        path("products/", products, name="products"),
        path("products/add/", add_product, name="product-add"),
        path("products/preview/", preview_query, name="product-preview"),
        path("products/<slug:code>/", change_product, name="product"),
        path("website/", website, name="website"),
        path("explain/", explain, name="explain"),
        path("sales/", pipeline, name="sales"),
        path("sales/enquiries/<int:pk>/", enquiry, name="sales-enquiry"),
        path("sales/offers/add/", add_offer, name="sales-offer-add"),
        path("sales/offers/<int:pk>/", offer, name="sales-offer"),
        path("sales/clients/", clients, name="sales-clients"),
        path("sales/clients/<int:pk>/", client, name="sales-client"),
        path("sales/clients/<int:pk>/change/", change_client, name="sales-client-change"),
        path("sales/clients/<int:pk>/people/add/", add_person, name="sales-person-add"),
        path("sales/clients/<int:pk>/sign-on/", sign_on, name="sales-sign-on"),
        path("sales/contracts/<int:pk>/", contract, name="sales-contract"),
        path("sales/contracts/<int:pk>/change/", change_contract, name="sales-contract-change"),
        path("sales/subscriptions/<int:number>/", subscription, name="sales-subscription"),
        path("sales/subscriptions/<int:number>/change/", change_subscription, name="sales-subscription-change"),
        path("sales/subscriptions/<int:number>/keys/add/", add_key, name="sales-key-add"),
        path("sales/calendar/", contract_calendar, name="sales-calendar"),
    ]


def _writing_pages() -> list[URLPattern]:
    """What helps to write: the flash, templates, snippets."""
    return [
        path("flash/", flash_composer, name="flash"),
        path("flash/<int:pk>/", flash_released, name="flash-released"),
        path("flash/<int:pk>/story/", begin_follow_up, name="flash-follow"),
        path("templates/", template_list, name="templates"),
        path("templates/add/", edit_template, name="template-add"),
        path("templates/<int:pk>/", edit_template, name="template"),
        path("templates/<int:pk>/delete/", delete_template, name="template-delete"),
        path("my-snippets/", snippet_list, name="snippets"),
        path("my-snippets/add/", edit_snippet, name="snippet-add"),
        path("my-snippets/<int:pk>/", edit_snippet, name="snippet"),
        path("my-snippets/<int:pk>/delete/", delete_snippet, name="snippet-delete"),
    ]


def _story_pages() -> list[URLPattern]:
    """What is done to one story, picture or video; the dialogues come last, because their address takes any word."""
    return [
        path("stories/web-version/", web_version, name="web-version"),
        path("stories/web-version/model/", ask_model, name="ask-model"),
        path("stories/<int:pk>/presence/", presence, name="presence"),
        path("stories/<int:pk>/take-over/", take_over, name="take_over"),
        path("stories/<int:pk>/kept/<int:revision>/", set_aside, name="set-aside"),
        path("stories/<int:pk>/replace/", replace_in_story, name="replace"),
        path("stories/<int:pk>/checks/", story_checks, name="story-checks"),
        path("stories/<int:pk>/translate/", translate, name="translate"),
        path("stories/<int:pk>/taken-over/", mark_taken_over, name="taken-over"),
        path("pictures/<int:pk>/kill/", kill_picture, name="kill-picture"),
        path("videos/<int:pk>/kill/", kill_video, name="kill-video"),
        path("stories/<int:pk>/<slug:action>/", take_action, name="action"),
    ]


@hooks.register("register_admin_viewset")
def register_video_chooser() -> VideoChooser:
    """The dialogue in which a video is chosen."""
    return video_chooser


@hooks.register("construct_image_chooser_queryset")
def offer_no_killed_pictures(pictures: Any, request: HttpRequest) -> Any:
    """What was killed is not offered again."""
    return offer_pictures(pictures, request)


@hooks.register("register_account_menu_item")
def register_rights(_request: HttpRequest) -> dict[str, object]:
    """The page of rights on the page of one's account."""
    return {
        "url": reverse("desk:rights"),
        "label": _("Who may do what"),
        "help_text": _("What your role allows at each stage of a story."),
    }


@hooks.register("register_admin_search_area")
def register_story_search() -> SearchArea:
    """The search box of the menu looks through everything the desk has."""
    return SearchArea(_("Everything"), reverse("desk:search"), name="everything", icon_name="search", order=10)


@hooks.register("construct_main_menu", order=1000)
def show_our_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Only what a newsroom uses (`menu.py`); last, so that nothing is added after it."""
    menu_items[:] = menu_of(request, menu_items)


@hooks.register("construct_homepage_panels", order=1000)
def show_our_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Our first page instead of Wagtail's."""
    role = role_of(request.user)  # type: ignore[arg-type]
    panels[:] = [panel() for panel in PANELS if role in panel.roles]


@hooks.register("construct_homepage_summary_items", order=1000)
def show_no_summary(_request: HttpRequest, summary_items: list[Any]) -> None:
    """No count of pages and documents."""
    summary_items.clear()


@hooks.register("insert_global_admin_css")
def desk_css() -> SafeString:
    """Our accent and our own components."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_global_admin_js")
def desk_js() -> SafeString:
    """Times that stay true on an open page, and the writing direction of the story's language in the editor."""
    return format_html('<script src="{}" defer></script>', static("desk/desk.js"))


@hooks.register("insert_global_admin_css")
def keys_css() -> SafeString:
    """Our own dialogues."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/keys.css"))


@hooks.register("insert_global_admin_js")
def keys_js() -> SafeString:
    """The keyboard."""
    return format_html('<script src="{}" defer></script>', static("desk/keys.js"))


@hooks.register("insert_global_admin_js")
def names_js() -> SafeString:
    """Names for what Wagtail leaves without one."""
    return format_html('<script src="{}" defer></script>', static("desk/names.js"))


@hooks.register("insert_editor_js")
def writing_js() -> SafeString:
    """Snippets in the editor."""
    return format_html('<script src="{}"></script>', static("desk/writing.js"))


@hooks.register("insert_editor_css")
def writing_css() -> SafeString:
    """The line of tools above the editor."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/writing.css"))


@hooks.register("insert_editor_js")
def keystrokes_js() -> SafeString:
    """A story that is saved or released the moment after the last keystroke has that keystroke."""
    return format_html('<script src="{}"></script>', static("desk/keystrokes.js"))


@hooks.register("register_rich_text_features", order=1000)
def link_outward_only(features: Any) -> None:
    """The editor's link button opens the form for an address: there are no pages here to choose from."""
    plugin = features.plugins_by_editor["draftail"]["link"]
    choosers = {**plugin.data["chooserUrls"], "pageChooser": plugin.data["chooserUrls"]["externalLinkChooser"]}
    data = {**plugin.data, "chooserUrls": choosers, "allowlist": {"href": "^(https?:|mailto:|undefined$)"}}
    features.register_editor_plugin("draftail", "link", draftail.EntityFeature(data, js=plugin.media._js))


@hooks.register("construct_snippet_action_menu")
def actions_of_a_story(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The story's actions in the editor's menu; the one that comes next stands first."""
    if context["model"] is not Story:
        return
    offered = [ActionItem(action, order) for order, action in enumerate((*SAVE_AND, *ONLY), start=10)]
    actions = [item for item in offered if item.is_shown(context)]
    story = context.get("instance")
    stage = story.stage_now if story else "draft"
    may_release = check_action(stage, "release", role_of(request.user)) is None  # type: ignore[arg-type]
    menu_items[:] = actions[:1] + menu_items + actions[1:] if may_release else menu_items + actions
