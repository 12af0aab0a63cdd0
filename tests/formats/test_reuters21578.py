"""Reuters-21578: invented stories in its markup, then the whole collection where it is at hand."""

from datetime import UTC, date, datetime

import pytest

from newswire.formats.options import ReadOptions
from newswire.formats.reuters21578.organisations import EXCHANGES, ORGANISATIONS
from newswire.formats.reuters21578.people import name_of
from newswire.formats.reuters21578.places import PLACES
from newswire.formats.reuters21578.reader import read
from newswire.formats.reuters21578.shape import clean
from newswire.formats.reuters21578.topics import TOPICS
from newswire.item.body import read_texts
from newswire.item.item import AltId, Dateline, Entity, Item, Place
from newswire.item.vocabulary.mediatopics import read_mediatopics
from newswire.kit.errors import FormatError
from tests.formats.conftest import NOW, ReadAll, ReadOne
from tests.shared_data import require_shared_data

STORY = """<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="9" NEWID="{new_id}">
<DATE>{date}</DATE>
<TOPICS>{topics}</TOPICS>
<PLACES><D>ussr</D><D>west-germany</D></PLACES>
<PEOPLE><D>perez-de-cuellar</D></PEOPLE>
<ORGS><D>opec</D></ORGS>
<EXCHANGES><D>nyse</D></EXCHANGES>
<COMPANIES></COMPANIES>
<UNKNOWN>
&#5;&#5;&#5;C T
&#22;&#22;&#1;f0704&#31;reute
{priority} f BC-MARUN-TEA-REVIEW   02-26 0105</UNKNOWN>
{text}
</REUTERS>
"""
BODY = """<TEXT>&#2;
<TITLE>MARUN TEA &lt;MRT> UP 3 PCT</TITLE>
<AUTHOR>    By Aron Tull, Reuters</AUTHOR>
<DATELINE>    EBBING, Feb 26 - </DATELINE><BODY>Tea from the Marun hills
sold for three pct more at Smith &amp; Sons in the first
week.
    Traders said they expect
little change.
 Grade A    210.5   208.0
 Grade B    190.0   188.5

    The next sale is on March 3.
 Reuter
&#3;</BODY></TEXT>"""


def story(
    text: str = BODY,
    new_id: str = "7",
    moment: str = "26-FEB-1987 15:01:01.79",
    topics: str = "<D>tea</D>",
    priority: str = "u",
) -> bytes:
    filled = STORY.format(new_id=new_id, date=moment, topics=topics, priority=priority, text=text)
    return b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + filled.encode("latin-1")


def test_a_story_is_read_with_all_its_fields(read_one: ReadOne) -> None:
    item = read_one("reuters21578", story())
    assert item.guid == "urn:newsml:agency.example:19870226:reuters21578-7"
    assert item.type == "text"
    assert item.language == "en"
    assert item.headline == "MARUN TEA <MRT> UP 3 PCT"
    assert item.byline == "By Aron Tull, Reuters"
    assert item.first_created == datetime(1987, 2, 26, 15, 1, 1, 790000, UTC)
    assert item.dateline == Dateline("Ebbing", date(1987, 2, 26), "EBBING, Feb 26")
    assert item.slugline == "BC-MARUN-TEA-REVIEW"
    assert item.provider == item.copyright_holder == "Reuters"
    assert item.alt_ids == (AltId("reuters21578", "7"),)
    assert item.urgency == 5


def test_wrapped_lines_become_paragraphs_and_rows_stay_rows(read_one: ReadOne) -> None:
    assert read_texts(read_one("reuters21578", story()).body) == [
        "Tea from the Marun hills sold for three pct more at Smith & Sons in the first week.",
        "Traders said they expect little change.",
        "Grade A    210.5   208.0",
        "Grade B    190.0   188.5",
        "The next sale is on March 3.",
    ]


def test_codes_become_places_people_and_organisations(read_one: ReadOne) -> None:
    item = read_one("reuters21578", story())
    assert item.places == (Place("Soviet Union", "SU"), Place("West Germany", "DE"))
    assert item.people == (Entity("Perez de Cuellar", "reuters:perez-de-cuellar"),)
    assert [one.name for one in item.organisations] == [
        "Organisation of Petroleum Exporting Countries",
        "New York Stock Exchange",
    ]


def test_topics_become_media_topics_once_and_keep_their_own_code(read_one: ReadOne) -> None:
    item = read_one("reuters21578", story(topics="<D>tea</D><D>coffee</D>"))
    assert [one.qcode for one in item.subjects] == [
        "medtop:20000386",
        "medtop:20000210",
        "reuters:tea",
        "reuters:coffee",
    ]
    assert [one.name for one in item.subjects][2:] == ["tea", "coffee"]
    assert item.sections == ("economy",)


def test_without_topics_a_story_is_not_filed(read_one: ReadOne) -> None:
    item = read_one("reuters21578", story(topics=""))
    assert item.subjects == ()
    assert item.sections == ()


def test_codes_nobody_listed_are_kept_as_they_are(read_one: ReadOne) -> None:
    content = story(topics="<D>marunite</D>").replace(b"<D>ussr</D>", b"<D>marun</D>")
    item = read_one("reuters21578", content)
    assert [(one.qcode, one.name) for one in item.subjects] == [("reuters:marunite", "marunite")]
    assert item.places[0] == Place("marun")


@pytest.mark.parametrize(("priority", "urgency"), [("f", 1), ("b", 2), ("u", 2)])
def test_a_brief_is_an_alert_without_a_body(priority: str, urgency: int, read_one: ReadOne) -> None:
    title = "MARUN BANK CUTS RATE TO 5 PCT FROM\n6 PCT\n"
    text = f'<TEXT TYPE="BRIEF">&#2;\n******<TITLE>{title}</TITLE>Blah blah blah.\n&#3;\n\n</TEXT>'
    item = read_one("reuters21578", story(text, priority=priority))
    assert item.type == "alert"
    assert item.headline == "MARUN BANK CUTS RATE TO 5 PCT FROM 6 PCT"
    assert item.body == ()
    assert item.urgency == urgency


def test_an_unprocessed_text_has_its_first_line_for_a_headline(read_one: ReadOne) -> None:
    rows = "    Grade A   210.5\n Grade B   190.0\n REUTER\n"
    text = f'<TEXT TYPE="UNPROC">&#2;\nEBBING TEA PRICES - FEB 26\n{rows}&#3;\n\n</TEXT>'
    item = read_one("reuters21578", story(text))
    assert item.headline == "EBBING TEA PRICES - FEB 26"
    assert read_texts(item.body) == ["Grade A   210.5", "Grade B   190.0"]
    assert item.type == "text"


def test_an_unprocessed_text_that_runs_on_loses_nothing_to_its_headline(read_one: ReadOne) -> None:
    line = "EBBING TEA RATES - FEB 26 ONE MTH 3-3/8 3-1/4 TWO MTHS 3-3/8 3-1/4 THREE"
    text = f'<TEXT TYPE="UNPROC">&#2;\n{line}\nMTHS 3-3/8 3-1/4\n&#3;\n\n</TEXT>'
    item = read_one("reuters21578", story(text))
    assert item.headline == " ".join(line.split()[:12])
    assert read_texts(item.body) == [f"{line} MTHS 3-3/8 3-1/4"]


def test_a_story_without_any_text_is_kept_under_its_slug(read_one: ReadOne) -> None:
    item = read_one("reuters21578", story('<TEXT TYPE="UNPROC">&#2;\n&#3;\n\n</TEXT>'))
    assert item.headline == "BC-MARUN-TEA-REVIEW"
    assert item.body == ()
    assert item.editor_note == "The source has no text for this story."


def test_a_story_without_text_or_slug_is_kept_under_its_number(read_one: ReadOne) -> None:
    content = story('<TEXT TYPE="UNPROC">&#2;\n&#3;\n\n</TEXT>').replace(b"u f BC-MARUN-TEA-REVIEW   02-26 0105", b"")
    item = read_one("reuters21578", content)
    assert item.headline == "Reuters-21578 story 7"
    assert item.slugline == ""


def test_a_text_cut_in_the_middle_of_a_word_is_put_together_again(read_one: ReadOne) -> None:
    text = (
        "<TEXT>&#2;\n<TITLE>EBBING DEPOSIT RATES - FEB 26 1 </TITLE>\n"
        "MT<DATELINE>H  6.12  -  5.87 2  MTH  6.50  -  </DATELINE><BODY>6.37\n3  MTH  SEVEN\n&#3;</BODY></TEXT>"
    )
    item = read_one("reuters21578", story(text))
    assert item.dateline is None
    assert read_texts(item.body) == ["MTH  6.12  -  5.87 2  MTH  6.50  -  6.37 3  MTH  SEVEN"]


@pytest.mark.parametrize(
    ("printed", "place", "day", "text"),
    [
        ("    SAN JOSE, Calif., Feb 26 - ", "San Jose, Calif.", date(1987, 2, 26), "SAN JOSE, Calif., Feb 26"),
        ("    ROCHESTER, N.Y., Feb 25 -\n    ", "Rochester, N.Y.", date(1987, 2, 25), "ROCHESTER, N.Y., Feb 25"),
        ("    ebbing, february 26 - ", "Ebbing", date(1987, 2, 26), "ebbing, february 26"),
        ("    EBBING , Feb 26 -", "Ebbing", date(1987, 2, 26), "EBBING , Feb 26"),
        ("    EBBING, 26 Feb - ", "Ebbing", date(1987, 2, 26), "EBBING, 26 Feb"),
        ("    EBBING,Feb 26 - ", "Ebbing", date(1987, 2, 26), "EBBING,Feb 26"),
        ("    EBBING, Feb 26, Reuter - ", "Ebbing", date(1987, 2, 26), "EBBING, Feb 26, Reuter"),
        ("    ****EBBING, Feb 26 - ", "Ebbing", date(1987, 2, 26), "EBBING, Feb 26"),
        ("    WINSTON-SALEM, Dec 31 - ", "Winston-Salem", date(1986, 12, 31), "WINSTON-SALEM, Dec 31"),
    ],
)
def test_datelines_as_they_were_printed(printed: str, place: str, day: date, text: str, read_one: ReadOne) -> None:
    item = read_one("reuters21578", story(BODY.replace("    EBBING, Feb 26 - ", printed)))
    assert item.dateline == Dateline(place, day, text)
    assert read_texts(item.body)[0].startswith("Tea from")


@pytest.mark.parametrize(
    "printed", ["    WHEAT - ", "    EBBING, Feb 31 - ", " MAR8  --     -- ", "    EBBING, Thermidor 2 - "]
)
def test_what_is_no_dateline_stays_in_the_text(printed: str, read_one: ReadOne) -> None:
    item = read_one("reuters21578", story(BODY.replace("    EBBING, Feb 26 - ", printed)))
    assert item.dateline is None
    assert read_texts(item.body)[0].startswith(printed.strip())
    assert "Tea from the Marun hills" in read_texts(item.body)[0]


def test_a_dateline_that_took_the_first_words_gives_them_back(read_one: ReadOne) -> None:
    text = BODY.replace("    EBBING, Feb 26 - ", "    EBBING, Feb 26 - State-").replace("Tea from", "owned tea from")
    item = read_one("reuters21578", story(text))
    assert item.dateline == Dateline("Ebbing", date(1987, 2, 26), "EBBING, Feb 26")
    assert read_texts(item.body)[0].startswith("State-owned tea from the Marun hills")


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("3-MAR-1987  09:15:05.40", datetime(1987, 3, 3, 9, 15, 5, 400000, UTC)),
        (" 7-APR-1987 16:22:00.0", datetime(1987, 4, 7, 16, 22, tzinfo=UTC)),
        ("27-MAR-1987 00:02:59.13&#5;&#5;&#5;RM", datetime(1987, 3, 27, 0, 2, 59, 130000, UTC)),
        ("9-APR-1987 00:00:00.00    # date added as guesswork", datetime(1987, 4, 9, tzinfo=UTC)),
        ("31-MAR-1987 605:12:19.12", datetime(1987, 3, 31, 5, 12, 19, 120000, UTC)),
    ],
)
def test_dates_with_junk_are_read(printed: str, moment: datetime, read_one: ReadOne) -> None:
    assert read_one("reuters21578", story(moment=printed)).first_created == moment


@pytest.mark.parametrize(
    "printed", ["", "31-FEB-1987 10:00:00.00", "26-XXX-1987 10:00:00.00", "26-FEB-1987 25:00:00.00", "tomorrow"]
)
def test_a_story_without_a_date_is_an_error_and_the_next_one_is_read(printed: str, read_all: ReadAll) -> None:
    first, second = read_all("reuters21578", story(moment=printed) + story(new_id="8"))
    assert isinstance(first, FormatError)
    assert first.line == 2
    assert "story 7" in first.detail
    assert isinstance(second, Item)
    assert second.guid.endswith("-8")


@pytest.mark.parametrize(
    "foot",
    [
        "REUTER",
        "reuter",
        "REUTERS",
        "Reuter...",
        "REUTER^M",
        "REUTER...^M",
        "REUTE",
        "RUTER",
        "REUTER E",
        "More",
        " Reuter\n\n",
    ],
)
def test_the_foot_is_taken_off(foot: str, read_one: ReadOne) -> None:
    texts = read_texts(read_one("reuters21578", story(BODY.replace(" Reuter\n", f" {foot}\n"))).body)
    assert texts[-1] == "The next sale is on March 3."


def test_a_foot_glued_to_the_last_sentence_is_taken_off(read_one: ReadOne) -> None:
    texts = read_texts(
        read_one("reuters21578", story(BODY.replace("March 3.\n Reuter", "March 3. REUTER11:43/VB"))).body
    )
    assert texts[-1] == "The next sale is on March 3."


def test_the_word_reuters_inside_a_text_stays(read_one: ReadOne) -> None:
    texts = read_texts(read_one("reuters21578", story(BODY.replace("March 3.", "March 3, he told Reuters."))).body)
    assert texts[-1] == "The next sale is on March 3, he told Reuters."


def test_a_story_cut_off_is_an_error_with_its_line_and_the_others_are_read(read_all: ReadAll) -> None:
    broken = story(new_id="8").replace(b"</REUTERS>\n", b"")
    found = read_all("reuters21578", story() + broken + story(new_id="9"))
    assert [isinstance(one, FormatError) for one in found] == [False, True, False]
    problem = found[1]
    assert isinstance(problem, FormatError)
    assert problem.line == story().count(b"\n") + 2
    assert "cut off" in problem.detail


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [(b' NEWID="7"', b"", "no NEWID"), (b"TEXT>", b"TEXTE>", "no TEXT element")],
)
def test_a_story_without_number_or_text_is_an_error(old: bytes, new: bytes, message: str, read_all: ReadAll) -> None:
    (problem,) = read_all("reuters21578", story().replace(old, new))
    assert isinstance(problem, FormatError)
    assert message in problem.detail


def test_a_file_without_stories_is_an_error(read_all: ReadAll) -> None:
    with pytest.raises(FormatError, match="no REUTERS element"):
        read_all("reuters21578", b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n')


def test_slugs_with_odd_priorities_and_split_headers_are_found(read_one: ReadOne) -> None:
    odd = story().replace(b"\nu f BC-MARUN", b"\nzb f BC-/MARUN")
    assert read_one("reuters21578", odd).slugline == "BC-/MARUN-TEA-REVIEW"
    split = story().replace(b"reute\nu f", b"reute</UNKNOWN>\n<UNKNOWN>\nu f")
    assert read_one("reuters21578", split).slugline == "BC-MARUN-TEA-REVIEW"


def test_entities_are_resolved_and_control_characters_dropped() -> None:
    assert clean("&#5;a &lt;b> &amp;amp; &#127;&#65;") == "a <b> &amp; A"


def test_the_tables_are_complete_and_point_at_living_media_topics() -> None:
    assert len(TOPICS) == 135
    assert len(PLACES) == 175
    assert len(ORGANISATIONS) == 56
    assert len(EXCHANGES) == 39
    assert {qcode for topic in TOPICS.values() for qcode in topic.medtops} <= set(read_mediatopics())
    assert all(len(place.code) == 2 and place.code.isupper() for place in PLACES.values())
    assert all(topic.medtops for topic in TOPICS.values())
    assert PLACES["antigua"].name == "Antigua and Barbuda"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("reagan", "Reagan"),
        ("james-baker", "James Baker"),
        ("de-la-madrid", "De la Madrid"),
        ("von-weizsaecker", "Von Weizsaecker"),
        ("leigh-pemberton", "Leigh-Pemberton"),
        ("zia-ul-haq", "Zia ul-Haq"),
    ],
)
def test_codes_of_people_are_written_as_names(code: str, name: str) -> None:
    assert name_of(code) == name


def test_the_tables_know_every_code_of_the_collection() -> None:
    root = require_shared_data("corpora", "reuters21578")
    for kind, table in (("topics", TOPICS), ("places", PLACES), ("orgs", ORGANISATIONS), ("exchanges", EXCHANGES)):
        listed = {
            line.strip() for line in (root / f"all-{kind}-strings.lc.txt").read_text().splitlines() if line.strip()
        }
        assert set(table) == listed, kind


def test_all_21578_stories_are_read_and_none_is_lost() -> None:
    options = ReadOptions(authority="agency.example", now=NOW)
    guids: set[str] = set()
    alerts = datelines = bodies = slugs = 0
    for path in sorted(require_shared_data("corpora", "reuters21578").glob("reut2-*.sgm")):
        for item in read(path.read_bytes(), options):
            assert isinstance(item, Item), item
            guids.add(item.guid)
            alerts += item.type == "alert"
            datelines += item.dateline is not None
            bodies += bool(item.body)
            slugs += bool(item.slugline)
            assert item.headline.strip()
            assert item.first_created.year == 1987
            assert not any(ord(char) < 32 for text in read_texts(item.body) for char in text)
    assert len(guids) == 21578
    assert alerts == 1798
    assert bodies == 21578 - 1798 - 9
    assert slugs == 21577
    assert datelines > 18900
