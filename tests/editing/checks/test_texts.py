"""Headlines, placeholders, doubled words, quotation marks and brackets, in several languages: what is found, what is
not."""

from datetime import timedelta

import pytest

from newswire.editing.checks.doubles import find_doubled
from newswire.editing.checks.headline import count_graphemes, names_a_source
from newswire.editing.checks.placeholders import find_placeholders
from newswire.editing.checks.quotes import find_mixed, find_unbalanced
from newswire.editing.checks.times import is_confirmed
from newswire.item.body import Paragraph
from tests.editing.checks.items import NOW, codes, findings, good


def test_a_headline_of_64_characters_is_fine() -> None:
    assert findings(good(headline="x" * 64)) == []
    assert findings(good(headline="e\u0301" * 64)) == []
    assert codes(good(headline="e\u0301" * 65)) == ["headline-long"]


@pytest.mark.parametrize(
    ("text", "count"),
    [("İstanbul", 8), ("I\u0307zmir", 5), ("مُحَمَّد", 4), ("می\u200cشود", 5), ("👩\u200d🚒!", 2),
     ("🇹🇷🇦🇿", 2), ("", 0), ("a\ufe0f", 1)],
)  # fmt: skip
def test_characters_are_counted_as_a_reader_sees_them(text: str, count: int) -> None:
    assert count_graphemes(text) == count


def test_an_alert_has_100_characters_and_names_its_source() -> None:
    alert = good(type="alert", body=(), dateline=None, headline="Blast in Kabul - police")
    assert findings(alert) == []
    assert findings(good(type="alert", headline="Police: " + "x" * 93)) == [("alert-long", "block")]
    assert findings(good(type="alert", headline="Blast in Kabul")) == [("alert-source-missing", "warn")]


@pytest.mark.parametrize(
    "text",
    ["Blast in Kabul, police say", "Erdoğan: Seçim haziranda", "Bakan Şen, köprünün açıldığını söyledi",
     "Valilik açıkladı", "الشرطة: انفجار في كابول", "قالت الشرطة إن انفجارا وقع", "Взрыв в Кабуле, сообщила полиция",
     "Explosion à Kaboul, selon la police", "Explosión en Kabul, según la policía"],
)  # fmt: skip
def test_a_source_is_recognised(text: str) -> None:
    assert names_a_source([text])


@pytest.mark.parametrize(
    "text", ["Blast in Kabul", "Kabil'de patlama", "انفجار في كابول", "Взрыв в Кабуле", "", "12:30"]
)
def test_a_bare_event_names_no_source(text: str) -> None:
    assert not names_a_source([text])


@pytest.mark.parametrize(
    "text",
    ["XX people came", "about XXX euros", "said TK", "TKTK", "il a XX ans", "saat XX'te", "about xxx people", "[name]",
     "Mayor [NAME] said", "Bakan [ad soyad] dedi", "[tarih] günü", "قال [الاسم] اليوم", "قتل ؟؟؟ أشخاص", "??? killed",
     "____ people", "<name>", "{isim}", "lorem ipsum dolor", "[имя]", "[nom]"],
)  # fmt: skip
def test_placeholders_are_found(text: str) -> None:
    assert find_placeholders([text])


@pytest.mark.parametrize(
    "text",
    [
        "en el siglo XX", "XX. yüzyılın başında", "в XX веке", "au XXe siècle", "flight TK 1951 to Adana", "TK-1951",
        "FOXX won", "xx", "abad ke-XX", "“He [the mayor] said", "What?? Why?!", "[sic]", "(name withheld)",
        "her [full] name", "ماذا؟", "https://xxx.example/a", "Adı ve soyadı açıklandı",
    ],
)  # fmt: skip
def test_centuries_flights_and_additions_in_brackets_are_no_placeholders(text: str) -> None:
    assert find_placeholders([text]) == ()


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "It was the the end", "the the"), ("en", "He said said so", "said said"),
        ("en", "The the end", "The the"),
        ("tr", "Kadın ve ve erkek", "ve ve"), ("tr", "Toplantı için için geldi", "için için"),
        ("ar", "ذهب إلى إلى المدينة", "إلى إلى"), ("fr", "Il est est parti", "est est"),
        ("id", "Mereka yang yang datang", "yang yang"), ("ru", "Он был был там", "был был"),
        ("es", "la la casa", "la la"), ("fa", "از از شهر", "از از"),
    ],
)  # fmt: skip
def test_a_word_written_twice_is_found(language: str, text: str, found: str) -> None:
    assert find_doubled(text, language) == (found,)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "Yavaş yavaş ve adım adım ilerledi, zaman zaman durdu"), ("tr", "Bir bir geldiler"),
        ("id", "Anak-anak bermain"), ("id", "orang-orang"), ("en", "He had had enough of that that day"),
        ("en", "Talks in Baden Baden"), ("en", "the theatre"), ("en", "said. Said"), ("fr", "Nous nous sommes levés"),
        ("ar", "كبير جدا جدا"), ("fa", "کم کم آمد"), ("sq", "për të të gjithë"), ("ru", "чуть чуть"), ("en", "12 12"),
        ("en", "well-known known"),
    ],
)  # fmt: skip
def test_a_word_said_twice_on_purpose_is_not(language: str, text: str) -> None:
    assert find_doubled(text, language) == ()


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (["He said “no."], "“"), (['He said "no.'], '"'), (["He said no”."], "”"), (["Il a dit « non."], "«"),
        (["Bakan «evet dedi."], "«"), (["(see above"], "("), (["see above)"], ")"), (["[a (b]"], "]"),
        (["قال «نعم ثم ذهب"], "«"), (["Rekao je „ne."], "“"), (["He said ‘no and left"], "‘"),
        (["قال “نعم” و”لا"], "“"), (["Saat 13.00‘te ‘hayır dedi"], "‘"), (["“no” and \"yes"], '"'),
    ],
)  # fmt: skip
def test_a_mark_without_its_counterpart_is_found(paragraphs: list[str], found: str) -> None:
    assert found in find_unbalanced(paragraphs)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["He said “no” and ‘maybe’."], ['"No," he said.'], ["Il l’a dit : « non »."], ["Türkiye'nin ve Ankara’nın"],
        ["Rekao je „ne“ i „da”."], ["»Ja«, sagte er."], ["The ’90s and the workers’ rights"], ["(a [b] c) {d}"],
        ["a) first b) second"], ["1) ilk 2) son"], ["قال «نعم» (أمس)"], ["Glad :) or not ;-("],
        ["“It goes on.", "“And ends here.”"], ['"It goes on.', '"And ends here."'], ["«Продолжение.", "«Конец»."],
        ["He said: “First.", "Then this.", "And the end.”"],
        ["A 5\" gun and a 6\" gun"], ["”Ruotsi” sanoi"], [],
        ["سهم “إعمار” و”كيان” و “سابك”"], ["بـ”تويتر” على"], ["الطائرات “بوينج 777″ التابعة"],
        ["Saat 13.00‘te, 32 ‘inci hafta"], ["Back in the ‘90s, rock ‘n’ roll"], ["He said ‘’tis’ so"],
    ],
)  # fmt: skip
def test_balanced_and_continued_quotations_are_not(paragraphs: list[str]) -> None:
    assert find_unbalanced(paragraphs) == ()


@pytest.mark.parametrize(
    ("language", "texts", "is_mixed"),
    [
        ("en", ["“a”", '"b"'], True), ("tr", ["“a”", "«b»"], True), ("fr", ["« a “b” c »"], False),
        ("ru", ["«а „б“ в»"], False), ("ar", ["«ا “ب” ج»"], False), ("ar", ['«ا» "ب"'], True),
        ("en", ["“a”", "it's ‘b’"], False), ("tr", ['"a"', "Ankara’da"], False),
    ],
)  # fmt: skip
def test_kinds_of_quotation_marks_are_mixed_only_as_the_language_does(
    language: str, texts: list[str], is_mixed: bool
) -> None:
    assert bool(find_mixed(texts, language)) is is_mixed


def test_a_quotation_closed_by_another_kind_of_mark_is_one_finding_and_not_three() -> None:
    text = Paragraph('He said “it is over" and left.')
    assert codes(good(body=(text,))) == ["quotes-mixed"]
    assert codes(good(standfirst='He said "it is over” and left.')) == ["quotes-mixed"]


def test_what_is_typed_must_be_the_word() -> None:
    assert is_confirmed("OBIT-HOLT", " obit-holt ")
    assert not is_confirmed("OBIT-HOLT", "")
    assert not is_confirmed("", "")
    assert not is_confirmed("OBIT-HOLT", "OBIT")


def test_an_expiry_to_come_and_an_embargo_to_come_are_fine() -> None:
    later = NOW + timedelta(minutes=1)
    assert findings(good(expires=later, embargo_until=later)) == []


def test_a_finding_names_the_field_it_is_in() -> None:
    doubled = good(standfirst="It was the the end", body=(Paragraph("Fine."),))
    assert codes(doubled) == ["word-doubled"]
