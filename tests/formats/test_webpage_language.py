"""Language detection: short texts of our own in all thirteen languages, and whole corpora where they are at hand."""

import gzip
import zipfile
from collections import Counter
from itertools import islice

import msgspec
import pytest

from newswire.formats.webpage.language import detect_language
from newswire.item.vocabulary.languages import LANGUAGES
from tests.shared_data import require_shared_data

SAMPLES = {
    "tr": "Göl kıyısındaki üç ülke, su seviyesinin tek bir ölçüm aletiyle izlenmesi için bir anlaşma imzaladı.",
    "en": "Three countries that share the lake have signed an agreement to measure its level with one instrument.",
    "ru": "Три страны, которые делят озеро, подписали договор о том, что уровень воды будут измерять одним прибором.",
    "bs": "Tri zemlje koje dijele jezero potpisale su sporazum o tome da se nivo vode mjeri jednim uređajem za sve.",
    "ar": "وقعت ثلاث دول تطل على البحيرة اتفاقا على قياس منسوب المياه من محطة واحدة بعد خلاف دام سنوات.",
    "fr": "Les trois pays qui se partagent le lac ont signé un accord pour mesurer le niveau de l’eau ensemble.",
    "kmr": "Sê welatên ku li ser golê ne peymanek îmze kirin da ku asta avê bi yek amûrê were pîvan.",
    "ckb": "سێ وڵاتی کەناری دەریاچەکە ڕێککەوتنێکیان واژۆ کرد بۆ ئەوەی ئاستی ئاو بە یەک ئامێر بپێورێت.",
    "sq": "Tri vendet që ndajnë liqenin kanë nënshkruar një marrëveshje për të matur nivelin e ujit së bashku.",
    "fa": "سه کشور که در کنار دریاچه هستند توافقی را امضا کردند تا سطح آب با یک دستگاه اندازه‌گیری شود.",
    "mk": "Три земји кои го делат езерото потпишаа договор со кој нивото на водата ќе се мери со еден инструмент.",
    "id": "Tiga negara yang berbagi danau itu telah menandatangani perjanjian untuk mengukur air dengan satu alat.",
    "es": "Los tres países que comparten el lago firmaron un acuerdo para medir el nivel del agua con un aparato.",
}


def test_there_is_a_sample_for_every_language_a_story_can_have() -> None:
    assert set(SAMPLES) == set(LANGUAGES)


@pytest.mark.parametrize("tag", SAMPLES)
def test_one_sentence_is_enough(tag: str) -> None:
    assert detect_language(SAMPLES[tag]) == tag


def test_capitals_do_not_hide_a_language() -> None:
    assert detect_language("İLİN LİMANINDA KONTEYNERLERİN YARISI İLE BU YIL DAHA ÇOK YÜK TAŞINDI VE SONRA") == "tr"
    assert detect_language(SAMPLES["fr"].upper()) == "fr"


@pytest.mark.parametrize("text", ["", "  ", "12 345 – 67", "漢字"])
def test_what_tells_nothing_gets_the_default(text: str) -> None:
    assert detect_language(text) == ""
    assert detect_language(text, "en") == "en"


def test_a_foreign_quotation_does_not_turn_the_language() -> None:
    text = SAMPLES["en"] + " Its name was given as «озеро Марун» and as «بحيرة مارون» on the maps of the two countries."
    assert detect_language(text) == "en"


def test_a_turkish_corpus_is_turkish() -> None:
    path = require_shared_data("corpora", "ttc3600-tr", "ttc3600.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = Counter(detect_language(msgspec.json.decode(line)["text"]) for line in islice(lines, 0, 3600, 10))
    assert found == {"tr": 360}


def test_a_french_corpus_is_french() -> None:
    path = require_shared_data("corpora", "orangesum-fr", "summaries", "abstracts", "source_documents.txt")
    found = Counter(detect_language(line) for line in path.read_text(encoding="utf-8").splitlines()[::10])
    assert found["fr"] >= 0.99 * found.total()


def test_an_arabic_corpus_is_arabic() -> None:
    path = sorted(require_shared_data("corpora", "saudinewsnet-ar", "dataset").glob("*.zip"))[0]
    with zipfile.ZipFile(path) as archive:
        stories = msgspec.json.decode(archive.read(archive.namelist()[0]).decode("utf-8-sig"))
    texts = [story["content"] for story in stories if len(story["content"]) > 200]
    found = Counter(detect_language(text) for text in texts)
    assert found["ar"] >= 0.99 * len(texts)
