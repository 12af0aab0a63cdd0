"""NewsML-G2: our own small documents, the reference examples, IPTC's listings, and what must be refused."""

from datetime import UTC, datetime

import pytest

from newswire.item.body import Crosshead, Paragraph, read_texts
from newswire.item.item import AltId, Dateline, Entity, Item, Link, Place, Subject
from newswire.kit.errors import FormatError
from tests.formats.conftest import NOW, ReadAll, ReadOne
from tests.shared_data import require_shared_data

NAR = "http://iptc.org/std/nar/2006-10-01/"
NITF = """<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head>
<hedline><hl1>Inside headline</hl1></hedline><byline>By Inside</byline></body.head>
<body.content><p>One &amp; more.</p><hl2>Crosshead</hl2><p>Two.</p></body.content>
</body></nitf>"""
XHTML = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head><body><p>One &amp; more.</p>
<h2>Crosshead</h2><p>Two.</p></body></html>"""
ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:other.example:20260310:a1" version="4"
    standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="en-GB">
  <rightsInfo>
    <copyrightHolder uri="https://other.example/"><name>Other Agency</name></copyrightHolder>
    <copyrightNotice>Copyright
      2026</copyrightNotice>
    <usageTerms>No archive.</usageTerms>
  </rightsInfo>
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider qcode="nprov:OTHER"><name>Other Agency</name></provider>
    <versionCreated>2026-03-10T09:20:00Z</versionCreated>
    <firstCreated>2026-03-10T10:15:00+01:00</firstCreated>
    <pubStatus qcode="stat:usable"/>
    <title>A title</title>
    <edNote>Pictures to follow.</edNote>
    <expires>2026-04-10T00:00:00Z</expires>
    <link rel="irel:seeAlso" residref="urn:newsml:other.example:20260309:z9"/>
    <link rel="irel:seeAlso" contenttype="image/jpeg" residref="urn:newsml:other.example:20260310:pic9"/>
  </itemMeta>
  <contentMeta>
    <urgency>3</urgency>
    <located type="cpnat:geoArea" uri="https://other.example/ebbing"><name>Ebbing</name></located>
    <creator><name>Ilse Verhaegen</name></creator>
    <altId>https://other.example/a1</altId>
    <language tag="en"/>
    <genre qcode="genre:Current"/>
    <keyword>water</keyword>
    <subject type="cpnat:abstract" qcode="medtop:20000337"><name>transport</name></subject>
    <subject uri="http://cv.iptc.org/newscodes/mediatopic/15000000"/>
    <subject type="cpnat:geoArea" qcode="iso3166-1a2:tr"><name>Türkiye</name></subject>
    <subject type="cpnat:person" uri="https://other.example/p/1"><name>Odile Brandt</name></subject>
    <subject type="cpnat:organisation" qcode="org:board"/>
    <slugline>LAKE-GAUGE</slugline>
    <headline>Lake states
      agree</headline>
    <dateline>EBBING, March 10</dateline>
    <by>By Ilse Verhaegen</by>
    <description role="drol:summary">Three states.</description>
    <description role="drol:caption">Not this one.</description>
  </contentMeta>
  <assert qcode="org:board"><name>Lake Board</name></assert>
  <contentSet><inlineXML contenttype="application/nitf+xml">CONTENT</inlineXML></contentSet>
</newsItem>"""


def document(content: str = NITF, **changes: str) -> bytes:
    """The item with texts replaced: the keyword is only a label, its value is `old=>new`."""
    text = ITEM
    for change in changes.values():
        old, _, new = change.partition("=>")
        assert old in text, old
        text = text.replace(old, new)
    return text.replace("CONTENT", content).encode()


def test_an_item_is_read_with_all_we_carry(read_one: ReadOne) -> None:
    item = read_one("newsml-g2", document())
    assert item == Item(
        guid="urn:newsml:other.example:20260310:a1",
        type="text",
        language="en",
        headline="Lake states agree",
        first_created=datetime(2026, 3, 10, 9, 15, tzinfo=UTC),
        slugline="LAKE-GAUGE",
        byline="By Ilse Verhaegen",
        dateline=Dateline("Ebbing", None, "EBBING, March 10"),
        urgency=3,
        genre="genre:Current",
        sections=("economy", "sports"),
        subjects=(Subject("medtop:20000337", "transport"), Subject("medtop:15000000")),
        places=(Place("Türkiye", "TR"),),
        people=(Entity("Odile Brandt", "https://other.example/p/1"),),
        organisations=(Entity("Lake Board", "org:board"),),
        keywords=("water",),
        body=(Paragraph("One & more."), Crosshead("Crosshead"), Paragraph("Two.")),
        summary=(Paragraph("Three states."),),
        editor_note="Pictures to follow.",
        provider="Other Agency",
        copyright_holder="Other Agency",
        copyright_notice="Copyright 2026",
        usage_terms="No archive.",
        expires=datetime(2026, 4, 10, tzinfo=UTC),
        links=(Link("related", "urn:newsml:other.example:20260309:z9"),),
        alt_ids=(AltId("source", "https://other.example/a1"),),
        extra={"version": "4"},
    )


def test_nitf_and_xhtml_and_fragments_give_the_same_body(read_one: ReadOne) -> None:
    nitf = read_one("newsml-g2", document()).body
    assert read_one("newsml-g2", document(XHTML)).body == nitf
    bare = '<div xmlns="http://www.w3.org/1999/xhtml"><p>One &amp; more.</p><h2>Crosshead</h2><p>Two.</p></div>'
    assert read_one("newsml-g2", document(bare)).body == nitf
    assert (
        read_one("newsml-g2", document(NITF.replace(' xmlns="http://iptc.org/std/NITF/2006-10-18/"', ' xmlns=""'))).body
        == nitf
    )


def test_plain_text_content_is_read(read_one: ReadOne) -> None:
    content = document().decode().replace("inlineXML", "inlineData").replace(NITF, "One.\n\nTwo.").encode()
    assert read_one("newsml-g2", content).body == (Paragraph("One."), Paragraph("Two."))


def test_other_vocabularies_inside_are_not_taken_for_text(read_one: ReadOne) -> None:
    assert read_one("newsml-g2", document('<results xmlns="http://x.example/"><team>3</team></results>')).body == ()


def test_what_the_metadata_lack_is_taken_from_the_text(read_one: ReadOne) -> None:
    item = read_one(
        "newsml-g2",
        document(headline="<headline>Lake states\n      agree</headline>=>", by="<by>By Ilse Verhaegen</by>=>"),
    )
    assert item.headline == "Inside headline"
    assert item.byline == "By Inside"
    plain = read_one(
        "newsml-g2",
        document(XHTML, headline="<headline>Lake states\n      agree</headline>=>", by="<by>By Ilse Verhaegen</by>=>"),
    )
    assert plain.headline == "A title"
    assert plain.byline == "Ilse Verhaegen"


def test_an_embargo_with_a_time_is_kept_and_one_without_is_withheld(read_one: ReadOne) -> None:
    status = '<pubStatus qcode="stat:usable"/>'
    dated = read_one("newsml-g2", document(x=f"{status}=><embargoed>2026-03-11T08:00:00+02:00</embargoed>{status}"))
    assert dated.embargo_until == datetime(2026, 3, 11, 6, 0, tzinfo=UTC)
    assert "pub_status" not in dated.extra
    undated = read_one("newsml-g2", document(x=f"{status}=><embargoed/>{status}"))
    assert undated.embargo_until is None
    assert undated.extra["pub_status"] == "withheld"


@pytest.mark.parametrize("code", ['qcode="stat:canceled"', 'uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"'])
def test_a_kill_is_marked_and_may_be_bare(code: str, read_one: ReadOne) -> None:
    item = read_one("newsml-g2", document("", status=f'qcode="stat:usable"=>{code}'))
    assert item.extra == {"version": "4", "pub_status": "canceled"}
    assert item.body == ()
    bare = f'<newsItem xmlns="{NAR}" guid="urn:x:1"><itemMeta><pubStatus {code}/></itemMeta></newsItem>'
    killed = read_one("newsml-g2", bare.encode())
    assert killed.headline == killed.guid == "urn:x:1"
    assert killed.first_created == NOW


def test_a_message_is_read_item_by_item_and_one_bad_item_loses_no_other(read_all: ReadAll) -> None:
    bad = ITEM.replace("2026-03-10T10:15:00+01:00", "yesterday").replace("CONTENT", NITF)
    picture = ITEM.replace("ninat:text", "ninat:picture").replace("CONTENT", "")
    good = ITEM.replace("CONTENT", NITF)
    message = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="{NAR}"><header><sent>2026-03-10T09:20:00Z</sent>'
        f"</header><itemSet>{bad}{picture}<packageItem guid='p'/>{good}</itemSet></newsMessage>"
    )
    found = read_all("newsml-g2", message.encode())
    assert [isinstance(one, Item) for one in found] == [False, False, False, True]
    problems = [one for one in found if isinstance(one, FormatError)]
    assert "“yesterday” in itemMeta/firstCreated" in problems[0].detail
    assert "ninat:picture" in problems[1].detail
    assert "packageItem" in problems[2].detail
    assert problems[0].line == 3, "where the start tag of the item ends"
    assert problems[1].line > 40


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (' guid="urn:newsml:other.example:20260310:a1"=>', "no guid"),
        ("2026-03-10T10:15:00+01:00=>2026-03-10T10:15:00", "no time zone"),
        ("ninat:text=>ninat:composite", "ninat:composite"),
    ],
)
def test_an_item_that_cannot_be_read_says_why(change: str, message: str, read_all: ReadAll) -> None:
    (problem,) = read_all("newsml-g2", document(change=change))
    assert isinstance(problem, FormatError)
    assert message in problem.detail


BOMB = """<?xml version="1.0"?>
<!DOCTYPE newsItem [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1">
<itemMeta><title>&c;</title></itemMeta></newsItem>"""
OUTSIDE = """<!DOCTYPE newsItem [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1">
<itemMeta><title>&f;</title></itemMeta></newsItem>"""


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, BOMB.lower().replace("<!doctype", "<!DOCTYPE")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_document_types_and_entities_are_refused(text: str, encoding: str, read_all: ReadAll) -> None:
    content = text.replace('<?xml version="1.0"?>\n', "").encode(encoding)
    with pytest.raises(FormatError, match="DOCTYPE"):
        read_all("newsml-g2", content)


def test_an_undeclared_entity_is_an_error(read_all: ReadAll) -> None:
    with pytest.raises(FormatError, match="not well-formed"):
        read_all("newsml-g2", document(NITF.replace("&amp;", "&nbsp;")))


def test_endless_nesting_is_an_error_and_not_a_crash(read_all: ReadAll) -> None:
    deep = "<p>" * 100_000 + "x" + "</p>" * 100_000
    with pytest.raises(FormatError, match="not well-formed"):
        read_all("newsml-g2", document(f'<div xmlns="http://www.w3.org/1999/xhtml">{deep}</div>'))


def test_broken_xml_is_an_error_with_its_line(read_all: ReadAll) -> None:
    with pytest.raises(FormatError) as caught:
        read_all("newsml-g2", b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">\n<itemMeta>\n</newsItem>')
    assert caught.value.line == 3


@pytest.mark.parametrize("content", [b"<rss/>", b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"/>'])
def test_another_document_is_refused(content: bytes, read_all: ReadAll) -> None:
    with pytest.raises(FormatError):
        read_all("newsml-g2", content)


@pytest.mark.parametrize(
    ("name", "paragraphs", "status"),
    [
        ("01-new", 2, None),
        ("01-new-xhtml", 2, None),
        ("02-update", 2, None),
        ("03-correction", 2, None),
        ("04-kill", 0, "canceled"),
        ("05-embargo", 2, None),
        ("06-embargo-undated", 2, "withheld"),
    ],
)
def test_the_reference_examples_are_read(name: str, paragraphs: int, status: str | None, read_one: ReadOne) -> None:
    path = require_shared_data("standards", "reference-examples", "g2", f"{name}.xml")
    item = read_one("newsml-g2", path.read_bytes())
    assert len(item.body) == paragraphs
    assert item.extra.get("pub_status") == status
    assert item.guid == "urn:newsml:agency.example:20260310:a1b2c3"
    assert item.subjects[0].qcode == "medtop:20000337"
    assert item.places[0].code == "GB"
    assert item.provider == item.copyright_holder


def test_the_reference_message_gives_its_text_and_refuses_the_rest(read_all: ReadAll) -> None:
    path = require_shared_data("standards", "reference-examples", "g2", "09-newsmessage.xml")
    found = read_all("newsml-g2", path.read_bytes())
    assert [isinstance(one, Item) for one in found] == [False, True, False]


def test_the_same_story_in_xhtml_and_nitf_reads_alike(read_one: ReadOne) -> None:
    root = require_shared_data("standards", "reference-examples", "g2")
    assert read_one("newsml-g2", (root / "01-new.xml").read_bytes()) == read_one(
        "newsml-g2", (root / "01-new-xhtml.xml").read_bytes()
    )


def test_listings_of_the_standard_are_read(read_one: ReadOne) -> None:
    root = require_shared_data("standards", "newsml-g2", "examples")
    text = read_one("newsml-g2", (root / "LISTING_2_NewsML-G2_Text_Document.xml").read_bytes())
    assert text.language == "en-US"
    assert text.sections == ("economy",)
    assert len(read_texts(text.body)) == 2
    embargoed = read_one("newsml-g2", (root / "LISTING_1_A_NewsML-G2_News_Item.xml").read_bytes())
    assert embargoed.embargo_until == datetime(2018, 10, 23, 12, 0, tzinfo=UTC)
    assert embargoed.genre == "genre:interview"


def test_no_file_of_the_standard_breaks_the_reader(read_all: ReadAll) -> None:
    root = require_shared_data("standards", "newsml-g2")
    read, silent = 0, []
    for path in sorted([*(root / "examples").glob("*.xml"), *(root / "tests").rglob("should_pass/*.xml")]):
        try:
            read += sum(isinstance(one, Item) for one in read_all("newsml-g2", path.read_bytes()))
        except FormatError as problem:
            if not problem.detail:
                silent.append(path.name)
    assert read > 5
    assert silent == []
