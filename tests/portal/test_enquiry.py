"""The enquiry form: kept once, in the reader's language, and nothing from programs."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newswire.item.vocabulary.languages import EDITIONS, direction
from newswire.look.catalogue import read_po
from newswire.portal import enquiry
from newswire.portal.guard import AddressLimit, make_token
from newswire.subscribers.models import Enquiry
from tests.portal.newsroom import open_browser, read

PORTAL = Path(enquiry.__file__).parent
SENT: dict[str, Any] = {
    "name": "Mira Solberg",
    "organisation": "Northaven Courier",
    "email": "mira@courier.example",
    "country": "Norway",
    "languages": ["en", "ar"],
    "topics": ["economy"],
    "message": "We need pictures too.",
    "website": "",
}


@pytest.fixture(autouse=True)
def limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sent anything before."""
    monkeypatch.setattr(enquiry, "limit", AddressLimit(10, timedelta(hours=1)))


@pytest.fixture
def visitor(dsn: str) -> Client:
    """Somebody who is not signed in."""
    assert dsn
    return open_browser()


@pytest.fixture
def sent(now: datetime) -> dict[str, Any]:
    """A form filled in, opened a minute ago."""
    return SENT | {"opened": make_token(now - timedelta(minutes=1))}


def test_the_form_shows_what_a_subscription_offers(visitor: Client) -> None:
    page = read(visitor, "/contact")
    for part in ("Subscription options", "The portal", "Feed and stream", "Türkçe", "Economy", "Send enquiry"):
        assert part in page, part
    assert page.count('type="checkbox"') == 13 + 9
    assert not visitor.cookies


def test_an_enquiry_is_kept_and_thanked_for(visitor: Client, now: datetime, sent: dict[str, Any]) -> None:
    answer = visitor.post("/contact?lang=fr", sent)
    assert answer.status_code == 302
    kept = Enquiry.objects.get()
    assert (kept.name, kept.organisation, kept.email, kept.country) == (
        "Mira Solberg",
        "Northaven Courier",
        "mira@courier.example",
        "Norway",
    )
    assert (kept.languages, kept.topics, kept.message) == (["en", "ar"], ["economy"], "We need pictures too.")
    assert (kept.language, kept.created_at) == ("fr", now)
    assert str(kept) == "Northaven Courier: Mira Solberg"
    thanks = read(visitor, answer.headers["Location"])
    assert "<h1>Merci</h1>" in thanks
    assert "<form" not in thanks


def test_what_need_not_be_said_may_be_left_out(visitor: Client, sent: dict[str, Any]) -> None:
    visitor.post("/contact", {key: sent[key] for key in ("name", "organisation", "email", "country", "opened")})
    kept = Enquiry.objects.get()
    assert (kept.languages, kept.topics, kept.message, kept.language) == ([], [], "", "en")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("organisation", " "),
        ("email", "mira"),
        ("country", ""),
        ("topics", ["tango"]),
        ("languages", ["xx"]),
    ],
)
def test_a_field_that_cannot_be_right_is_marked_and_everything_typed_is_kept(
    visitor: Client, sent: dict[str, Any], field: str, value: Any
) -> None:
    answer = visitor.post("/contact", sent | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was sent yet." in page
    assert "We need pictures too." in page
    assert not Enquiry.objects.exists()
    if field in ("name", "organisation", "email", "country"):
        assert f'aria-describedby="id_{field}_error"' in page
        assert f'<span class="error" id="id_{field}_error">' in page


def test_a_message_has_an_end(visitor: Client, sent: dict[str, Any]) -> None:
    assert visitor.post("/contact", sent | {"message": "x" * 5001}).status_code == 422
    assert visitor.post("/contact", sent | {"message": "x" * 5000}).status_code == 302


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(visitor: Client) -> None:
    answer = visitor.post("/contact", SENT | {"website": "https://pills.example"})
    assert answer.status_code == 302
    assert "Thank you" in read(visitor, answer.headers["Location"])
    assert not Enquiry.objects.exists()


def test_the_field_for_programs_is_out_of_everybodys_way(visitor: Client) -> None:
    page = read(visitor, "/contact")
    assert '<p class="trap" aria-hidden="true">' in page
    assert 'name="website" type="text" tabindex="-1" autocomplete="off"' in page


def test_the_language_is_the_one_asked_for_or_the_browsers(visitor: Client) -> None:
    arabic = read(visitor, "/contact?lang=ar")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "خيارات الاشتراك" in arabic
    russian = visitor.get("/contact", headers={"accept-language": "ru,en;q=0.5"}).content.decode()
    assert "Варианты подписки" in russian
    assert '<html lang="en"' in read(visitor, "/contact?lang=xx")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_request_from_another_site_is_refused(visitor: Client, sent: dict[str, Any], headers: dict[str, str]) -> None:
    answer = visitor.post("/contact", sent, headers=headers)
    assert answer.status_code == 403
    assert "Please send it once more." in answer.content.decode()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("headers", [{"Origin": "http://127.0.0.1"}, {"Sec-Fetch-Site": "same-origin"}, {}])
def test_a_request_from_our_own_page_is_taken_without_a_cookie(
    visitor: Client, sent: dict[str, Any], headers: dict[str, str]
) -> None:
    assert visitor.post("/contact", sent, headers=headers).status_code == 302
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize(
    "age", [timedelta(0), timedelta(seconds=1), timedelta(hours=12, seconds=1), timedelta(days=3), None]
)
def test_a_form_that_comes_back_too_soon_or_too_late_is_asked_for_again_with_what_was_typed(
    visitor: Client, now: datetime, age: timedelta | None
) -> None:
    answer = visitor.post("/contact", SENT | ({"opened": make_token(now - age)} if age is not None else {}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please send it once more." in page
    assert "We need pictures too." in page
    assert not Enquiry.objects.exists()


def test_who_sends_it_once_more_after_that_is_heard(
    visitor: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor.post("/contact", SENT | {"opened": make_token(now)}).content.decode()
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found is not None
    monkeypatch.setattr("newswire.portal.page.clock", lambda: now + timedelta(seconds=2))
    assert visitor.post("/contact", SENT | {"opened": found[1]}).status_code == 302
    page = visitor.post("/contact", SENT | {"opened": make_token(now - timedelta(days=1))}).content.decode()
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found is not None
    monkeypatch.setattr("newswire.portal.page.clock", lambda: now + timedelta(seconds=4))
    assert visitor.post("/contact", SENT | {"opened": found[1]}).status_code == 302


@pytest.mark.parametrize("token", ["", "1", "1764000000:forged", "x:y:z"])
def test_a_time_that_we_did_not_sign_counts_for_nothing(visitor: Client, token: str) -> None:
    assert visitor.post("/contact", SENT | {"opened": token}).status_code == 422
    assert not Enquiry.objects.exists()


def test_one_address_sends_so_many_and_the_next_is_told_when_to_come_back(
    visitor: Client, sent: dict[str, Any]
) -> None:
    for _ in range(10):
        assert visitor.post("/contact", sent).status_code == 302
    answer = visitor.post("/contact", sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert "many enquiries have come from your connection" in answer.content.decode()
    assert "We need pictures too." in answer.content.decode()
    assert Enquiry.objects.count() == 10
    assert visitor.post("/contact", sent, REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.parametrize("language", EDITIONS)
def test_the_form_speaks_every_language_of_the_website_and_no_other(visitor: Client, language: str) -> None:
    answer = visitor.get("/contact", headers={"accept-language": language})
    page = answer.content.decode()
    assert f'<html lang="{language}" dir="{direction(language)}">' in page
    assert answer.headers["Content-Language"] == language
    refused = visitor.post(f"/contact?lang={language}", {"email": "mira", "name": "x" * 201}).content.decode()
    marked = visitor.post(
        f"/contact?lang={language}", {"email": "mira", "name": "x" * 201, "opened": _opened(page)}
    ).content.decode()
    assert marked.count('class="error"') >= 4
    if language == "en":
        return
    entries = read_po((PORTAL / "locale" / language / "LC_MESSAGES" / "django.po").read_text("utf-8"))
    assert entries["Send enquiry"] in page
    assert entries["Please write a complete e-mail address."] in marked
    for shown in (page, refused, marked):
        main = re.sub(r"<[^>]+>", " ", shown.split("<body", 1)[1].split("</nav>", 1)[1])
        for word in ("enquiry", "Please", "field", "stories", "required", "Ensure", "valid", "subscription"):
            assert word not in main, word


def _opened(page: str) -> str:
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_other_methods_are_refused(visitor: Client) -> None:
    assert visitor.put("/contact").status_code == 405
