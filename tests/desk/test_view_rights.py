"""Who reaches what at the desk: every address of the table, Wagtail's included, tried in every role."""

import gc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import get_resolver

from newswire.accounts.models import Role, User
from newswire.desk.access import OPEN_TO_STRANGERS, is_room
from newswire.editing import second_look, service
from newswire.editing.models import Desk, Dossier, Story
from newswire.editing.planning.models import Coverage, Event
from newswire.editing.writing.models import Template, TextSnippet
from newswire.media.models import Picture, Video
from newswire.subscribers.service import do_save_product
from tests.desk.conftest import client_of
from tests.desk.test_access import ALL, walk
from tests.editing.flashes import make_flash
from tests.editing.people import make_story, make_user
from tests.media.pictures import draw, encode
from tests.subscribers.sales.house import ask, hire, offer_to, sign

# Wagtail leaves the temporary file of each size it makes to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

STAFF = frozenset(Role) - {Role.SUBSCRIBER}
WRITERS = STAFF - {Role.SALES}
SENIOR = frozenset({Role.DUTY_CHIEF, Role.ADMINISTRATOR})
EDITORS = SENIOR | {Role.EDITOR}
RELEASERS = EDITORS | {Role.PICTURE_EDITOR}
KILLERS = SENIOR | {Role.PICTURE_EDITOR}
SELLERS = frozenset({Role.SALES, Role.ADMINISTRATOR})

REACHED: dict[frozenset[Role], str] = {
    STAFF: """
        desk:archive desk:checks desk:coverage desk:duty desk:event desk:handover desk:places desk:planning desk:rights
        desk:search desk:topics desk:wire desk:wire-newer
        wagtailadmin_account wagtailadmin_choose_page_email_link wagtailadmin_choose_page_external_link
        wagtailadmin_dismissibles wagtailadmin_home
        """,
    WRITERS: """
        desk:adopt desk:flash-follow desk:flash-released desk:picture desk:pictures desk:pictures-results
        desk:plan-action
        desk:presence desk:queue desk:queues desk:replace desk:second-look desk:second-looks desk:snippet-add
        desk:snippets desk:story-checks desk:take_over desk:taken-over desk:translate desk:video desk:video-add
        desk:videos stories:add stories:edit stories:history stories:history_results stories:list
        stories:list_results stories:lock stories:preview_on_add stories:preview_on_edit stories:revisions_compare
        stories:revisions_revert stories:revisions_view stories:usage
        video_chooser:choose video_chooser:choose_results video_chooser:chosen video_chooser:chosen_multiple
        wagtailadmin_editing_sessions:release wagtailadmin_tag_autocomplete desk:web-version
        wagtailimages:add wagtailimages:add_multiple wagtailimages:edit wagtailimages:edit_multiple
        wagtailimages:image_usage wagtailimages:index wagtailimages:index_results wagtailimages:preview
        wagtailimages_chooser:choose wagtailimages_chooser:choose_results wagtailimages_chooser:chosen
        wagtailimages_chooser:chosen_multiple wagtailimages_chooser:create wagtailimages_chooser:select_format
        """,
    RELEASERS: "desk:advisory desk:coverage-add desk:event-add stories:delete stories:unlock",
    EDITORS: """
        desk:action desk:add_desk desk:change_desk desk:desks desk:dossier desk:dossiers desk:flash desk:template
        desk:template-add desk:template-delete desk:templates
        """,
    KILLERS: "desk:kill-picture desk:kill-video wagtailimages:delete wagtailimages:delete_multiple",
    SENIOR | {Role.SALES}: """
        desk:explain desk:missed desk:outbox desk:product desk:product-add desk:product-preview desk:products desk:sales
        desk:sales-calendar desk:sales-client desk:sales-clients desk:sales-contract
        desk:sales-enquiry desk:sales-offer desk:sales-subscription desk:usage desk:website
        desk:usage-csv
        """,
    SELLERS: """
        desk:sales-client-change desk:sales-contract-change desk:sales-key-add desk:sales-offer-add
        desk:sales-person-add desk:sales-sign-on desk:sales-subscription-change
        """,
    SENIOR: "desk:audit desk:audit-csv",
    frozenset(): """
        desk:ask-model desk:set-aside desk:snippet desk:snippet-delete video_chooser:create
        wagtailadmin_editing_sessions:ping
        wagtailimages:create_multiple_from_uploaded_image wagtailimages:delete_upload_multiple
        """,
}
"""The one table: who reaches an address by reading or by posting. Nobody where what is asked for is somebody else's."""

CHANGED: dict[frozenset[Role], str] = {
    SENIOR: "desk:duty desk:handover desk:checks",
    SELLERS: "desk:sales-client desk:sales-contract desk:sales-enquiry desk:sales-offer desk:sales-subscription",
}
"""Addresses where fewer may post than read."""

ADDRESSES = {
    "desk:product": "/desk/products/all/",
    "desk:missed": "/desk/usage/missed/0/",
    "desk:flash-follow": "/desk/flash/2/story/", "desk:flash-released": "/desk/flash/2/",
    "desk:plan-action": "/desk/planning/coverage/1/begin/", "stories:delete": "/desk/stories/delete/3/",
    "stories:revisions_compare": "/desk/stories/history/1/revisions/compare/earliest...latest/",
    "wagtailimages:preview": "/desk/images/1/preview/max-40x40/",
    "desk:sales-subscription": "/desk/sales/subscriptions/0/",
    "desk:sales-subscription-change": "/desk/sales/subscriptions/0/change/",
    "desk:sales-key-add": "/desk/sales/subscriptions/0/keys/add/",
}  # fmt: skip
POSTED = {"wagtailadmin_choose_page_external_link": {"external-link-chooser-url": "https://example.org"}}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path) -> Iterator[None]:
    with override_settings(NEWSWIRE_HOME=tmp_path, MEDIA_ROOT=tmp_path / "desk-media"):
        yield
    gc.collect()


def furnish(now: datetime) -> None:
    """One of everything, each the first of its kind: a released story (1), a flash (2), a draft (3), …"""
    chief = make_user(Role.DUTY_CHIEF, "chief")
    Desk.objects.create(code="release", name="World")
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    second_look.do_ask(story.pk, "kill", actor=chief, now=now, said={"reason": "Wrong", "wording": "Do not use."})
    make_flash(chief, now)
    make_story(chief, now, headline="Not out yet")
    Dossier.objects.create(code="bridge", name="Bridge")
    do_save_product("all", "All", "*")
    Coverage.objects.create(event=Event.objects.create(title="Vote", starts_at=now), slugline="VOTE", due_at=now)
    Template.objects.create(name="Markets")
    TextSnippet.objects.create(owner=chief, shortcut="sig", text="M. Holt")
    Picture.objects.create(title="Bridge", file=ContentFile(encode(draw(40, 30)), "bridge.jpg"))
    Video.objects.create(title="Flood", file="videos/flood.mp4")
    sign(offer_to(ask(now), hire(), now), now)


def rooms() -> list[tuple[str, str]]:
    found = {name: ADDRESSES.get(name, address) for name, address in [*ALL, *ADDRESSES.items()] if is_room(name)}
    named = {name for name, route in walk(get_resolver().url_patterns) if route.startswith("desk/") and is_room(name)}
    assert named == set(found), "each has an address to try"
    return sorted((name, address) for name, address in found.items() if name not in OPEN_TO_STRANGERS)


def is_in(response: HttpResponseBase) -> bool:
    """Whether the page was reached: not refused, not missing, not the wrong method, not sent back to the start."""
    return response.status_code not in (403, 404, 405) and response.headers.get("Location", "") != "/desk/"


def try_to(client: Client, method: str, name: str, address: str) -> bool:
    with transaction.atomic():
        reached = is_in(getattr(client, method)(address, POSTED.get(name, {}) if method == "post" else {}))
        transaction.set_rollback(True)
    return reached


def table(of: dict[frozenset[Role], str]) -> dict[str, frozenset[Role]]:
    return {name: roles for roles, names in of.items() for name in names.split()}


def test_every_address_is_reached_by_those_in_the_table_and_by_nobody_else(dsn: str, now: datetime) -> None:
    assert dsn
    furnish(now)
    clients = {role: client_of(make_user(role)) for role in Role}
    reads: dict[str, set[Role]] = {}
    posts: dict[str, set[Role]] = {}
    for name, address in rooms():
        posts[name] = {role for role, client in clients.items() if try_to(client, "post", name, address)}
        reads[name] = {role for role, client in clients.items() if try_to(client, "get", name, address)}
    wanted = table(REACHED)
    found = {name: frozenset(reads[name] | posts[name]) for name in reads}
    assert {name: sorted(roles) for name, roles in found.items() if wanted.get(name) != roles} == {}
    assert set(wanted) - set(found) == set()
    fewer = table(CHANGED)
    assert {name: frozenset(posts[name]) for name in fewer} == fewer


def test_a_stranger_reaches_nothing(stranger: Client, now: datetime) -> None:
    furnish(now)
    for name, address in rooms():
        for method in ("get", "post"):
            response = getattr(stranger, method)(address)
            assert response.status_code in (302, 405), (name, method)
            assert response.status_code == 405 or response["Location"].startswith("/desk/login/"), (name, method)


def test_who_does_not_write_finds_and_sees_nothing_that_has_not_left(dsn: str, now: datetime) -> None:
    assert dsn
    furnish(now)
    writer, sales = client_of(make_user(Role.REPORTER)), client_of(make_user(Role.SALES))
    Story.objects.filter(headline="Not out yet").update(stage="submitted")
    for address in ("/desk/", "/desk/search/?q=Not+out"):
        assert b"Not out yet" in writer.get(address).content
        assert b"Not out yet" not in sales.get(address).content
    assert b"Orla bridge closed" in sales.get("/desk/").content


def test_who_has_left_the_agency_reaches_nothing(dsn: str, now: datetime) -> None:
    assert dsn
    furnish(now)
    client = client_of(make_user(Role.ADMINISTRATOR))
    User.objects.filter(role=Role.ADMINISTRATOR).update(is_active=False)
    for name, address in rooms():
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert (response.status_code, response["Location"][:12]) == (302, "/desk/login/"), (name, method)


def test_a_picture_can_be_chosen_by_those_who_write(dsn: str, now: datetime) -> None:
    assert dsn
    furnish(now)
    client = client_of(make_user(Role.REPORTER))
    assert b"Bridge" in client.get("/desk/images/chooser/results/").content
    assert client.get("/desk/images/chooser/chosen/1/").json()["result"]["title"] == "Bridge"
