"""The portal's menu: everybody is shown what is theirs to do, and every place is a page."""

from django.urls import resolve

from newswire.portal.access import Organisation
from newswire.portal.menu import MENU, read_menu
from newswire.subscribers.models import SeatRole


def _names(role: str) -> set[str]:
    organisation = Organisation("Daily", (), role=role)
    return {way.name for group in MENU for way in read_menu(group, organisation)}


def test_the_owner_is_shown_every_place_and_each_leads_to_its_page() -> None:
    organisation = Organisation("Daily", (), role=SeatRole.OWNER.value)
    ways = [way for group in MENU for way in read_menu(group, organisation)]
    assert {way.name for way in ways} == {place.name for places in MENU.values() for place in places}
    assert all(resolve(way.address).view_name == way.name for way in ways)
    assert all(way.label for way in ways)


def test_who_pays_sees_the_usage_and_who_edits_does_not() -> None:
    assert "portal:usage" in _names(SeatRole.BILLING.value)
    assert "portal:notice" not in _names(SeatRole.BILLING.value)
    assert not {"portal:usage", "portal:notice"} & _names(SeatRole.EDITOR.value)


def test_without_a_role_nothing_is_shown() -> None:
    assert _names("") == set()
