"""The copied web page: everything of the story is found, nothing of the page is kept, no word is changed."""

from datetime import UTC, datetime

import pytest

from newswire.formats.webpage.reader import looks_like_page
from newswire.item.body import Crosshead, Paragraph, read_texts
from newswire.item.item import AltId
from newswire.kit.errors import FormatError
from tests.formats.conftest import NOW, ReadAll, ReadOne
from tests.shared_data import require_shared_data

PAGE = """Politics, World

Lake states agree on a common water gauge

Three countries will read the level of Lake Marun from one instrument after a decade of dispute

Ilse Verhaegen \u00a0 | 03.02.2026
Lake states agree on a common water gauge


Three countries that share Lake Marun signed an agreement on Tuesday to measure its level with one instrument.

“We have argued about centimetres for ten years,” said [Water] Minister Odile Brandt. “From today we argue about water.”

The gauge will stand at Cape Sorrel, which none of the three claims.

Fishermen ‘not asked’

The lake’s fishermen said they had not been heard (in any of the ports).

They will meet on Friday.

Northaven Agency website contains only a portion of the news stories offered to subscribers in its broadcasting system.
Related topics
Lake Marun
Water
Bu haberi paylaşın2"""


def test_a_page_is_taken_apart_into_its_parts(read_one: ReadOne) -> None:
    item = read_one("webpage", PAGE.encode())
    assert item.headline == "Lake states agree on a common water gauge"
    assert item.standfirst.startswith("Three countries will read")
    assert item.byline == "Ilse Verhaegen"
    assert item.sections == ("politics", "world")
    assert [one.qcode for one in item.subjects] == ["medtop:11000000"]
    assert all(one.name for one in item.subjects)
    assert item.first_created == datetime(2026, 2, 3, tzinfo=UTC)
    assert item.language == "en"
    assert item.type == "text"
    assert item.urgency == 5


def test_the_body_keeps_paragraphs_crossheads_quotes_and_brackets_as_they_are(read_one: ReadOne) -> None:
    body = read_one("webpage", PAGE.encode()).body
    assert [type(block) for block in body] == [Paragraph, Paragraph, Paragraph, Crosshead, Paragraph, Paragraph]
    assert body[1] == Paragraph(
        "“We have argued about centimetres for ten years,” said [Water] Minister Odile Brandt. “From today we argue "
        "about water.”"
    )
    assert body[3] == Crosshead("Fishermen ‘not asked’")


def test_the_furniture_of_the_page_is_gone(read_one: ReadOne) -> None:
    item = read_one("webpage", PAGE.encode())
    text = " ".join([item.headline, item.standfirst, *read_texts(item.body)])
    for word in ("portion", "Related", "paylaş", "subscribers"):
        assert word not in text
    assert read_texts(item.body)[-1] == "They will meet on Friday."
    assert item.extra == {}, "a caption that repeats the headline says nothing of its own"


@pytest.mark.parametrize(
    "line",
    [
        "Bu haberi paylaşın2",
        "Share this story",
        "شارك هذا الخبر",
        "Поделиться 14",
        "Partager cet article",
        "Compartir",
        "Örnek Ajansı internet sitesinde, abonelere sunulan haberler özetlenerek yayımlanır.",
        "Northaven Agency website contains only a portion of the stories offered to subscribers, in summarised form.",
        "ينشر هذا الموقع جزءًا من الأخبار التي تقدم للمشتركين.",
        "На сайте агентства публикуется только часть новостей для подписчиков.",
        "Ce site ne publie qu’une partie des dépêches destinées aux abonnés.",
        "Este sitio web contiene solo una parte de las noticias ofrecidas a los abonados.",
    ],
)
def test_furniture_is_known_in_the_languages_of_the_editions(line: str, read_one: ReadOne) -> None:
    page = PAGE.replace("They will meet on Friday.", f"They will meet on Friday.\n\n{line}\n\nThe end was near.")
    texts = read_texts(read_one("webpage", page.encode()).body)
    assert texts[-2:] == ["They will meet on Friday.", "The end was near."]


@pytest.mark.parametrize(
    "heading",
    ["Related topics", "İlgili konular", "مواضيع ذات صلة", "Связанные темы", "Sujets associés", "Temas relacionados"],
)
def test_related_topics_and_what_follows_are_dropped(heading: str, read_one: ReadOne) -> None:
    page = PAGE.replace("Related topics", heading)
    texts = read_texts(read_one("webpage", page.encode()).body)
    assert texts[-1] == "They will meet on Friday."


@pytest.mark.parametrize(
    "paragraph",
    [
        "Share prices fell on all three exchanges after the vote.",
        "Related topics were discussed for two hours, the minister said.",
        "The website contains only a portion of the plan.",
    ],
)
def test_a_sentence_that_only_resembles_furniture_stays(paragraph: str, read_one: ReadOne) -> None:
    page = PAGE.replace("They will meet on Friday.", paragraph)
    assert paragraph in read_texts(read_one("webpage", page.encode()).body)


def test_the_same_page_gets_the_same_guid_whenever_and_however_it_is_saved(read_one: ReadOne) -> None:
    first = read_one("webpage", PAGE.encode())
    windows = read_one("webpage", b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    wide = read_one("webpage", PAGE.encode("utf-16"))
    assert first.guid.startswith("urn:newsml:agency.example:20260203:")
    assert first == windows == wide
    assert first.alt_ids == (AltId("source", "webpage:" + first.guid.rpartition(":")[2]),)


def test_another_date_or_headline_is_another_story(read_one: ReadOne) -> None:
    first = read_one("webpage", PAGE.encode()).guid
    assert read_one("webpage", PAGE.replace("03.02.2026", "04.02.2026").encode()).guid != first
    assert read_one("webpage", PAGE.replace("common water", "joint water").encode()).guid != first


def test_a_corrected_body_under_the_same_headline_is_the_same_story(read_one: ReadOne) -> None:
    corrected = PAGE.replace("on Friday", "on Thursday")
    assert read_one("webpage", corrected.encode()).guid == read_one("webpage", PAGE.encode()).guid


def test_without_sections_nothing_is_filed(read_one: ReadOne) -> None:
    item = read_one("webpage", PAGE.removeprefix("Politics, World\n\n").encode())
    assert item.headline == "Lake states agree on a common water gauge"
    assert item.sections == ()
    assert item.subjects == ()


def test_a_section_that_is_not_ours_becomes_a_keyword(read_one: ReadOne) -> None:
    item = read_one("webpage", PAGE.replace("Politics, World", "Politics, Lakes").encode())
    assert item.sections == ("politics",)
    assert item.keywords == ("Lakes",)


def test_sections_are_known_in_other_languages(read_one: ReadOne) -> None:
    assert read_one("webpage", PAGE.replace("Politics, World", "Ekonomi, Dünya").encode()).sections == (
        "economy",
        "world",
    )


def test_a_page_is_known_by_its_sections_or_by_its_byline() -> None:
    byline = "Ilse Verhaegen \u00a0 | 03.02.2026"
    assert looks_like_page(PAGE.encode())
    assert looks_like_page(PAGE.replace("Politics, World", "").encode())
    assert looks_like_page(PAGE.replace(byline, "").encode())
    assert not looks_like_page(PAGE.replace("Politics, World", "").replace(byline, "").encode())
    assert looks_like_page("Şu".encode("cp1254")), "so that the reader can say what is wrong"


def test_without_a_standfirst_the_headline_stands_alone(read_one: ReadOne) -> None:
    page = PAGE.replace(
        "Three countries will read the level of Lake Marun from one instrument after a decade of dispute\n\n", ""
    )
    item = read_one("webpage", page.encode())
    assert item.standfirst == ""
    assert item.headline == "Lake states agree on a common water gauge"
    assert len(item.body) == 6


def test_without_a_caption_the_first_paragraph_is_kept(read_one: ReadOne) -> None:
    page = PAGE.replace("03.02.2026\nLake states agree on a common water gauge\n\n\n", "03.02.2026\n\n")
    assert read_one("webpage", page.encode()) == read_one("webpage", PAGE.encode())


def test_a_first_paragraph_right_under_the_byline_is_no_caption(read_one: ReadOne) -> None:
    page = PAGE.replace("03.02.2026\nLake states agree on a common water gauge\n\n\n", "03.02.2026\n")
    assert read_one("webpage", page.encode()).body == read_one("webpage", PAGE.encode()).body


@pytest.mark.parametrize(
    "caption",
    ["The gauge at Cape Sorrel", "The gauge at Cape Sorrel, seen on Monday. Photo: Aron Tull"],
)
def test_a_caption_of_its_own_is_kept_beside_the_story(caption: str, read_one: ReadOne) -> None:
    page = PAGE.replace("03.02.2026\nLake states agree on a common water gauge\n", f"03.02.2026\n{caption}\n")
    item = read_one("webpage", page.encode())
    assert item.extra == {"caption": caption}
    assert item.body == read_one("webpage", PAGE.encode()).body


def test_without_a_byline_the_date_alone_is_read(read_one: ReadOne) -> None:
    item = read_one("webpage", PAGE.replace("Ilse Verhaegen \u00a0 | 03.02.2026", "03.02.2026 - 14:20").encode())
    assert item.byline == ""
    assert item.first_created == datetime(2026, 2, 3, tzinfo=UTC)
    assert item.standfirst.endswith("a decade of dispute")


def test_a_byline_on_its_own_line_above_the_date_is_found(read_one: ReadOne) -> None:
    item = read_one(
        "webpage", PAGE.replace("Ilse Verhaegen \u00a0 | 03.02.2026", "Ilse Verhaegen\n3 February 2026").encode()
    )
    assert item.byline == "Ilse Verhaegen"
    assert item.standfirst.endswith("a decade of dispute")


def test_without_any_date_the_story_is_dated_now_but_its_guid_is_stable(read_one: ReadOne) -> None:
    page = PAGE.replace("Ilse Verhaegen \u00a0 | 03.02.2026\nLake states agree on a common water gauge\n", "")
    item = read_one("webpage", page.encode())
    assert item.first_created == NOW
    assert ":19700101:" in item.guid
    assert item.headline == "Lake states agree on a common water gauge"
    assert item.standfirst.endswith("a decade of dispute")
    assert len(item.body) == 6


def test_a_headline_with_a_date_in_it_is_not_the_byline(read_one: ReadOne) -> None:
    page = PAGE.replace("Lake states agree on a common water gauge", "Lake states fix 14 January 2027 for the gauge")
    item = read_one("webpage", page.encode())
    assert item.headline == "Lake states fix 14 January 2027 for the gauge"
    assert item.byline == "Ilse Verhaegen"


def test_lines_in_a_row_without_punctuation_are_a_list_and_not_crossheads(read_one: ReadOne) -> None:
    page = PAGE.replace("Fishermen ‘not asked’", "Port Ebbing 2.10\n\nCape Sorrel 2.31\n\nOld Weir 1.97")
    body = read_one("webpage", page.encode()).body
    assert not any(isinstance(block, Crosshead) for block in body)


def test_a_short_last_line_is_no_crosshead(read_one: ReadOne) -> None:
    page = PAGE.replace("They will meet on Friday.", "They will meet on Friday.\n\nEdited by Aron Tull")
    assert read_one("webpage", page.encode()).body[-1] == Paragraph("Edited by Aron Tull")


@pytest.mark.parametrize("content", [b"", b"  \n\r\n\t", b"\xef\xbb\xbf\n", b"Share this story\n"])
def test_an_empty_page_is_an_error_with_its_line(content: bytes, read_all: ReadAll) -> None:
    with pytest.raises(FormatError, match="line 1: the page is empty"):
        read_all("webpage", content)


def test_a_headline_with_nothing_under_it_is_an_error_with_its_line(read_all: ReadAll) -> None:
    with pytest.raises(FormatError, match="line 3: there is a headline and nothing under it"):
        read_all("webpage", b"World\n\nLake states agree\n\n")


def test_a_byline_without_a_headline_is_an_error_with_its_line(read_all: ReadAll) -> None:
    with pytest.raises(FormatError, match="line 2: there is no headline above the byline"):
        read_all("webpage", b"\nIlse Verhaegen | 03.02.2026\n\nThe gauge will stand at Cape Sorrel.\n")


def test_bytes_that_are_not_utf8_are_an_error_with_their_line(read_all: ReadAll) -> None:
    content = PAGE.encode().replace(b"Water\n", "Şu\n".encode("cp1254"))
    line = PAGE[: PAGE.index("\nWater\n")].count("\n") + 2
    with pytest.raises(FormatError) as caught:
        read_all("webpage", content)
    assert caught.value.line == line
    assert "UTF-8" in caught.value.detail


def test_a_binary_file_is_refused(read_all: ReadAll) -> None:
    with pytest.raises(FormatError, match="line 2: this is not text"):
        read_all("webpage", b"Headline\n\x00\x01\n")


TURKISH = """Ekonomi

Mavi Liman’da yük trafiği ilk kez demiryoluna geçti

İlin limanında konteynerlerin yarısı artık trenle taşınıyor

Deniz Korkut   |14 Ocak 2026

Mavi Liman Belediyesi, limandan çıkan yükün yarısının bu ay ilk kez trenle taşındığını duyurdu.

“Bu bir başlangıç,” diyen Başkan İnci Salman, hattın yıl sonuna kadar çift olacağını belirtti.

İkinci hat yolda

Yeni hattın yapımına nisan ayında başlanacak ve çalışmalar için üç yüz kişi işe alınacak.

İlgili Konular
Mavi Liman
"""


def test_a_turkish_page_is_read_in_turkish(read_one: ReadOne) -> None:
    item = read_one("webpage", TURKISH.encode())
    assert item.language == "tr"
    assert item.byline == "Deniz Korkut"
    assert item.first_created == datetime(2026, 1, 14, tzinfo=UTC)
    assert item.sections == ("economy",)
    assert item.body[2] == Crosshead("İkinci hat yolda")
    assert len(item.body) == 4


ARABIC = """سياسة

دول البحيرة تتفق على مقياس واحد للمياه

اتفاق ينهي خلافا دام عشر سنوات بين ثلاث دول

سلمى نوري | ٣ فبراير ٢٠٢٦

وقعت ثلاث دول تطل على بحيرة مارون اتفاقا لقياس منسوب المياه من محطة واحدة.

وقال الوزير إن المقياس سيوضع في رأس سوريل خلال شهر آذار.

مواضيع ذات صلة
بحيرة مارون
"""


def test_an_arabic_page_with_arabic_digits_is_read(read_one: ReadOne) -> None:
    item = read_one("webpage", ARABIC.encode())
    assert item.language == "ar"
    assert item.byline == "سلمى نوري"
    assert item.first_created == datetime(2026, 2, 3, tzinfo=UTC)
    assert item.sections == ("politics",)
    assert len(item.body) == 2


def test_the_real_page_keeps_every_paragraph_and_its_crosshead(read_one: ReadOne) -> None:
    paths = sorted(require_shared_data("stories").glob("*.txt"))
    assert paths
    for path in paths:
        source = path.read_text(encoding="utf-8-sig")
        item = read_one("webpage", path.read_bytes())
        assert item.headline in source
        assert item.standfirst in source
        assert item.byline
        assert item.sections
        assert item.first_created.hour == 0
        texts = read_texts(item.body)
        assert len(texts) > 5
        assert all(text in source for text in texts)
        assert any(isinstance(block, Crosshead) for block in item.body)
        assert not any("portion of the news" in text or "paylaş" in text for text in texts)
        lost = [line for line in map(str.strip, source.split("\n")) if len(line) > 120 and line not in texts]
        assert [line for line in lost if line != item.standfirst and "portion of the news" not in line] == []
