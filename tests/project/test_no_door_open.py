"""No door is left open: who is not entitled to a story finds nothing of it at any address, in any way of asking."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from django.conf import settings

from newswire.accounts.models import Role, User
from newswire.item.body import Embed, Paragraph, Table
from newswire.item.item import Correction, Entity, Media, Rendition
from newswire.media.store import do_store
from newswire.portal import live, page
from newswire.project import asgi
from newswire.routing.entitlement import Reader as Eye
from newswire.subscribers.models import Contract, Seat
from newswire.subscribers.service import do_suspend_contract
from newswire.subscribers.views import Person
from tests.api.conftest import read_releases
from tests.delivery.alerts.people import Room, keep
from tests.newsroom import PEPPER, Newsroom
from tests.portal.newsroom import PASSWORD, Reader
from tests.project.doorways import (
    CANARY,
    Ask,
    Names,
    Visitor,
    ask,
    fill,
    find_leaks,
    make_visitor,
    public_paths,
    read_routes,
    read_ways,
    show,
)
from tests.search.test_no_trace import catch_up
from tests.serving import serve
from tests.stories import make_guid
from tests.test_structure import SOURCE

JPEG = b"\xff\xd8\xff\xe0" + CANARY.encode()
FILM = b"\x00\x00\x00\x18ftypmp42" + CANARY.encode()
CONTENT = frozenset({
    "/v1/feed", "/v1/stream", "/v1/items/{guid}", "/v1/sample", "/portal/wire/<int:number>/",
    "/portal/live/<int:number>", "/portal/story/<int:number>/<path:guid>",
    "/portal/media/<int:number>/<path:guid>/<str:sha256>", "/portal/versions/<int:number>/<path:guid>",
    "/portal/download/<int:number>/<str:form>/<path:guid>", "/portal/package/<int:number>/<path:guid>",
    "/portal/mail/<int:number>/<path:guid>",
    "/portal/pictures/<int:number>/",
    "/portal/picture/<int:number>/<path:guid>/<str:sha256>",
    "/v1/search", "/portal/search/<int:number>/",
    "/portal/views/<int:view>/",
    "/portal/views/<int:view>/edit/", "/portal/views/preview/", "/portal/alerts/",
})  # fmt: skip
"""The addresses at which who is entitled finds something: what the walk must be able to see."""


class House(msgspec.Struct, frozen=True):
    """The agency with everybody who looks at it, and the names of the story that most of them may not know of."""

    newsroom: Newsroom
    home: Path
    client: httpx.Client
    entitled: Visitor
    others: list[Visitor]
    files: tuple[Media, ...]
    names: Names


@pytest.fixture
def client(
    dsn: str, public_dsn: str, home: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> Iterator[httpx.Client]:
    """A browser before the whole web application, whose present is the tests'."""
    monkeypatch.setattr(settings, "NEWSWIRE_DSN", dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_PUBLIC_DSN", public_dsn)
    monkeypatch.setattr(settings, "NEWSWIRE_HOME", home)
    monkeypatch.setattr(settings, "SECRET_KEY", PEPPER)
    monkeypatch.setattr(asgi, "utc_now", lambda: now)
    monkeypatch.setattr(page, "clock", lambda: now)
    with serve(asgi.Application()) as address, httpx.Client(base_url=address, timeout=20) as opened:
        yield opened
    live.set_hub(None)


def seat(newsroom: Newsroom, name: str, query: str = "*", **terms: Any) -> Reader:
    """A person who owns an organisation with one subscription."""
    subscription = newsroom.subscribe(name, query, **({"starts_at": newsroom.now - timedelta(days=30)} | terms))
    user = User.objects.create_user(name, password=PASSWORD, role=Role.SUBSCRIBER)
    assert subscription.contract.subscriber is not None
    Seat.objects.create(user=user, subscriber=subscription.contract.subscriber, role="owner")
    return Reader(user, subscription.number)


@pytest.fixture
def house(newsroom: Newsroom, client: httpx.Client, home: Path, now: datetime) -> House:
    """Everybody is there; nothing has been released yet."""
    day = timedelta(days=1)
    people = {
        "entitled": seat(newsroom, "entitled", embargo_right=True),
        "wrong product": seat(newsroom, "turkish", "lang:tr"),
        "ended": seat(newsroom, "ended", ends_at=now - day),
        "not begun": seat(newsroom, "later", starts_at=now + day),
        "suspended": seat(newsroom, "suspended"),
    }
    contract = Contract.objects.get(subscriptions__number=people["suspended"].number)
    do_suspend_contract(contract.pk, "unpaid", now=now - day)
    visitors = [make_visitor(newsroom, name, reader) for name, reader in people.items()]
    visitors.append(Visitor("stranger", 0, {}))
    files = (
        Media("p", "picture", caption=CANARY, credit=CANARY, alt={"en": CANARY}, renditions=(
            Rendition("web", do_store(home, JPEG), "image/jpeg", 10, 10, len(JPEG)),
        )),
        Media("f", "video", caption=CANARY, renditions=(
            Rendition("full", do_store(home, FILM), "video/mp4", 10, 10, len(FILM)),
        )),
    )  # fmt: skip
    catch_up(newsroom.connection, home)
    view = keep_view(people["entitled"], now)
    names = Names(visitors[0].number, make_guid("secret"), files[0].renditions[0].sha256, view=view)
    return House(newsroom, home, client, visitors[0], visitors[1:], files, names)


def keep_view(reader: Reader, now: datetime) -> int:
    """A view of everything, shared, of which its owner wants to be told; its id."""
    owner = Seat.objects.get(user=reader.user)
    return keep(Person(owner.subscriber_id, owner.pk), "Everything", is_shared=True, now=now).pk


def release(house: House, name: str = "secret", kind: Any = "new", **changes: Any) -> None:
    """Releases a story that has the canary in everything; the archive's index keeps up."""
    said: dict[str, Any] = {
        "headline": f"{CANARY} headline",
        "standfirst": CANARY,
        "byline": CANARY,
        "slugline": CANARY.upper(),
        "editor_note": CANARY,
        "update_line": CANARY,
        "keywords": (CANARY,),
        "people": (Entity(CANARY),),
        "correction": Correction(CANARY, CANARY, CANARY),
        "body": (Paragraph(f"{CANARY} in the text."), Embed("p"), Table(((CANARY,),), caption=CANARY)),
        "media": house.files,
    }
    house.newsroom.release(name, kind, **(said | changes))
    Room(house.newsroom).follow()
    catch_up(house.newsroom.connection, house.home)


def names_for(house: House, visitor: Visitor, **changes: Any) -> list[Names]:
    """The story's names below the visitor's own number and below that of who is entitled."""
    numbers = sorted({visitor.number, house.entitled.number})
    return [msgspec.structs.replace(house.names, number=number, **changes) for number in numbers]


def test_the_walk_sees_what_there_is_to_see(house: House) -> None:
    release(house)
    release(house, kind="update")  # what changed is told where there are two versions
    found = find_leaks(house.client, house.entitled, house.names)
    assert {one.route for one in found} == CONTENT
    film = msgspec.structs.replace(house.names, sha256=house.files[1].renditions[0].sha256)
    assert Ask("x", fill("/portal/media/<int:number>/<path:guid>/<str:sha256>", film)).path.endswith(film.sha256)
    assert set(read_routes()) >= CONTENT


def test_who_is_not_entitled_finds_nothing_at_any_address(house: House) -> None:
    release(house)
    release(house, kind="correction")
    release(house, "embargoed", embargo_until=house.newsroom.now + timedelta(hours=1))
    found = {
        (visitor.name, one.route, one.method, one.path)
        for visitor in house.others
        for names in names_for(house, visitor)
        for one in find_leaks(house.client, visitor, names)
    }
    assert found == set()


def test_a_story_that_is_not_theirs_and_one_that_never_was_get_the_same_answer_to_the_byte(house: House) -> None:
    release(house)
    nothing = {"guid": make_guid("nobody"), "sha256": "f" * 64}
    assert len(nothing["guid"]) == len(house.names.guid)
    for visitor in house.others:
        for there, nowhere in zip(names_for(house, visitor), names_for(house, visitor, **nothing), strict=True):
            routes = [one for one in read_routes() if "guid" in one]
            for one, other in zip(read_ways(there, routes), read_ways(nowhere, routes), strict=True):
                answers: list[Any] = [ask(house.client, way, visitor.headers) for way in (one, other)]
                if visitor.name == "stranger":  # the way to sign in leads back to what was asked for
                    answers = [_forget(answer, names) for answer, names in zip(answers, (there, nowhere), strict=True)]
                assert answers[0] == answers[1], (visitor.name, one)


def _forget(answer: Any, names: Names) -> str:
    return show(answer).replace(names.guid, "…").replace(names.sha256, "…")


def test_the_world_without_the_story_looks_the_same_to_the_byte(house: House) -> None:
    house.newsroom.release("theirs", language="tr")
    catch_up(house.newsroom.connection, house.home)
    # the usage page counts the walk itself, and the doors to sign in slow it down
    ways = [one for one in read_ways(house.names) if not one.headers and not re.search("wait=1|usage|/sso/", one.path)]
    asked = [(visitor, one) for visitor in house.others for one in ways]
    before = [ask(house.client, one, visitor.headers) for visitor, one in asked]
    release(house)
    release(house, kind="kill")
    after = [ask(house.client, one, visitor.headers) for visitor, one in asked]
    differing = [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    assert [(asked[one][0].name, asked[one][1], before[one], after[one]) for one in differing] == []


def test_who_waits_while_it_is_released_gets_nothing_of_it(house: House) -> None:
    visitor = next(one for one in house.others if one.name == "wrong product")
    with house.client.stream("GET", "/v1/stream", headers=visitor.headers) as answer:
        release(house)
        house.newsroom.release("theirs", language="tr")
        (event,) = read_releases(answer, 1)
    assert (event.data["n"], event.data["guid"]) == (1, make_guid("theirs"))
    assert CANARY not in str(event.data)
    page = house.client.get("/v1/feed?after=0&wait=20", headers=visitor.headers).json()
    assert [one["guid"] for one in page["items"]] == [make_guid("theirs")]


def test_short_forms_left_out_files_and_ended_rights_carry_nothing_of_the_rest(house: House) -> None:
    headlines = make_visitor(house.newsroom, "headlines", seat(house.newsroom, "headlines", form="headlines"))
    names = msgspec.structs.replace(house.names, number=headlines.number)
    release(house, headline="Open to all", slugline="OPEN", standfirst="")
    plain = {"byline": "", "keywords": (), "people": (), "correction": None, "editor_note": "", "update_line": ""}
    release(
        house, "expired", headline="Over", slugline="OVER", expires=house.newsroom.now - timedelta(hours=1), **plain
    )
    found = find_leaks(house.client, headlines, names)
    bodies = [one for one in found if f"{CANARY} in the text" in show(ask(house.client, one, headlines.headers))]
    assert bodies == []
    assert [one for one in found if "/media/" in one.route] == []
    over = msgspec.structs.replace(house.names, guid=make_guid("expired"))
    assert {one.route for one in find_leaks(house.client, house.entitled, over)} <= {
        "/v1/feed", "/v1/stream", "/v1/sample", "/portal/wire/<int:number>/", "/portal/live/<int:number>",
        "/portal/pictures/<int:number>/", "/v1/search",
    }  # fmt: skip


def test_what_was_killed_is_found_by_nobody(house: House) -> None:
    release(house)
    release(house, kind="kill")
    assert find_leaks(house.client, house.entitled, house.names) == []


def test_the_public_website_says_nothing_of_it(house: House) -> None:
    release(house)
    assert [path for path in public_paths() if CANARY in house.client.get(path).text.lower()] == []


LEAKS = {
    "newswire.api.feed.read_entries": "/v1/feed",
    "newswire.api.items.read_entry_by_guid": "/v1/items/{guid}",
    "newswire.api.search.search_as": "/v1/search",
    "newswire.portal.find.search_as": "/portal/search/<int:number>/",
    "newswire.portal.reading.read_entries": "/portal/wire/<int:number>/",
    "newswire.portal.reading.read_entry_by_guid": "/portal/media/<int:number>/<path:guid>/<str:sha256>",
    "newswire.portal.reading.read_surroundings": "/portal/story/<int:number>/<path:guid>",
    "newswire.portal.reading.read_versions": "/portal/versions/<int:number>/<path:guid>",
}


@pytest.mark.parametrize(("name", "route"), LEAKS.items())
def test_a_leak_is_found(house: House, name: str, route: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above would notice: a door that reads as somebody else is found by the walk."""
    release(house)
    release(house, kind="update")
    module, _, function = name.rpartition(".")
    original: Callable[..., Any] = getattr(__import__(module, fromlist=[function]), function)

    def read_as_another(*given: Any) -> Any:
        number = house.entitled.number
        return original(
            *(msgspec.structs.replace(one, number=number) if isinstance(one, Eye) else one for one in given)
        )

    monkeypatch.setattr(name, read_as_another)
    visitor = next(one for one in house.others if one.name == "wrong product")
    own = msgspec.structs.replace(house.names, number=visitor.number)
    assert route in {one.route for one in find_leaks(house.client, visitor, own)}


RAW = frozenset({"read_items", "read_stories", "decode_item", "read_content_seqs", "wire_payload"})
"""What gives content that nobody has decided upon yet."""
TO_LOOK_FOR_LEAKS = frozenset({"delivery/website/read_secrets.py"})
"""What reads raw content to know what nobody may be shown; the command line alone uses it."""


def read_names(path: Path) -> set[str]:
    """What a file imports by name, and the words of its texts."""
    tree = ast.parse(path.read_text("utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return found | attributes | {word for text in texts for word in text.split()}


def test_the_doors_read_no_content_that_nobody_has_decided_upon() -> None:
    doors = [path for part in ("api", "portal", "delivery") for path in (SOURCE / part).rglob("*.py")]
    raw = {str(path.relative_to(SOURCE)) for path in doors if RAW & read_names(path)}
    assert raw == TO_LOOK_FOR_LEAKS


def test_only_the_wire_reads_its_own_contents() -> None:
    readers = {path.relative_to(SOURCE).parts[0] for path in SOURCE.rglob("*.py") if "wire_payload" in read_names(path)}
    assert readers == {"wire"}
