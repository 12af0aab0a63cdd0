"""Folding and words: spelling variants of one word are one word, in every alphabet."""

import pytest

from newswire.query import fold as fold_module
from newswire.query.fold import Remembered, fold, fold_word, fold_words, split_words, tokenize


@pytest.mark.parametrize(
    ("text", "folded"),
    [("İSTANBUL", "istanbul"), ("ISPARTA", "isparta"), ("Şişli", "sisli"), ("Ağrı", "agri"), ("ÉTÉ", "ete"),
     ("Straße", "strasse"), ("محـــمد", "محمد"), ("ЁЛКА", "елка"), ("Đorđe", "dorde"), ("œuvre", "oeuvre"),
     ("می‌خواهم", "ميخواهم"), ("كتاب", "كتاب"), ("کتاب", "كتاب"), ("على", "علي"), ("علی", "علي"), ("مدرسة", "مدرسه"),
     ("أنقرة", "انقره"), ("إعادة", "اعاده"), ("آب", "اب"), ("ٱلله", "الله"), ("مَدْرَسَة", "مدرسه"), ("٣٤", "34"),
     ("۳۴", "34"), ("کوردستانە", "كوردستانه"), ("so\u00adft", "soft")],
)  # fmt: skip
def test_spelling_variants_fold_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert tokenize(text) == (folded,)


def test_an_apostrophe_ends_the_stem() -> None:
    assert tokenize("Türkiye’nin l'été") == ("turkiye", "nin", "l", "ete")
    assert tokenize("—") == ()


def test_signs_of_several_letters_are_the_words_they_stand_for() -> None:
    assert tokenize("ﷺ") == ("صلي", "الله", "عليه", "وسلم")
    assert tokenize("½ ﬁn ⑴ x²") == ("1", "2", "fin", "1", "x2")


def test_words_keep_their_letters_and_lose_their_vowel_marks() -> None:
    assert split_words("İğne ÉTÉ مَدْرَسَة U.N.") == ["İğne", "ÉTÉ", "مدرسة", "U", "N"]


def test_what_is_remembered_is_made_once_and_thrown_away_when_it_has_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold_module, "MOST_WORDS", 3)
    made: list[str] = []

    def make(word: str) -> str:
        made.append(word)
        return word.upper()

    remembered = Remembered(make)
    assert [remembered[word] for word in ("a", "b", "a", "c", "b")] == ["A", "B", "A", "C", "B"]
    assert made == ["a", "b", "c"]
    assert remembered["d"] == "D"
    assert list(remembered) == ["d"], "there is room again, and it still answers"
    assert remembered["a"] == "A"
    assert made == ["a", "b", "c", "d", "a"]


def test_many_words_fold_as_each_does() -> None:
    words = ["Şişli", "IRAK", "Æsir", "٣"]
    assert list(fold_words(words)) == [fold(word) for word in words] == [fold_word(word) for word in words]
