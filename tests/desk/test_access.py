"""Who gets into the desk: every address of the URL table, tried as a stranger, a subscriber and an editor."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.users.models import UserProfile

from newswire.accounts.models import Role, User
from newswire.desk.access import NAMESPACES, OPEN_TO_STRANGERS, ROOMS, is_room
from newswire.desk.menu import DAILY, NEWSROOM, SUBSCRIBERS
from newswire.desk.permissions import PERMISSIONS
from tests.desk.conftest import Enter, client_of
from tests.editing.people import PASSWORD, make_user

_SAMPLES = {
    "int": "1", "str": "1", "slug": "release", "path": "1", "uuid": "00000000-0000-0000-0000-000000000000",
}  # fmt: skip


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """(name, sample address) of every pattern below `patterns`."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, route, space)
        else:
            yield f"{namespace}{pattern.name or ''}", route


def fill(route: str) -> str:
    """A concrete address for a route; empty where a regular expression is too clever for this."""
    address = re.sub(r"<(?:(\w+):)?\w+>", lambda match: _SAMPLES[match[1] or "str"], route)
    address = re.sub(r"\(\?P<\w+>[^()]*\)", "1", address).replace("^", "").replace("$", "").replace("\\Z", "")
    return "" if re.search(r"[()*+\\|?]", address) else f"/{address}"


def addresses() -> list[tuple[str, str]]:
    found = [(name, fill(route)) for name, route in walk(get_resolver().url_patterns) if route.startswith("desk/")]
    return sorted({(name, address) for name, address in found if address})


ALL = addresses()


def test_the_table_of_addresses_is_found_and_long() -> None:
    assert len(ALL) > 150
    assert {"stories:list", "desk:wire", "wagtailadmin_home"} <= {name for name, _address in ALL}


def test_a_stranger_sees_the_sign_in_page_and_nothing_else(stranger: Client) -> None:
    for name, address in ALL:
        response = stranger.get(address)
        if name in OPEN_TO_STRANGERS:
            assert response.status_code in (200, 302, 405), address
        else:
            assert response.status_code in (302, 404), address
            assert response.status_code == 404 or response["Location"].startswith("/desk/login/"), address


def test_a_stranger_can_post_nothing(stranger: Client) -> None:
    for name, address in ALL:
        if name not in OPEN_TO_STRANGERS:
            response = stranger.post(address)
            assert response.status_code in (302, 403, 404, 405), address
            assert response.status_code != 302 or response["Location"].startswith("/desk/login/"), address


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_subscriber_never_gets_in(enter: Enter, method: str) -> None:
    client = enter(Role.SUBSCRIBER)
    for name, address in ALL:
        if name in OPEN_TO_STRANGERS:
            continue
        response = getattr(client, method)(address)
        assert response.status_code in (403, 404, 405), (name, address)


def test_a_subscriber_who_is_a_superuser_by_mistake_does_not_get_in_either(dsn: str) -> None:  # noqa: ARG001
    user = make_user(Role.SUBSCRIBER)
    user.is_superuser = True
    user.save()
    assert client_of(user).get("/desk/").status_code == 403


def test_whoever_left_the_agency_is_out_at_once(enter: Enter) -> None:
    client = enter(Role.EDITOR)
    assert client.get("/desk/").status_code == 200
    User.objects.update(is_active=False)
    response = client.get("/desk/")
    assert response.status_code == 302
    assert response["Location"].startswith("/desk/login/")


def test_rooms_that_a_newsroom_does_not_need_do_not_exist(enter: Enter) -> None:
    client = enter(Role.ADMINISTRATOR)
    closed = [(name, address) for name, address in ALL if name and not is_room(name) and name != "desk-media"]
    assert len(closed) > 80
    for name, address in closed:
        assert client.get(address).status_code == 404, (name, address)


@pytest.mark.parametrize(
    "address",
    ["/desk/pages/", "/desk/documents/", "/desk/reports/locked/", "/desk/users/", "/desk/groups/", "/desk/snippets/",
     "/desk/collections/", "/desk/workflows/list/", "/desk/bulk/editing/story/delete/", "/desk/failwhale/"],
)  # fmt: skip
def test_wagtails_pages_reports_users_and_bulk_actions_are_closed(enter: Enter, address: str) -> None:
    client = enter(Role.ADMINISTRATOR)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_every_open_room_is_a_real_address() -> None:
    names = {name for name, _route in walk(get_resolver().url_patterns)}
    assert names >= ROOMS | OPEN_TO_STRANGERS
    assert {name.partition(":")[0] for name in names if ":" in name} >= NAMESPACES


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SUBSCRIBER, Role.SALES)])
def test_every_role_that_writes_opens_the_rooms(enter: Enter, role: Role) -> None:
    client = enter(role)
    for address in ("", "stories/", "stories/add/", "wire/", "archive/", "images/", "account/", "planning/", "search/"):
        assert client.get(f"/desk/{address}").status_code == 200, address


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUBSCRIBER])
def test_the_menu_shows_only_what_a_newsroom_uses_and_every_way_it_shows_is_open(enter: Enter, role: Role) -> None:
    client = enter(role)
    page = client.get("/desk/").content.decode()
    props = re.search(r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert props is not None
    linked = set(re.findall(r'"(/desk/[^"]*)"', props[1]))
    ours = {reverse(f"desk:{place.name}") for place in (*DAILY, *NEWSROOM, *SUBSCRIBERS) if role.value in place.roles}
    wagtails = set() if role == Role.SALES else {"/desk/stories/", "/desk/images/"}
    always = {"/desk/search/", "/desk/", "/desk/logout/", "/desk/account/"}
    assert ours | wagtails <= linked <= ours | wagtails | always
    assert {address: client.get(address).status_code for address in ours | wagtails} == dict.fromkeys(
        ours | wagtails, 200
    )


def test_only_seniors_delete_pictures_and_nobody_has_rights_outside_the_table() -> None:
    assert PERMISSIONS[Role.SUBSCRIBER.value] == frozenset()
    assert set(PERMISSIONS) == set(Role.values)
    for role in Role:
        seniors = (Role.PICTURE_EDITOR, Role.DUTY_CHIEF, Role.ADMINISTRATOR)
        assert ("media.delete_picture" in PERMISSIONS[role.value]) == (role in seniors)


def test_signing_in_by_password(stranger: Client) -> None:
    make_user(Role.EDITOR, "jan")
    page = stranger.get("/desk/login/")
    assert b"Sign in at the desk" in page.content
    assert b"Wagtail" not in page.content
    wrong = stranger.post("/desk/login/", {"username": "jan", "password": "no"})
    assert wrong.status_code == 200
    assert b'role="alert"' in wrong.content
    right = stranger.post("/desk/login/", {"username": "jan", "password": PASSWORD, "next": "/desk/wire/"})
    assert (right.status_code, right["Location"]) == (302, "/desk/wire/")
    assert stranger.get("/desk/wire/").status_code == 200


def test_a_subscriber_is_told_at_the_door_where_theirs_is(stranger: Client) -> None:
    make_user(Role.SUBSCRIBER, "client")
    response = stranger.post("/desk/login/", {"username": "client", "password": PASSWORD})
    assert response.status_code == 200
    assert b"Subscribers sign in at the portal" in response.content
    assert "_auth_user_id" not in stranger.session


def test_the_desk_speaks_the_language_its_editor_chose(enter: Enter) -> None:
    client = enter(Role.EDITOR)
    UserProfile.objects.create(user=User.objects.get(), preferred_language="ar")
    page = client.get("/desk/").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "أخباري" in page
