"""Folding and words: spelling variants of one word are one word, in every alphabet."""

import pytest

from newswire.query.fold import fold, split_words, tokenize


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
