"""Numbers, names, languages and prints: what contradicts itself, what repeats another."""

import random

import pytest

from newswire.editing.checks.language import read_language
from newswire.editing.checks.names import distance, find_spelled_twice
from newswire.editing.checks.numbers import find_counts, find_differing
from newswire.editing.checks.prints import BANDS, CLOSE, make_bands, make_print, read_likeness
from newswire.item.body import Paragraph
from newswire.item.item import Entity
from newswire.item.vocabulary.languages import LANGUAGES
from tests.editing.checks.items import codes, findings, good
from tests.formats.test_webpage_language import SAMPLES


@pytest.mark.parametrize(
    ("language", "headline", "text", "found"),
    [
        ("en", "3 killed in blast", "Four killed and ten hurt, police said.", "3 / 4"),
        ("en", "Three killed in blast", "4 killed.", "3 / 4"),
        ("en", "Twenty-one people hurt", "Officials counted 22 people.", "21 / 22"),
        ("tr", "3 kişi öldü", "Kazada dört kişinin öldüğü açıklandı.", "3 / 4"),
        ("tr", "On iki kişi yaralandı", "Kazada 13 kişi yaralandı.", "12 / 13"),
        ("ar", "مقتل 3 أشخاص", "قالت الشرطة إن ٤ أشخاص قتلوا.", "3 / 4"),
        ("ar", "مقتل خمسة أشخاص", "قتل ستة أشخاص.", "5 / 6"),
    ],
)
def test_a_headline_that_counts_otherwise_is_found(language: str, headline: str, text: str, found: str) -> None:
    assert find_differing(headline, text, language) == (found,)


@pytest.mark.parametrize(
    ("language", "headline", "text"),
    [
        ("en", "3 killed in blast", "Three killed, police said."),
        ("en", "5 killed", "Three killed there, two killed here."),
        ("en", "5 soldiers killed", "3 soldiers of one unit and 2 of another were killed."),
        ("en", "20 million voters", "19.8 million voters"), ("en", "1,500 people came", "About 1500 people came."),
        ("en", "3 killed", "Many were hurt."), ("tr", "3 kişi öldü", "Üç kişi öldü."),
        ("ar", "مقتل ٣ أشخاص", "قتل ثلاثة أشخاص"), ("en", "", ""), ("fr", "Trois morts", "Quatre morts"),
        ("en", "In 2 years", "For 3 years"), ("tr", "Yüzde 5 arttı", "Yüzde 6"),
    ],
)  # fmt: skip
def test_the_same_number_otherwise_written_is_not(language: str, headline: str, text: str) -> None:
    assert find_differing(headline, text, language) == ()


def test_counts_are_read_with_what_they_count() -> None:
    assert find_counts("Forty-two ships and 1.250 sailors", "en") == [(42, "ships"), (1250, "sailors")]
    assert find_counts("yirmi beş gemi", "tr") == [(25, "gemi")]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Mayor Marek Hollan spoke. Marek Holan left."], "Marek Hollan / Marek Holan"),
        (["Ahmet Yıldırım'ın evi", "Ahmet Yıldrım geldi"], "Ahmet Yıldırım / Ahmet Yıldrım"),
        (["Mohamed Salah scored", "Mohammed Salah left"], "Mohamed Salah / Mohammed Salah"),
        (["Анна Петрова", "Анна Петорва"], "Анна Петрова / Анна Петорва"),
    ],
)
def test_a_name_spelled_in_two_ways_is_found(texts: list[str], found: str) -> None:
    assert find_spelled_twice(texts) == (found,)


@pytest.mark.parametrize(
    "texts",
    [
        ["Marek Hollan spoke.", "Marek Hollan's wife"], ["Ankara'nın Mamak", "Ankara'da Mamak'ta"],
        ["Иван Петров", "Ивана Петрова"], ["Marek Hollan and Anna Hollan"], ["Prime Minister and Prime Ministers"],
        ["Ali Kaya ve Ali Kara"], ["North Korea and South Korea"], ["XYZ Corp"], ["", "مرحبا بالعالم"],
        ["Recep Tayyip Erdoğan", "Recep Tayyip Erdoğan'dan"], ["Bosna Hersek", "Bosna Hersekli"],
    ],
)  # fmt: skip
def test_endings_and_other_people_are_not(texts: list[str]) -> None:
    assert find_spelled_twice(texts) == ()


def test_the_list_of_names_is_compared_with_the_text() -> None:
    story = good(body=(Paragraph("On Tuesday Marek Hollan spoke."),), people=(Entity("Marek Holan"),))
    assert codes(story) == ["name-spelled-twice"]


def test_letters_changed_added_left_out_and_swapped_are_counted() -> None:
    assert [distance("holan", other, 2) for other in ("holan", "hollan", "hloan", "hln", "x")] == [0, 1, 1, 2, 3]


def test_a_text_in_another_language_is_noticed_and_a_short_one_is_not_judged() -> None:
    turkish = " ".join([SAMPLES["tr"]] * 3)
    assert read_language(turkish, "en") == "tr"
    assert read_language(turkish, "tr") == ""
    assert read_language(SAMPLES["tr"], "en") == ""
    assert read_language("", "en") == ""
    assert findings(good(body=(Paragraph(turkish),))) == [("language-differs", "warn")]


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_every_language_is_known_from_every_other_script(tag: str) -> None:
    text = " ".join([SAMPLES[tag]] * 3)
    assert read_language(text, tag) == ""
    assert all(read_language(text, other) in ("", tag) for other in LANGUAGES)
    assert read_language(text, "en" if LANGUAGES[tag].rtl else "ar") == tag


WORDS = tuple(SAMPLES["en"].split())


def _story(seed: int, length: int) -> str:
    source = random.Random(seed)
    return " ".join(source.choice(WORDS) + str(source.randrange(40)) for _word in range(length))


def test_a_text_with_a_few_changes_has_nearly_the_same_print_and_shares_a_band() -> None:
    text = _story(1, 300)
    changed = text.replace(text.split()[40], "ferry").replace(text.split()[200], "canal") + " And more."
    one, other = (make_print(good(body=(Paragraph(each),))) for each in (text, changed))
    assert read_likeness(one, other) > CLOSE
    assert set(make_bands(one)) & set(make_bands(other))
    assert len(make_bands(one)) == BANDS


def test_another_text_has_another_print() -> None:
    one, other = (make_print(good(body=(Paragraph(_story(seed, 300)),))) for seed in (1, 2))
    assert read_likeness(one, other) < 0.2
    assert not set(make_bands(one)) & set(make_bands(other))
    assert all(-(2**63) <= band < 2**63 for band in make_bands(one))
    assert all(0 <= number < 2**31 for number in one)


def test_a_short_text_has_no_print_and_no_likeness() -> None:
    assert make_print(good()) == ()
    assert read_likeness((), ()) == 0.0
    assert make_bands(()) == []


def test_a_story_too_close_to_another_is_named() -> None:
    assert findings(good(), twin="Ferry line opens") == [("near-duplicate", "warn")]
