"""Who opens which page of the organisation: for the others there is no such page, and no way to it in the menu."""

import pytest
from django.test import Client

from newswire.subscribers.models import Seat
from tests.portal.newsroom import Reader, open_browser
from tests.portal.organisation.conftest import join

PAGES = {
    "/portal/organisation/seats/": {"owner"},
    "/portal/organisation/sign-in/": {"owner"},
    "/portal/organisation/keys/": {"owner", "developer"},
    "/portal/organisation/start/": {"owner", "developer"},
    "/portal/organisation/contract/": {"owner", "billing"},
    "/portal/organisation/recalls/": {"owner", "editor"},
    "/portal/security/": {"owner", "developer", "billing", "editor"},
}


@pytest.mark.parametrize("role", ["owner", "developer", "billing", "editor"])
def test_each_role_opens_its_own_pages_and_is_shown_the_way_to_those_alone(reader: Reader, role: str) -> None:
    browser = join(reader, role)
    menu = browser.get(f"/portal/wire/{reader.number}/").content.decode()
    for path, roles in PAGES.items():
        may = role in roles
        answer = browser.get(path)
        assert answer.status_code == (200 if may else 404), path
        assert (f'href="{path}"' in menu) is may, path
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("role", ["developer", "billing", "editor"])
def test_what_a_role_may_not_see_it_may_not_do_either(reader: Reader, role: str) -> None:
    browser = join(reader, role)
    seat = Seat.objects.get(user=reader.user)
    for path, roles in PAGES.items():
        if role not in roles:
            for said in ({"do": "remove", "seat": str(seat.pk)}, {"do": "make"}, {"do": "ask"}, {"n": "1"}):
                assert browser.post(path, said).status_code in (404, 405), path
    assert Seat.objects.filter(pk=seat.pk, user__is_active=True).exists()


@pytest.mark.parametrize("path", sorted(PAGES))
def test_who_is_not_signed_in_is_led_to_the_door(reader: Reader, path: str) -> None:
    assert reader.number == 0
    for method in (open_browser().get, open_browser().post):
        answer = method(path)
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or answer.headers["Location"].startswith("/portal/login/")


def test_a_request_from_another_site_changes_nothing(owner: Client, reader: Reader) -> None:
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    strict.force_login(reader.user)
    assert owner.get("/portal/organisation/seats/").status_code == 200
    for path in PAGES:
        assert strict.post(path, {"do": "ask"}).status_code == 403
