"""A client's country exists or is not said: restrictions look at it."""

import pytest

from newswire.item.vocabulary.countries import read_countries
from newswire.kit.errors import RuleError
from newswire.subscribers.countries import check_country
from newswire.subscribers.models import Subscriber
from newswire.subscribers.service import do_save_subscriber
from tests.newsroom import Newsroom, read_latest


@pytest.mark.parametrize(("said", "code"), [("", ""), ("  ", ""), ("tr", "TR"), (" No ", "NO"), ("XK", "XK")])
def test_a_code_is_read_in_either_case(said: str, code: str) -> None:
    assert check_country(said) == code


def test_every_country_of_the_list_is_taken() -> None:
    assert [check_country(code.lower()) for code in read_countries()] == list(read_countries())


@pytest.mark.parametrize("said", ["XX", "T", "TUR", "Norway", "т", "١٢", "T R", "\0\0", "a" * 500])
def test_what_is_no_country_is_refused_by_name(said: str) -> None:
    with pytest.raises(RuleError, match="There is no country"):
        check_country(said)


def test_a_country_counts_in_the_terms_and_a_wrong_one_changes_nothing(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper", country="NO")
    house = Subscriber.objects.get()
    house.country = "jp"
    assert do_save_subscriber(house).country == "JP"
    assert read_latest(newsroom.connection)[paper.number].client.country == "JP"
    house.country = "Japan"
    with pytest.raises(RuleError):
        do_save_subscriber(house)
    assert Subscriber.objects.get().country == "JP"
    assert read_latest(newsroom.connection)[paper.number].client.country == "JP"
