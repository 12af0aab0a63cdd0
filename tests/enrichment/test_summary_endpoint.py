"""A model is asked over the network; its answer is taken only where it holds to the story."""

import json
from collections.abc import Iterator

import pytest

from newswire.enrichment.endpoint import Endpoint, check_endpoint
from newswire.enrichment.summary import extract, find_room, summarise
from newswire.enrichment.summary_endpoint import ask_summary
from newswire.item.body import Paragraph
from tests.enrichment.invented import read_invented
from tests.model_server import Answer, Model, run_model

ITEM = read_invented("en").item
GOOD = "Northaven’s harbour opened on Tuesday.\n\nThe storm had kept forty ships outside, the port authority said."


@pytest.fixture
def model() -> Iterator[Model]:
    with run_model() as running:
        yield running


@pytest.fixture
def endpoint(model: Model) -> Endpoint:
    return Endpoint(model.url, "small-1", "sk-secret")


def test_a_good_answer_is_a_proposal_that_needs_an_editor(model: Model, endpoint: Endpoint) -> None:
    model.say(GOOD)
    found = ask_summary(ITEM, endpoint)
    assert found.blocks == tuple(map(Paragraph, GOOD.split("\n\n")))
    assert (found.origin, found.needs_editor, found.refused) == ("model", True, "")


def test_the_model_gets_the_story_the_rules_and_the_key(model: Model, endpoint: Endpoint) -> None:
    model.say(GOOD)
    ask_summary(ITEM, endpoint)
    (asked,) = model.asked
    body = json.loads(asked.body)
    assert (asked.path, asked.headers["authorization"]) == ("/v1/chat/completions", "Bearer sk-secret")
    assert (body["model"], body["temperature"]) == ("small-1", 0)
    rules, story = body["messages"]
    assert (rules["role"], story["role"]) == ("system", "user")
    assert f"at most {find_room(ITEM, max_words=120, max_share=0.35)} words" in rules["content"]
    assert "English (en)" in rules["content"]
    assert story["content"].startswith(ITEM.headline)
    assert "312 passengers" in story["content"]


def test_without_a_key_none_is_sent(model: Model) -> None:
    model.say(GOOD)
    assert ask_summary(ITEM, Endpoint(model.url, "small-1")).origin == "model"
    assert "authorization" not in model.asked[0].headers


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The harbour opened for 41 ships.", "numbers that are not in the story: 41"),
        ("Westmark opened its harbour.", "names that are not in the story: Westmark"),
        ("The harbour is open and", "sentences are whole"),
        ("“We lost no crane,” Lind said.", "does not quote in full"),
        ("The harbour opened. " * 30, "more than"),
        ("", "it is empty"),
    ],
)
def test_an_answer_that_breaks_a_rule_gives_way_to_the_storys_own_sentences(
    model: Model, endpoint: Endpoint, text: str, reason: str
) -> None:
    model.say(text)
    found = ask_summary(ITEM, endpoint)
    assert (found.blocks, found.origin) == (extract(ITEM), "automatic")
    assert reason in found.refused


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"busy", 503), "127.0.0.1 answered 503"),
        (Answer(b"no", 401), "127.0.0.1 answered 401"),
        (Answer(b"<html>"), "not what the interface promises"),
        (Answer(b"\xff\xfe"), "not what the interface promises"),
        (Answer(b'{"choices": [{"message": {"content": null}}]}'), "not what the interface promises"),
        (Answer(b'{"choices": []}'), "the model gave no answer"),
        (Answer(b"x" * 300_000), "more than 200,000 bytes"),
    ],
)
def test_a_server_that_fails_costs_nothing_but_the_proposal(
    model: Model, endpoint: Endpoint, answer: Answer, reason: str
) -> None:
    model.answer = answer
    found = ask_summary(ITEM, endpoint)
    assert (found.blocks, found.origin) == (extract(ITEM), "automatic")
    assert reason in found.refused
    assert "sk-secret" not in found.refused


def test_an_answer_that_was_cut_off_is_not_taken(model: Model, endpoint: Endpoint) -> None:
    model.say(GOOD, finish_reason="length")
    assert ask_summary(ITEM, endpoint).refused == "the model's answer is not finished: length"


def test_a_story_that_is_too_short_does_not_leave_the_house(model: Model, endpoint: Endpoint) -> None:
    found = ask_summary(ITEM, endpoint, max_words=3)
    assert (found.blocks, found.origin, model.asked) == ((), "automatic", [])


def test_the_website_never_asks_a_model(model: Model) -> None:
    assert summarise(ITEM) == extract(ITEM)
    assert model.asked == []


@pytest.mark.parametrize(
    "url", ["https://models.example/v1", "https://models.example/v1/", "https://models.example/v1/chat/completions"]
)
def test_the_address_is_completed(url: str) -> None:
    assert Endpoint(url, "m").address == "https://models.example/v1/chat/completions"


def test_the_settings_are_checked_and_the_key_is_never_shown() -> None:
    assert check_endpoint("", "", "") is None
    found = check_endpoint("https://models.example/v1", "sk-secret", "small-1")
    assert found == Endpoint("https://models.example/v1", "small-1", "sk-secret")
    assert "sk-secret" not in repr(found)
    for url, key, name in (
        ("models.example", "", "m"),
        ("https://models.example", "", ""),
        ("https://m.example", "a\nb", "m"),
    ):
        with pytest.raises(ValueError, match=r".+"):
            check_endpoint(url, key, name)
