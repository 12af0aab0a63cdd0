"""The vocabularies: complete, consistent, and honest about what they do not know."""

import pytest

from newswire.item.vocabulary.languages import CLIENT_LANGUAGES, EDITIONS, LANGUAGES, direction, find_edition
from newswire.item.vocabulary.mediatopics import broaden, label, nearest_name, qcode_of, read_mediatopics, uri_of
from newswire.item.vocabulary.sections import SECTIONS, find_section, section_name


def test_every_media_topic_leads_to_one_of_the_seventeen_top_concepts() -> None:
    topics = read_mediatopics()
    tops = {qcode for qcode, topic in topics.items() if not topic.broader}
    assert len(tops) == 17
    assert len(topics) > 1000
    assert {broaden(qcode)[-1] for qcode in topics} == tops


def test_a_concept_is_broadened_step_by_step_and_an_unknown_one_stands_alone() -> None:
    assert broaden("medtop:20000337")[0] == "medtop:20000337"
    assert broaden("medtop:20000337")[-1] == "medtop:04000000"
    assert broaden("desk:unknown") == ("desk:unknown",)


def test_labels_fall_back_to_english_and_then_to_the_code() -> None:
    assert label("medtop:15000000", "fr") == "Sport"
    assert label("medtop:15000000", "tr") == "spor"
    assert label("medtop:20000337", "tr") == label("medtop:20000337", "en")
    assert label("medtop:0", "en") == "medtop:0"


@pytest.mark.parametrize("language", EDITIONS)
def test_every_top_topic_has_a_name_of_its_own_in_every_edition(language: str) -> None:
    tops = [topic for topic in read_mediatopics().values() if not topic.broader]
    names = [topic.labels[language] for topic in tops]
    assert len(set(names)) == 17
    assert all(name.strip() == name for name in names)


def test_a_topic_without_a_name_in_the_language_is_called_by_the_next_broader_one_that_has() -> None:
    assert nearest_name("medtop:20000337", "en") == ("medtop:20000337", label("medtop:20000337", "en"))
    assert nearest_name("medtop:20000337", "ckb") == ("medtop:04000000", "ئابووری، بازرگانی و دارایی")
    assert nearest_name("medtop:20000337", "de-AT") is None
    assert nearest_name("desk:unknown", "en") is None


def test_addresses_and_qcodes_are_the_same_thing() -> None:
    assert uri_of("medtop:15000000") == "http://cv.iptc.org/newscodes/mediatopic/15000000"
    assert qcode_of(uri_of("medtop:15000000")) == "medtop:15000000"
    assert uri_of("other:1") == qcode_of("other:1") == "other:1"


def test_every_section_has_a_name_in_every_edition_and_a_known_subject() -> None:
    for section in SECTIONS.values():
        assert set(section.names) == set(EDITIONS)
        assert section.subject in read_mediatopics() or section.code == "world"


@pytest.mark.parametrize(("name", "code"), [("Politics", "politics"), (" DÜNYA ", "world"), ("اقتصاد", "economy")])
def test_a_section_is_found_by_its_name_in_any_language(name: str, code: str) -> None:
    assert find_section(name) == code


def test_what_is_no_section_is_not_guessed() -> None:
    assert find_section("Weather") is None
    assert section_name("weather", "en") == "weather"
    assert section_name("world", "xx") == "World"


def test_the_website_is_in_every_language_a_story_can_be_written_in() -> None:
    assert set(EDITIONS) == set(LANGUAGES)
    assert len(EDITIONS) == len(set(EDITIONS)) == 13
    assert set(CLIENT_LANGUAGES) < set(EDITIONS)


@pytest.mark.parametrize(
    ("tag", "edition"),
    [
        ("en-GB", "en"),
        ("FA", "fa"),
        ("ku", "kmr"),
        ("ku-Arab", "ckb"),
        ("in", "id"),
        ("ku-TR", "kmr"),
        ("de", ""),
        ("", ""),
    ],
)
def test_a_browsers_tag_finds_the_edition_that_speaks_it(tag: str, edition: str) -> None:
    assert find_edition(tag) == edition


def test_directions_follow_the_script() -> None:
    assert {tag for tag in LANGUAGES if direction(tag) == "rtl"} == {"ar", "ckb", "fa"}
    assert direction("xx") == "ltr"
    assert len(LANGUAGES) == 13
