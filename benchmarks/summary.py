"""How near the automatic summary comes to what people wrote, beside the lead, TextRank and LexRank.

ROUGE-1, ROUGE-2 and ROUGE-L (F1, `rouge-score`, words by Unicode: its own tokenizer shreds Turkish). Where a story has
several references, the mean over them. All get as many words of each story as our summary of it has; ours is whole
sentences, the others are cut at the word. Two lengths: `three` is what the website shows, but of no more words than the
story's first three sentences, so that the lead is Lead-3 cut to the same length; `web` is what the website shows (120
words, 35 %). Stories too short for a summary are counted and left out. The English stories with even numbers, counted
from 0, were used to find the weights; those with odd numbers were not (`held`). p is two-sided, by a paired bootstrap
over the stories.
"""

import re
import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

import msgspec
import numpy as np
from rouge_score.rouge_scorer import RougeScorer

from benchmarks.report import NO_PEER, Outcome, Peer, percentile, print_outcome
from benchmarks.summary_corpora import CORPORA, Pair, read_pairs
from benchmarks.summary_rivals import RIVALS
from newswire.enrichment.sentences import split_sentences
from newswire.enrichment.summary import MAX_WORDS, extract
from newswire.item.body import read_texts

MEASURES = ("rouge1", "rouge2", "rougeL")
SYSTEMS = ("ours", *RIVALS)
SAMPLES = 10_000
SEED = 20261127
_WORD = re.compile(r"\w+")


class Words:
    """A tokenizer for `rouge-score`: words by Unicode, in small letters, never stemmed."""

    def tokenize(self, text: str) -> list[str]:
        """The words of a text."""
        return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


class Scored(msgspec.Struct, frozen=True):
    """One story: the words of our summary, the milliseconds it took, F1 by system and measure."""

    words: int
    milliseconds: float
    scores: dict[str, dict[str, float]]


def main(corpora: Path = CORPORA) -> None:
    """Measures every language at both lengths, the halves of the English set apart as well."""
    if not corpora.is_dir():
        why = "the corpora are not there"
        print(f"{why} ({corpora})", file=sys.stderr)
        print_outcome(Outcome("summary", {}, Peer(NO_PEER, None, why)), why, [("language",)])
        return
    metrics: dict[str, float] = {}
    rows: list[tuple[str, ...]] = [("stories", "length", "n", "words", "system", *MEASURES, "− lead L", "p")]
    ratio = 0.0
    for language, pairs in read_pairs(corpora).items():
        for length, limit in (("three", three_sentences), ("web", web_words)):
            found = [score_pair(pair, limit(pair)) for pair in pairs]
            sets = {language: found}
            if language == "en":
                sets |= {"en_developed": found[0::2], "en_held": found[1::2]}
            for name, scored in sets.items():
                add_rows(name, length, [one for one in scored if one.words], rows, metrics)
                metrics[f"{name}_{length}_empty"] = sum(not one.words for one in scored)
            metrics[f"{language}_{length}_median_ms"] = median(one.milliseconds for one in found)
            metrics[f"{language}_{length}_p99_ms"] = percentile([one.milliseconds for one in found], 0.99)
            if (language, length) == ("en", "three"):
                ratio = metrics["en_three_ours_rougeL"] / metrics["en_three_lead_rougeL"]
    title = "F1 of automatic summaries, equal words a story; p: ROUGE-L against the lead, paired bootstrap, two-sided"
    print_outcome(Outcome("summary", metrics, Peer("Lead-3", ratio)), title, rows)


def three_sentences(pair: Pair) -> int:
    """The words of the first three sentences, no more than the website shows."""
    return min(MAX_WORDS, sum(len(one.split()) for one in read_sentences(pair)[:3]))


def web_words(_pair: Pair) -> int:
    """What the website shows at most."""
    return MAX_WORDS


def read_sentences(pair: Pair) -> list[str]:
    """The story's sentences, the same for all systems."""
    return [one for text in read_texts(pair.item.body) for one in split_sentences(text, pair.item.language)]


def score_pair(pair: Pair, max_words: int) -> Scored:
    """Our summary of no more than `max_words` words, the others at its length, all held against the references."""
    started = time.process_time()
    ours = " ".join(read_texts(extract(pair.item, max_words=max_words)))
    milliseconds = (time.process_time() - started) * 1000
    words = len(ours.split())
    if not words:
        return Scored(0, milliseconds, {})
    sentences = read_sentences(pair)
    texts = {"ours": ours} | {name: make(sentences, pair.item.language, words) for name, make in RIVALS.items()}
    return Scored(words, milliseconds, {name: score_text(text, pair.references) for name, text in texts.items()})


def score_text(text: str, references: Sequence[str]) -> dict[str, float]:
    """F1 by measure, the mean over the references."""
    scorer = RougeScorer(list(MEASURES), tokenizer=Words())
    found = [scorer.score(reference, text) for reference in references]
    return {measure: mean(one[measure].fmeasure for one in found) for measure in MEASURES}


def add_rows(
    name: str, length: str, scored: Sequence[Scored], rows: list[tuple[str, ...]], metrics: dict[str, float]
) -> None:
    """One row a system, and the numbers by name."""
    key = f"{name}_{length}"
    metrics[f"{key}_stories"] = len(scored)
    metrics[f"{key}_words_mean"] = mean(one.words for one in scored)
    means = {
        system: {measure: mean(one.scores[system][measure] for one in scored) for measure in MEASURES}
        for system in SYSTEMS
    }
    for system, values in means.items():
        metrics |= {f"{key}_{system}_{measure}": value for measure, value in values.items()}
    gains = [one.scores["ours"]["rougeL"] - one.scores["lead"]["rougeL"] for one in scored]
    metrics[f"{key}_gain_rougeL"] = mean(gains)
    metrics[f"{key}_p"] = find_p(gains)
    for system in SYSTEMS:
        first = system == "ours"
        rows.append(
            (
                name if first else "",
                length if first else "",
                f"{len(scored):,}" if first else "",
                f"{metrics[f'{key}_words_mean']:.0f}" if first else "",
                system,
                *(f"{100 * means[system][measure]:.2f}" for measure in MEASURES),
                f"{100 * mean(gains):+.2f}" if first else "",
                f"{metrics[f'{key}_p']:.4f}" if first else "",
            )
        )


def find_p(gains: Sequence[float], samples: int = SAMPLES, seed: int = SEED) -> float:
    """How likely a mean as far from 0 is by chance: a bootstrap over the stories, two-sided; never below 1/samples."""
    values = np.asarray(gains)
    draw = np.random.default_rng(seed)
    means = np.array([values[draw.integers(0, len(values), len(values))].mean() for _ in range(samples)])
    tail = min((means <= 0).mean(), (means >= 0).mean())
    return float(min(1.0, max(2 * tail, 1 / samples)))


if __name__ == "__main__":
    main()
