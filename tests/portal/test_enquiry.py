"""The enquiry form: kept once, in the reader's language, and nothing from programs."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from newswire.subscribers.models import Enquiry
from tests.portal.newsroom import open_browser, read

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


@pytest.fixture
def visitor(dsn: str) -> Client:
    """Somebody who is not signed in."""
    assert dsn
    return open_browser()


def test_the_form_shows_what_a_subscription_offers(visitor: Client) -> None:
    page = read(visitor, "/contact")
    for part in ("Subscription options", "The portal", "Feed and stream", "Türkçe", "Economy", "Send enquiry"):
        assert part in page, part
    assert page.count('type="checkbox"') == 13 + 9
    assert "sessionid" not in visitor.cookies


def test_an_enquiry_is_kept_and_thanked_for(visitor: Client, now: datetime) -> None:
    answer = visitor.post("/contact?lang=fr", SENT)
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


def test_what_need_not_be_said_may_be_left_out(visitor: Client) -> None:
    visitor.post("/contact", {key: SENT[key] for key in ("name", "organisation", "email", "country")})
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
    visitor: Client, field: str, value: Any
) -> None:
    answer = visitor.post("/contact", SENT | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was sent yet." in page
    assert "We need pictures too." in page
    assert not Enquiry.objects.exists()
    if field in ("name", "organisation", "email", "country"):
        assert f'aria-describedby="id_{field}_error"' in page
        assert f'<span class="error" id="id_{field}_error">' in page


def test_a_message_has_an_end(visitor: Client) -> None:
    assert visitor.post("/contact", SENT | {"message": "x" * 5001}).status_code == 422
    assert visitor.post("/contact", SENT | {"message": "x" * 5000}).status_code == 302


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


def test_a_request_from_another_site_is_refused(dsn: str) -> None:
    assert dsn
    browser = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    assert browser.post("/contact", SENT).status_code == 403
    assert not Enquiry.objects.exists()


def test_other_methods_are_refused(visitor: Client) -> None:
    assert visitor.put("/contact").status_code == 405
