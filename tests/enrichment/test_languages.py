"""What every summary promises, tried on an invented story in each of the thirteen languages of the desk."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newswire.enrichment.dependence import leans
from newswire.enrichment.sentences import QuoteDepth, split_sentences
from newswire.enrichment.summary import extract
from newswire.enrichment.tongue import read_tongue
from newswire.item.body import ListBlock, Paragraph, WebBlock, read_texts
from newswire.item.vocabulary.languages import LANGUAGES
from tests.enrichment.invented import STORIES, Invented, Sentence, read_invented

ROOT = Path(__file__).parents[2]
ROOMS = (15, 25, 35, 45, 60, 80, 100, 120)


@pytest.fixture(params=list(LANGUAGES))
def story(request: pytest.FixtureRequest) -> Invented:
    return read_invented(request.param)


def runs_of(story: Invented) -> list[list[Sentence]]:
    runs: list[list[Sentence]] = []
    for sentence in story.sentences():
        if sentence.is_tied:
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return runs


def join(run: list[Sentence]) -> str:
    return " ".join(sentence.text for sentence in run)


def read(summary: tuple[WebBlock, ...]) -> str:
    return " ".join(block.text for block in summary)


def test_there_is_a_story_and_a_list_of_words_for_every_language() -> None:
    assert {path.stem for path in STORIES.glob("*.txt")} == set(LANGUAGES)
    for tag in LANGUAGES:
        tongue = read_tongue(tag)
        assert all((tongue.pronouns, tongue.openings, tongue.speech, tongue.counting)), tag


def test_sentences_end_where_they_end(story: Invented) -> None:
    for paragraph in story.paragraphs:
        text = " ".join(sentence.text for sentence in paragraph)
        assert split_sentences(text, story.item.language) == [sentence.text for sentence in paragraph]


def test_what_cannot_stand_alone_is_known(story: Invented) -> None:
    found = {join(run): leans(join(run), story.item.language) for run in runs_of(story)}
    assert found == {join(run): run[0].leans for run in runs_of(story)}


@pytest.mark.parametrize("room", ROOMS)
def test_no_summary_breaks_a_promise(story: Invented, room: int) -> None:
    text = read(extract(story.item, max_words=room, max_share=1.0))
    runs = runs_of(story)
    taken = [number for number, run in enumerate(runs) if join(run) in text]
    assert text == " ".join(join(runs[number]) for number in taken)  # whole runs, in the story's order
    assert len(text.split()) <= room
    assert all(number - 1 in taken for number in taken if runs[number][0].leans)
    listed = read_texts(block for block in story.item.body if not isinstance(block, Paragraph))
    assert not any(entry in text for entry in listed if len(entry.split()) > 2)


def test_the_lead_is_there_and_the_share_is_kept(story: Invented) -> None:
    summary = extract(story.item)
    sentences = story.sentences()
    assert summary
    assert summary[0].text.startswith(sentences[0].text)
    texts = read_texts(block for block in story.item.body if not isinstance(block, ListBlock))
    assert len(read(summary).split()) <= 0.35 * len(" ".join(texts).split())


def test_quotations_are_whole_and_have_their_speaker(story: Invented) -> None:
    for room in ROOMS:
        for block in extract(story.item, max_words=room, max_share=1.0):
            depth = QuoteDepth()
            depth.feed(block.text)
            assert not depth.is_open


def test_a_paragraph_stays_a_paragraph(story: Invented) -> None:
    texts = [block.text for block in story.item.body if isinstance(block, Paragraph)]
    for block in extract(story.item, max_words=120, max_share=1.0):
        first = split_sentences(block.text, story.item.language)[0]
        assert sum(text.find(first) >= 0 for text in texts) == 1


def test_the_same_story_gives_the_same_summary(story: Invented) -> None:
    assert extract(story.item) == extract(read_invented(story.item.language).item)


PRINT_ALL = """
from newswire.enrichment.summary import extract
from newswire.item.vocabulary.languages import LANGUAGES
from tests.enrichment.invented import read_invented
for tag in LANGUAGES:
    for room in range(10, 120, 5):
        print(extract(read_invented(tag).item, max_words=room, max_share=1.0))
"""


def test_another_process_gives_the_same_summaries() -> None:
    digests = set()
    for seed in ("1", "2"):
        variables = os.environ | {"PYTHONHASHSEED": seed}
        said = subprocess.run(
            [sys.executable, "-c", PRINT_ALL], env=variables, capture_output=True, check=True, cwd=ROOT
        )
        digests.add(hashlib.sha256(said.stdout).hexdigest())
    assert len(digests) == 1
