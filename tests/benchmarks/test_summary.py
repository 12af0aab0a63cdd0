"""The benchmark of summaries: words as Unicode has them, rivals held to the same length, honest statistics."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from benchmarks.summary_corpora import Pair, read_pairs

from benchmarks import summary, summary_rivals
from newswire.item.body import Paragraph
from newswire.item.item import Item

SENTENCES = [
    "The harbour of Northaven opened after the storm.",
    "A band played on the bridge.",
    "The storm had closed the harbour of Northaven for days.",
    "Forty ships waited outside the harbour in the storm.",
    "Tea was drunk and much cake was eaten by all who came.",
]


def pair(language: str, text: str, *references: str) -> Pair:
    item = Item(
        guid="urn:newsml:test.example:20261127:benchmark",
        type="text",
        language=language,
        headline="",
        first_created=datetime(2026, 11, 27, tzinfo=UTC),
        body=(Paragraph(text),),
    )
    return Pair(item, references)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Şişli’de İzmir", ["şişli", "de", "i̇zmir"]),
        ("فتح الميناء.", ["فتح", "الميناء"]),
        ("L’État, 2,5 %", ["l", "état", "2", "5"]),
    ],
)
def test_words_of_every_script_are_words(text: str, words: list[str]) -> None:
    assert "".join(summary.Words().tokenize(text)).replace("\u0307", "") == "".join(words).replace("\u0307", "")


def test_a_summary_like_its_reference_has_all_and_one_without_its_words_nothing() -> None:
    assert summary.score_text("فتح الميناء", ["فتح الميناء"]) == dict.fromkeys(summary.MEASURES, 1.0)
    assert summary.score_text("Порт закрыт", ["فتح الميناء"]) == dict.fromkeys(summary.MEASURES, 0.0)


def test_of_several_references_the_mean_counts() -> None:
    assert summary.score_text("one two", ["one two", "three four"])["rougeL"] == pytest.approx(0.5)


@pytest.mark.parametrize("name", list(summary_rivals.RIVALS))
def test_every_rival_has_as_many_words_as_it_may(name: str) -> None:
    for words in (5, 12, 20):
        assert len(summary_rivals.RIVALS[name](SENTENCES, "en", words).split()) == words


def test_the_lead_is_the_beginning() -> None:
    assert summary_rivals.take_lead(SENTENCES, "en", 10) == "The harbour of Northaven opened after the storm. A band"


def test_the_ranking_rivals_prefer_what_the_sentences_share_and_keep_their_order() -> None:
    for rank in (summary_rivals.rank_with_textrank, summary_rivals.rank_with_lexrank):
        found = rank(SENTENCES, "en", 10)
        assert "harbour" in found
        assert "cake" not in found
    assert summary_rivals.fit(["a b", "c d e", "f g"], ["f g", "c d e", "a b"], 4) == ["c d", "f g"]
    assert summary_rivals.fit(["a b", "a b"], ["a b"], 9) == ["a b"]


def test_all_are_measured_at_the_words_of_ours() -> None:
    text = " ".join(SENTENCES * 3)
    scored = summary.score_pair(pair("en", text, "The storm closed the harbour."), 20)
    assert 0 < scored.words <= 20
    assert set(scored.scores) == set(summary.SYSTEMS)
    assert scored.scores["lead"]["rougeL"] > 0
    assert summary.score_pair(pair("en", "Short.", "Short."), 20).words == 0


def test_the_length_of_three_sentences_is_never_more_than_the_website_shows() -> None:
    assert summary.three_sentences(pair("en", " ".join(SENTENCES), "")) == 8 + 6 + 10
    assert summary.three_sentences(pair("en", ("Word " * 100 + "end. ") * 3, "")) == 120


def test_the_bootstrap_tells_chance_from_gain() -> None:
    assert summary.find_p([0.01] * 50, 1000) == 1 / 1000
    assert summary.find_p([0.02, -0.02] * 25, 1000) > 0.5
    assert summary.find_p([-0.01] * 50, 1000) == 1 / 1000
    gains = [0.03, -0.01, 0.02, 0.0, 0.01] * 10
    assert summary.find_p(gains, 1000) == summary.find_p(gains, 1000)


def test_without_the_corpora_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary.main(tmp_path / "none")
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (last["benchmark"], last["ratio_to_peer"], last["why"]) == ("summary", None, "the corpora are not there")


def write_corpora(folder: Path) -> None:
    text = " ".join(SENTENCES * 3)
    for name in ("cnndm-en", "orangesum-fr/summaries/abstracts", "tes-tr-summ/dataset/TES"):
        (folder / name).mkdir(parents=True)
    rows = "".join(f'"{text}","The storm closed the harbour. {number}",{number}\n' for number in range(4))
    (folder / "cnndm-en" / "validation_500.csv").write_text(f"article,highlights,id\n{rows}")
    french = folder / "orangesum-fr" / "summaries" / "abstracts"
    (french / "source_documents.txt").write_text(f"{text}\n{text}\n")
    (french / "gold.txt").write_text("Le port.\nThe storm.\n")
    turkish = [{"Title": "Liman", "Sentences": SENTENCES * 3, "Annotations": {"Indexes": {"A": [0], "B": [0, 2]}}}]
    (folder / "tes-tr-summ" / "dataset" / "TES" / "tes.json").write_text(json.dumps(turkish))


def test_the_corpora_are_read_in_their_own_forms(tmp_path: Path) -> None:
    write_corpora(tmp_path)
    pairs = read_pairs(tmp_path)
    assert {language: len(found) for language, found in pairs.items()} == {"en": 4, "fr": 2, "tr": 1}
    assert pairs["tr"][0].references == (SENTENCES[0], f"{SENTENCES[0]} {SENTENCES[2]}")
    assert pairs["fr"][1].references == ("The storm.",)
    assert pairs["en"][3].references == ("The storm closed the harbour. 3",)


def test_it_ends_in_one_line_with_both_halves_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_corpora(tmp_path)
    summary.main(tmp_path)
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    metrics = last["metrics"]
    assert (last["benchmark"], last["peer"]) == ("summary", "Lead-3")
    assert (metrics["en_three_stories"], metrics["en_developed_three_stories"], metrics["en_held_web_stories"]) == (
        4,
        2,
        2,
    )
    for name in ("fr_three_lexrank_rouge2", "tr_web_textrank_rouge1", "en_held_three_p", "fr_web_median_ms"):
        assert name in metrics
