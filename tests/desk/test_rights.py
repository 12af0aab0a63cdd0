"""The page of rights says what the table says, all of it and nothing else."""

import re

import msgspec
import pytest
from django.test import Client

from newswire.accounts.models import Role
from newswire.desk import rights_views
from newswire.desk.rights_views import read_rights
from newswire.editing.rules import LIMITED, REASONED, ROLES, STAGES, STEPS, Step, check_action
from tests.desk.conftest import Enter

pytestmark = pytest.mark.usefixtures("dsn")


def shown(client: Client) -> set[tuple[str, str, str]]:
    """(stage, action, role) of everything the page lists."""
    page = client.get("/desk/rights/").content.decode()
    found = set()
    for chapter in page.split('id="stage-')[1:]:
        stage = chapter.partition('"')[0]
        for line in chapter.split('data-action="')[1:]:
            action = line.partition('"')[0]
            found |= {(stage, action, role) for role in re.findall(r'data-role="([\w-]+)"', line)}
    return found


def test_the_page_lists_exactly_the_table(enter: Enter) -> None:
    expected = {(stage, action, role) for (stage, action), step in STEPS.items() for role in step.roles}
    assert shown(enter(Role.REPORTER)) == expected
    assert len(expected) > 100


def test_a_change_of_the_table_changes_the_page(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    client = enter(Role.SALES)
    assert ("killed", "lift", "sales") not in shown(client)
    changed = STEPS | {("killed", "lift"): Step("released", frozenset({"sales"}))}
    monkeypatch.setattr(rights_views, "STEPS", changed)
    assert ("killed", "lift", "sales") in shown(client)


def test_every_role_finds_what_is_theirs_marked() -> None:
    for role in ROLES:
        for chapter in read_rights(role):
            for line in chapter.lines:
                allowed = any(
                    check_action(chapter.stage, line.action, role, type_) is None for type_ in ("text", "picture")
                )
                assert line.is_mine == allowed, (role, chapter.stage, line.action)
                assert line.needs_reason == (line.action in REASONED)


def test_where_a_role_is_limited_to_some_types_they_are_named(enter: Enter) -> None:
    for chapter in read_rights("editor"):
        for line in chapter.lines:
            for right in line.rights:
                assert bool(right.types) == ((right.role, line.action) in LIMITED)
    page = enter(Role.EDITOR).get("/desk/rights/").content.decode()
    assert "only Graphic, Picture, Video" in page


def test_the_stages_stand_in_their_order_and_a_kill_leads_nowhere() -> None:
    chapters = read_rights("editor")
    assert [one.stage for one in chapters] == list(STAGES)
    assert chapters[-1].lines == ()
    assert msgspec.to_builtins(chapters[0])["label"] == "Draft"


def test_everybody_of_the_agency_reads_it_and_a_subscriber_does_not(enter: Enter) -> None:
    for role in Role:
        client = enter(role)
        assert client.get("/desk/rights/").status_code == (403 if role == Role.SUBSCRIBER else 200), role


def test_the_account_page_leads_to_it(enter: Enter) -> None:
    page = enter(Role.REPORTER).get("/desk/account/").content.decode()
    assert 'href="/desk/rights/"' in page
    assert "Who may do what" in page
