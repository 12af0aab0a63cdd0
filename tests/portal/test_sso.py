"""Signing in with one's organisation, at a real provider: who comes in, and every answer that brings nobody in."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.conf import settings
from django.test import Client

from newswire.accounts.guard import Budget
from newswire.accounts.models import Act, Attempts, User
from newswire.kit.clock import utc_now
from newswire.portal import entering, page
from newswire.subscribers.models import Seat, SeatRole, SingleSignOn, Subscriber
from newswire.subscribers.single_sign_on import do_save_sign_on
from tests.portal.newsroom import Reader, open_browser, read
from tests.portal.provider import Provider, free_port, path_of, run_provider

SECRET = "the clients own secret & more"
EMAIL = "ada@harbour.example"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with run_provider(free_port()) as found:
        yield found


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider's clock is the real one, and so is ours here."""
    monkeypatch.setattr(page, "clock", utc_now)


@pytest.fixture
def provider(running: Provider, reader: Reader, settings_hosts: None) -> Provider:
    """The provider of the reader's organisation."""
    assert settings_hosts is None
    User.objects.filter(pk=reader.user.pk).update(email=EMAIL)
    set_up(reader, running)
    running.know("ada", EMAIL)
    return running


@pytest.fixture
def settings_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installation lets providers of this machine be called."""
    monkeypatch.setattr(settings, "NEWSWIRE_PRIVATE_HOSTS", ("localhost",))


def set_up(reader: Reader, provider: Provider, **changes: object) -> SingleSignOn:
    Seat.objects.filter(user=reader.user).update(role=SeatRole.OWNER)
    said = {"issuer": provider.issuer, "client_id": "newswire", "secret": SECRET, "domains": ["harbour.example"]}
    client = Subscriber.objects.get(seats__user=reader.user)
    return do_save_sign_on(client.pk, **said | changes, actor=reader.user, now=utc_now())  # type: ignore[arg-type]


def go(browser: Client, slug: str = "harbour", query: str = "") -> str:
    """Where the portal sends the browser: an address at the provider."""
    answer = browser.get(f"/portal/sso/{slug}/{query}")
    assert answer.status_code == 302
    return answer.headers["Location"]


def come_back(browser: Client, address: str) -> tuple[int, str]:
    answer = browser.get(path_of(address))
    return answer.status_code, answer.headers.get("Location", "")


def is_in(browser: Client, reader: Reader) -> bool:
    return browser.get(f"/portal/wire/{reader.number}/").status_code == 200


def test_a_person_with_a_seat_comes_in(provider: Provider, reader: Reader) -> None:
    browser = open_browser()
    asked = go(browser)
    said = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    assert (said["response_type"], said["scope"], said["code_challenge_method"]) == ("code", "openid email", "S256")
    assert min(len(said[name]) for name in ("state", "nonce", "code_challenge")) >= 32
    assert SECRET not in asked
    assert come_back(browser, provider.sign_in(asked, "ada")) == (303, "/portal/")
    assert is_in(browser, reader)
    assert Act.objects.filter(action="sign-in", name=reader.user.username).exists()


def test_it_leads_to_the_page_that_was_asked_for_and_never_elsewhere(provider: Provider) -> None:
    for wanted, led in (("/portal/usage/", "/portal/usage/"), ("https://evil.example/", "/portal/")):
        browser = open_browser()
        asked = go(browser, query=f"?next={wanted}")
        assert come_back(browser, provider.sign_in(asked, "ada")) == (303, led)


def test_the_address_of_the_mail_is_compared_without_regard_to_capitals(provider: Provider, reader: Reader) -> None:
    provider.know("ada", EMAIL.upper())
    browser = open_browser()
    assert come_back(browser, provider.sign_in(go(browser), "ada"))[0] == 303
    assert is_in(browser, reader)


def test_an_answer_is_good_once(provider: Provider) -> None:
    browser = open_browser()
    back = provider.sign_in(go(browser), "ada")
    assert come_back(browser, back)[0] == 303
    assert come_back(browser, back)[0] == 403


def test_another_browsers_answer_brings_nobody_in(provider: Provider, reader: Reader) -> None:
    attacker, victim = open_browser(), open_browser()
    back = provider.sign_in(go(attacker), "ada")
    assert come_back(victim, back)[0] == 403
    go(victim)
    assert come_back(victim, back)[0] == 403, "their own question has another state"
    assert not is_in(victim, reader)


def test_a_token_for_another_nonce_brings_nobody_in(provider: Provider, reader: Reader) -> None:
    browser = open_browser()
    asked = httpx.URL(go(browser))
    back = provider.sign_in(str(asked.copy_set_param("nonce", "another")), "ada")
    assert come_back(browser, back)[0] == 403
    assert not is_in(browser, reader)
    assert Act.objects.get(action="sign-on-failed").reason == "the nonce is another one's"


@pytest.mark.parametrize(
    "change", [{"state": "another"}, {"state": ""}, {"code": "another"}, {"iss": "https://evil.example"}]
)
def test_an_answer_that_was_changed_on_the_way_brings_nobody_in(
    provider: Provider, reader: Reader, change: dict[str, str]
) -> None:
    browser = open_browser()
    back = httpx.URL(provider.sign_in(go(browser), "ada")).copy_merge_params(change)
    assert come_back(browser, str(back))[0] == 403
    assert not is_in(browser, reader)


def test_an_address_the_provider_has_not_verified_brings_nobody_in(provider: Provider, reader: Reader) -> None:
    provider.know("mallory", EMAIL, is_verified=False)
    browser = open_browser()
    assert come_back(browser, provider.sign_in(go(browser), "mallory"))[0] == 403
    assert not is_in(browser, reader)


def test_a_person_without_a_seat_is_not_made(provider: Provider) -> None:
    provider.know("bo", "bo@harbour.example")
    people = User.objects.count()
    browser = open_browser()
    assert come_back(browser, provider.sign_in(go(browser), "bo"))[0] == 403
    assert User.objects.count() == people


def test_another_organisations_person_does_not_come_in_by_this_provider(provider: Provider, stranger: Reader) -> None:
    User.objects.filter(pk=stranger.user.pk).update(email="eve@inland.example")
    provider.know("eve", "eve@inland.example")
    browser = open_browser()
    assert come_back(browser, provider.sign_in(go(browser), "eve"))[0] == 403
    assert not is_in(browser, stranger)


def test_an_answer_for_one_organisation_is_none_for_another(provider: Provider, stranger: Reader) -> None:
    User.objects.filter(pk=stranger.user.pk).update(email=EMAIL)
    other = set_up(stranger, provider, domains=[])
    browser = open_browser()
    back = provider.sign_in(go(browser), "ada").replace("/sso/harbour/", f"/sso/{other.slug}/")
    assert come_back(browser, back)[0] == 403


def test_a_dismissed_person_does_not_come_in(provider: Provider, reader: Reader) -> None:
    User.objects.filter(pk=reader.user.pk).update(is_active=False)
    browser = open_browser()
    assert come_back(browser, provider.sign_in(go(browser), "ada"))[0] == 403


def test_who_says_no_at_the_provider_is_told_so_here(provider: Provider) -> None:
    browser = open_browser()
    answer = browser.get(path_of(provider.refuse(go(browser))))
    assert answer.status_code == 403
    assert "Not signed in" in answer.content.decode()


def test_who_takes_too_long_there_begins_anew(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = open_browser()
    back = provider.sign_in(go(browser), "ada")
    monkeypatch.setattr(page, "clock", lambda: utc_now() + timedelta(minutes=11))
    assert come_back(browser, back)[0] == 403


def test_when_the_provider_changes_its_keys_people_still_come_in(reader: Reader, settings_hosts: None) -> None:
    assert settings_hosts is None
    User.objects.filter(pk=reader.user.pk).update(email=EMAIL)
    port, keys = free_port(), []
    for _ in range(2):
        with run_provider(port) as provider:
            keys.append(httpx.get(f"{provider.issuer}/jwks").text)
            set_up(reader, provider)
            provider.know("ada", EMAIL)
            browser = open_browser()
            assert come_back(browser, provider.sign_in(go(browser), "ada"))[0] == 303
    assert keys[0] != keys[1]


def test_a_provider_that_is_away_is_told_of_in_plain_words(reader: Reader, settings_hosts: None) -> None:
    assert settings_hosts is None
    User.objects.filter(pk=reader.user.pk).update(email=EMAIL)
    set_up(reader, Provider(f"http://localhost:{free_port()}"))
    answer = open_browser().get("/portal/sso/harbour/")
    assert answer.status_code == 403
    assert "did not answer as it should" in answer.content.decode()


def test_the_second_factor_is_the_providers_business(provider: Provider, reader: Reader) -> None:
    Subscriber.objects.update(asks_second_factor=True)
    browser = open_browser()
    assert come_back(browser, provider.sign_in(go(browser), "ada")) == (303, "/portal/")
    assert is_in(browser, reader)


def test_the_way_is_found_by_the_domain_of_an_address(provider: Provider) -> None:
    assert provider.issuer
    shown = read(open_browser(), "/portal/sso/?email=anybody@HARBOUR.example&next=/portal/usage/")
    assert 'href="/portal/sso/harbour/?next=/portal/usage/"' in shown
    for email in ("ada@elsewhere.example", "harbour.example", "ada@"):
        assert "/portal/sso/harbour/" not in read(open_browser(), f"/portal/sso/?email={email}")


def test_an_organisation_that_does_not_exist_is_a_page_that_does_not_exist(dsn: str) -> None:
    assert dsn
    assert open_browser().get("/portal/sso/nobody/").status_code == 404
    assert open_browser().get("/portal/sso/nobody/back/?code=1&state=1").status_code == 403


def test_the_secret_and_what_the_provider_sends_stand_in_no_log(
    provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = open_browser()
    back = provider.sign_in(go(browser), "ada")
    come_back(open_browser(), back)
    come_back(browser, back)
    code = parse_qs(urlsplit(back).query)["code"][0]
    told = caplog.text + "".join(f"{one.reason}{one.detail}" for one in Act.objects.all())
    assert "single sign-on of harbour" in told
    for secret in (SECRET, code):
        assert secret not in told.replace(back, "")
    assert SECRET not in "".join(SingleSignOn.objects.values_list("sealed_secret", flat=True))


def test_who_begins_and_begins_is_slowed_before_the_provider_is_called_and_coming_in_begins_anew(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "BEGINNINGS", Budget(2))
    browser = open_browser()
    assert [browser.get("/portal/sso/harbour/").status_code for _ in range(3)] == [302, 302, 302]
    answer = browser.get("/portal/sso/harbour/")
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    Attempts.objects.update(open_at=utc_now())
    assert come_back(browser, provider.sign_in(go(browser), "ada"))[0] == 303
    assert [open_browser().get("/portal/sso/harbour/").status_code for _ in range(3)] == [302, 302, 302]
