"""How the organisation's people come in: a second factor asked of all, and the organisation's own provider."""

import pytest
from django.conf import settings
from django.test import Client

from newswire.accounts.models import Act, User
from newswire.subscribers.models import Seat, SingleSignOn, Subscriber
from newswire.subscribers.single_sign_on import read_secret
from tests.portal.newsroom import Reader, open_browser, read
from tests.portal.organisation.conftest import join
from tests.portal.test_second import enrol, enter
from tests.portal.test_signin import sign_in

PATH = "/portal/organisation/sign-in/"
SECRET = "the clients own secret & more"
SAID = {
    "do": "provider",
    "issuer": "https://login.harbour.example/",
    "client_id": "newswire",
    "secret": SECRET,
    "domains": "harbour.example",
}


def asks() -> list[bool]:
    return list(Subscriber.objects.order_by("pk").values_list("asks_second_factor", flat=True))


def test_an_owner_without_a_second_factor_cannot_ask_others_for_one(owner: Client) -> None:
    answer = owner.post(PATH, {"do": "ask"})
    assert answer.status_code == 409
    assert "Add a second factor of your own first" in answer.content.decode()
    assert asks() == [False]


def test_asking_ends_the_sessions_of_those_who_have_none_and_leads_them_to_add_one(
    owner: Client, reader: Reader, stranger: Reader
) -> None:
    browser = enter(reader)
    enrol(browser)
    colleague, other = join(reader, "editor"), open_browser(stranger.user)
    assert owner.get(PATH).status_code == 200
    assert browser.post(PATH, {"do": "ask"}).status_code == 303
    assert asks() == [True, False]
    read(browser, PATH)
    read(colleague, f"/portal/wire/{reader.number}/", 302)
    read(other, f"/portal/wire/{stranger.number}/")
    username = Seat.objects.get(role="editor", subscriber__name="harbour").user.username
    assert sign_in(open_browser(), username)[:2] == (303, "/portal/security/")
    assert browser.post(PATH, {"do": "ask-no-more"}).status_code == 303
    assert sign_in(open_browser(), username)[:2] == (303, "/portal/")


def test_a_provider_is_set_and_its_secret_never_shown_again(owner: Client, reader: Reader) -> None:
    assert owner.post(PATH, SAID).status_code == 303
    held = SingleSignOn.objects.get()
    assert (held.slug, held.issuer, held.domains) == ("harbour", "https://login.harbour.example", ["harbour.example"])
    assert read_secret(held) == SECRET
    shown = read(owner, PATH)
    assert "https://wire.example/portal/sso/harbour/back/" in shown
    assert "the clients own secret" not in shown
    deed = Act.objects.get(action="sign-on-set")
    assert (deed.actor, deed.detail["secret"]) == (reader.user.username, True)


def test_an_empty_secret_keeps_the_one_there_is_but_the_first_time_one_is_needed(owner: Client) -> None:
    assert owner.post(PATH, SAID | {"secret": ""}).status_code == 409
    owner.post(PATH, SAID)
    assert owner.post(PATH, SAID | {"secret": "", "client_id": "other"}).status_code == 303
    held = SingleSignOn.objects.get()
    assert (held.client_id, read_secret(held)) == ("other", SECRET)


@pytest.mark.parametrize(
    "issuer", ["http://login.harbour.example", "https://", "ftp://x.example", "https://a:b@x.example", "javascript:x"]
)
def test_an_issuer_that_will_never_be_called_is_refused(owner: Client, issuer: str) -> None:
    answer = owner.post(PATH, SAID | {"issuer": issuer})
    assert answer.status_code == 409
    assert "The issuer must be an address like" in answer.content.decode()
    assert not SingleSignOn.objects.exists()


@pytest.mark.parametrize(
    "domains", ["elsewhere.example", "harbour.example elsewhere.example", "not a domain", "example"]
)
def test_a_domain_in_which_nobody_of_the_house_has_an_address_is_refused(owner: Client, domains: str) -> None:
    assert owner.post(PATH, SAID | {"domains": domains}).status_code == 409
    assert not SingleSignOn.objects.exists()


def test_a_domain_leads_to_one_organisation_only(owner: Client, stranger: Reader) -> None:
    owner.post(PATH, SAID)
    User.objects.filter(pk=stranger.user.pk).update(email="eve@harbour.example")
    theirs = join(stranger, "owner")
    assert theirs.post(PATH, SAID).status_code == 409
    assert theirs.post(PATH, SAID | {"domains": ""}).status_code == 303
    assert sorted(SingleSignOn.objects.values_list("slug", flat=True)) == ["harbour", "inland"]


def test_the_provider_is_taken_away(owner: Client) -> None:
    owner.post(PATH, SAID)
    assert owner.post(PATH, {"do": "remove-provider"}).status_code == 303
    assert not SingleSignOn.objects.exists()
    assert owner.post(PATH, {"do": "remove-provider"}).status_code == 404
    assert open_browser().get("/portal/sso/harbour/").status_code == 404


def test_a_secret_of_another_installation_cannot_be_read(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    owner.post(PATH, SAID)
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    with pytest.raises(ValueError, match="entered anew"):
        read_secret(SingleSignOn.objects.get())
    assert open_browser().get("/portal/sso/harbour/").status_code == 403


def test_what_the_page_does_not_know_is_not_done(owner: Client) -> None:
    assert owner.post(PATH, {"do": "everything"}).status_code == 404
