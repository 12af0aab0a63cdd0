"""Sentence ends: found where they are, not invented where they are not, and what is quoted between them."""

import pytest

from newswire.enrichment.sentences import (
    QuoteDepth,
    cut_quotations,
    ends_whole,
    split_quotations,
    split_sentences,
    starts_whole,
)

TWO = [
    "The ferry came in. Forty ships waited.",
    "Who pays? The state does.",
    "“We lost no crane.” The master left.",
    "It was 2020. Nobody knew.",
    "Türkiye 3.5 milyon ton üretti. Rekor kırıldı.",
    "من يدفع؟ الدولة تدفع نصف المبلغ.",
    "بندرگاہ کھل گئی۔ جہاز اندر آئے۔",
    "فتح الميناء أبوابه. ودخلت أول عبارة.",
    "Порт открыли. Суда вошли.",
    "« Nous rouvrons. » Le port a été fermé trois jours.",
    "¿Quién paga? El Estado paga la mitad.",
    "“Who pays?” asked the mayor. Nobody answered.",
    "Wait… The ferry turned.",
]
ONE = [
    "U.S. President Carter arrived.",
    "Gen. Orhan Demir spoke on Jan. 8 in Kars.",
    "Dr. Ada Lind and J. R. Brandt agreed.",
    "Sn. Bakan, un, şeker vb. ürünleri saydı.",
    "19. Yüzyıl konağı onarıldı.",
    "Порт, т.е. северный причал, им. Петрова открыт в 8 ч. утра.",
    "M. Durand et Mme. Petit ont signé.",
    "La Sra. García llegó.",
    "قال د. سامي إن الميناء مفتوح",
    "The vessel, no. 7, left.",
    "“Stop!” he said.",
    "At 6.40 a.m. the first ferry came in.",
]


@pytest.mark.parametrize("text", TWO)
def test_two_sentences_are_two(text: str) -> None:
    sentences = split_sentences(text)
    assert len(sentences) == 2
    assert " ".join(sentences).split() == text.split()


@pytest.mark.parametrize("text", ONE)
def test_abbreviations_initials_and_numbers_end_nothing(text: str) -> None:
    assert split_sentences(text) == [text]


def test_nothing_has_no_sentences() -> None:
    assert split_sentences("  ") == []


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("“We lost no crane.", True),
        ("“We lost no crane.”", False),
        ("« Non ! » dit-il", False),
        ("« Non !", True),
        ("„Ne", True),
        ("„Ne“", False),
        ('He said "no', True),
        ('He said "no"', False),
        ("They don’t know the crew’s names", False),
        ("‘They don’t know", True),
        ("‘They don’t know’", False),
        ("“The ‘old’ port", True),
    ],
)
def test_a_quotation_is_open_until_its_own_mark_closes_it(text: str, is_open: bool) -> None:
    depth = QuoteDepth()
    depth.feed(text)
    assert depth.is_open is is_open


@pytest.mark.parametrize("mark", ["“", '"', "«"])
def test_a_quotation_over_paragraphs_repeats_its_opening_mark_without_opening_another(mark: str) -> None:
    closing = {"“": "”", '"': '"', "«": "»"}[mark]
    depth = QuoteDepth()
    depth.feed(f"{mark}First paragraph.")
    depth.feed(depth.start_paragraph(f"{mark}Second paragraph.{closing}"))
    assert not depth.is_open


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("”نعم“ قال", False),
        ("”نعم", True),
        ("''Evet'' dedi", False),
        ("''Evet", True),
        ("‘’Evet’’ dedi", False),
        ('He said "yes and "no" again', False),
    ],
)
def test_marks_typed_in_other_ways_open_and_close_too(text: str, is_open: bool) -> None:
    depth = QuoteDepth()
    depth.feed(text)
    assert depth.is_open is is_open


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“Who pays?” Vale asked."),
        ("ar", "«من يدفع؟» سأل القبطان."),
        ("fr", "« Qui paie ? » demande M. Val."),
        ("id", "PT. Brandt dan CV. Lind menunggu."),
        ("mk", "Директорката, г-ѓа Линд, рече."),
    ],
)
def test_what_belongs_together_in_its_language_stays_together(language: str, text: str) -> None:
    assert split_sentences(text, language) == [text]


def test_an_abbreviation_of_one_language_is_a_word_in_another() -> None:
    text = "Kaptan limana indi ve ilk haberi verdi art. Gemi kalktı."
    assert len(split_sentences(text, "fr")) == 1
    assert len(split_sentences(text, "tr")) == 2


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("The ferry came.", True),
        ("“The ferry came.”", True),
        ("¿Quién paga?", True),
        ("iPhone sales rose.", True),
        ("40 ships came.", True),
        ("فتح الميناء.", True),
        ("and the crew came.", False),
        (", wounded in the port.", False),
        ("• Ferries run.", False),
        ("- Ferries run.", False),
        ("THE FERRY!", False),
        ("…", False),
    ],
)
def test_a_fragment_a_heading_and_an_entry_of_a_list_are_no_sentence(text: str, is_whole: bool) -> None:
    assert starts_whole(text) is is_whole


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("It came.", True),
        ("“It came.”", True),
        ("من يدفع؟", True),
        ("The port", False),
        ("They are:", False),
        ("", False),
    ],
)
def test_a_sentence_ends_in_its_mark(text: str, is_whole: bool) -> None:
    assert ends_whole(text) is is_whole


def test_a_text_is_taken_apart_at_its_quotation_marks() -> None:
    said = cut_quotations("“We lost no crane,” said Lind.")
    assert (said.outside.split(), said.inside.split()) == (["said", "Lind."], ["We", "lost", "no", "crane,"])
    assert said.begins_inside
    assert not cut_quotations("Lind said “no”.").begins_inside


def test_a_quotation_over_paragraphs_is_one() -> None:
    found = split_quotations(["“First part.", "“Second part,” she said, and “third ‘inner’”."])
    assert [one.split() for one in found] == [["First", "part.", "Second", "part,"], ["third", "‘inner’"]]
