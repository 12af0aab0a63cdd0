"""Signing in and out."""

import pytest
from django.test import Client

from tests.portal.newsroom import PASSWORD, Reader, hire_editor, open_browser, read

SIGN_IN = "/portal/login/"
REFUSED = "User name and password do not fit together."


def sign_in(browser: Client, username: str, password: str = PASSWORD, **more: str) -> tuple[int, str, str]:
    """Status, address it leads to, page."""
    response = browser.post(SIGN_IN, {"username": username, "password": password, **more})
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_a_person_with_a_seat_comes_in_and_goes_out_again(reader: Reader) -> None:
    browser = open_browser()
    assert "Sign in" in read(browser, SIGN_IN)
    assert sign_in(browser, reader.user.username)[:2] == (303, "/portal/")
    read(browser, f"/portal/wire/{reader.number}/")
    assert browser.get("/portal/logout/").status_code == 405, "a link must not sign anybody out"
    assert browser.post("/portal/logout/").headers["Location"] == SIGN_IN
    read(browser, f"/portal/wire/{reader.number}/", 302)


def test_sign_in_leads_back_to_the_page_that_asked_for_it(reader: Reader) -> None:
    browser = open_browser()
    asked = f"/portal/wire/{reader.number}/?before=9"
    address = browser.get(asked).headers["Location"]
    assert f'name="next" value="{asked}"' in read(browser, address)
    assert sign_in(browser, reader.user.username, next=asked)[:2] == (303, asked)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(reader: Reader, elsewhere: str) -> None:
    assert sign_in(open_browser(), reader.user.username, next=elsewhere)[:2] == (303, "/portal/")


def test_who_has_no_seat_is_refused_in_the_same_words_as_a_wrong_password(reader: Reader) -> None:
    editor = hire_editor()
    pages = [
        sign_in(open_browser(), editor.username),
        sign_in(open_browser(), reader.user.username, "wrong"),
        sign_in(open_browser(), "nobody"),
    ]
    for status, location, page in pages:
        assert (status, location) == (200, "")
        assert page.count(REFUSED) == 1
        assert 'role="alert"' in page


def test_a_dismissed_person_is_refused_in_the_same_words(reader: Reader) -> None:
    reader.user.is_active = False
    reader.user.save()
    assert REFUSED in sign_in(open_browser(), reader.user.username)[2]


def test_what_was_typed_is_kept_but_never_the_password(reader: Reader) -> None:
    page = sign_in(open_browser(), reader.user.username, "wr0ng secret")[2]
    assert f'value="{reader.user.username}"' in page
    assert "wr0ng secret" not in page


def test_a_request_from_another_site_signs_nobody_in(reader: Reader) -> None:
    browser = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    assert sign_in(browser, reader.user.username)[0] == 403


def test_the_language_chosen_in_the_menu_stays(browser: Client, reader: Reader) -> None:
    path = f"/portal/wire/{reader.number}/"
    answer = browser.post("/portal/language/", {"language": "es", "next": path})
    assert answer.headers["Location"] == path
    page = read(browser, path)
    assert '<html lang="es" dir="ltr">' in page
    assert '<option value="es" lang="es" selected>' in page
    assert "Suscripciones" in page


def test_a_language_without_texts_falls_back_to_english() -> None:
    page = open_browser().get(SIGN_IN, headers={"accept-language": "sq"}).content.decode()
    assert '<html lang="en" dir="ltr">' in page
