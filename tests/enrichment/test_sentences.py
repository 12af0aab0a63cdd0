"""Sentence ends in six languages: found where they are, not invented where they are not."""

import pytest

from newswire.enrichment.sentences import QuoteDepth, split_sentences

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
