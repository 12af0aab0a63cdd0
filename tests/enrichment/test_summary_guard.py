"""What a model's summary is refused for, and what it is not refused for."""

from datetime import UTC, datetime

import pytest

from newswire.enrichment.summary_guard import find_fault, read_numbers
from newswire.item.body import Paragraph, Quote, Table
from newswire.item.item import Item
from newswire.item.vocabulary.languages import LANGUAGES
from tests.enrichment.invented import read_invented

ITEM = Item(
    guid="urn:newsml:test.example:20261127:guard",
    type="text",
    language="en",
    headline="Northaven harbour opens",
    first_created=datetime(2026, 11, 27, tzinfo=UTC),
    body=(
        Paragraph("The harbour of Northaven opened on Tuesday after a storm, Ada Lind of Karsholm Ports said."),
        Paragraph("The storm kept 1,250 sailors and 40 ships outside. “We lost no crane. We lost no ship,” Lind said."),
        Quote("It was three nights of work.", "Orhan Vale"),
        Table((("Ferries", "2.5 hours"),)),
    ),
)


def fault(*paragraphs: str, room: int = 60) -> str:
    return find_fault(paragraphs, ITEM, room)


@pytest.mark.parametrize(
    "text",
    [
        "Northaven’s harbour is open again, Ada Lind said on Tuesday.",
        "A storm had held 40 ships and 1250 sailors off Northaven.",
        "Lind told the press: “We lost no crane. We lost no ship.”",
        "Orhan Vale spoke of the work.",
        "Ferries take 2.5 hours.",
        "The work took three nights.",
    ],
)
def test_what_the_story_says_in_other_words_may_stand(text: str) -> None:
    assert fault(text) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("The harbour of Northaven opened.\nAnd " + "so " * 60 + "on.", "more than 60 words"),
        ("The harbour of Northaven opened", "not all of its sentences are whole"),
        ("harbour opens again.", "not all of its sentences are whole"),
        ("Lind said “We lost no crane. We", "not all of its sentences are whole"),
        ("She opened the harbour.", "first sentence needs one before it"),
        ("However, the harbour opened.", "first sentence needs one before it"),
        ("“We lost no crane,” Ada Lind said.", "does not quote in full: We lost no crane"),
        ("Ada Lind said the “storm of the century” is over.", "does not quote in full"),
        ("The storm kept 41 ships outside.", "numbers that are not in the story: 41"),
        ("The storm kept 12 ships outside.", "numbers that are not in the story: 12"),
        ("The storm kept 25 ships outside.", "numbers that are not in the story: 25"),
        ("The storm kept forty ships outside.", "numbers that are not in the story: forty"),
        ("The storm reached Westmark.", "names that are not in the story: Westmark"),
        ("The harbour opened, Ada Brandt said.", "names that are not in the story: Brandt"),
        ("Westmark opened the harbour.", "names that are not in the story: Westmark"),
    ],
)
def test_a_breach_is_named(text: str, reason: str) -> None:
    assert reason in fault(text)


def test_every_paragraph_is_looked_at() -> None:
    assert fault("The harbour opened.", "The storm reached Westmark.").endswith("Westmark")
    assert fault("The harbour opened.", "and ships came.") == "not all of its sentences are whole"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,250.5 and 1.250,5", {"1250.5"}),
        ("12.500 ships, 12,500 ships, 12 500 ships", {"12500"}),
        ("١٢٠ و ۳۱", {"120", "31"}),
        ("۲٫۵ میلیون", {"2.5"}),
        ("on Tuesday.", set()),
        ("2026-11-27", {"2026", "11", "27"}),
        ("40.", {"40"}),
    ],
)
def test_numbers_are_the_same_in_every_script_and_notation(text: str, numbers: set[str]) -> None:
    assert read_numbers(text) == numbers


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_storys_own_lead_passes_in_every_language(language: str) -> None:
    story = read_invented(language)
    assert find_fault([story.sentences()[0].text], story.item, 60) == ""


FOREIGN = {
    "tr": "Kuzeyliman salı günü açıldı, 77 gemi bekledi.", "en": "Northaven opened on Tuesday with 77 ships.",
    "ru": "Порт Севергавани открылся, ждали 77 судов.", "bs": "Luka Sjeverna otvorena je za 77 brodova.",
    "ar": "أعلنت سلطة الميناء دخول ٧٧ سفينة.", "fr": "Le port de Nordhavre a rouvert pour 77 navires.",
    "kmr": "Bendera Bakur ji bo 77 keştiyan vebû.", "ckb": "بەندەری باکوور بۆ ٧٧ کەشتی کرایەوە.",
    "sq": "Porti i Veriut u hap për 77 anije.", "fa": "بندر شمال برای ۷۷ کشتی بازگشایی شد.",
    "mk": "Северното пристаниште е отворено за 77 бродови.", "id": "Pelabuhan Utara dibuka untuk 77 kapal.",
    "es": "El puerto de Nortehaven reabrió para 77 barcos.",
}  # fmt: skip


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_foreign_number_is_found_in_every_language(language: str) -> None:
    assert find_fault([FOREIGN[language]], read_invented(language).item, 60).endswith("not in the story: 77")


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ar", "أعلنت سلطة ميناء الشمال أن بغداد فتحت أبوابه.", "بغداد"),
        ("ar", "أعلنت سلطة ميناء الشمال أن قطر فتحت أبوابه.", "قطر"),
        ("fa", "بندر شمال پس از توفان در شیراز بازگشایی شد.", "شیراز"),
        ("ckb", "بەندەری باکوور لە هەولێر کرایەوە.", "هەولێر"),
        ("ru", "Порт Севергавани открылся, заявил Вестмарков.", "Вестмарков"),
        ("tr", "Kuzeyliman salı günü açıldı, Westmark bekliyor.", "Westmark"),
    ],
)
def test_a_foreign_name_is_found_with_and_without_capitals(language: str, text: str, name: str) -> None:
    found = find_fault([text], read_invented(language).item, 60)
    assert found == f"it has names that are not in the story: {name}"
