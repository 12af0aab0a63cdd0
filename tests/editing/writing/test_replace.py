"""Find and replace: which letters are alike, what is text and what is not, what is saved and when nothing is."""

from datetime import datetime
from typing import Any

import pytest

from newswire.accounts.models import Role, User
from newswire.editing import service
from newswire.editing.fingerprint import fingerprint
from newswire.editing.models import Story
from newswire.editing.writing.replace import Case, Hit, find_places, fold, replace_all
from newswire.editing.writing.service import check_replace, do_replace
from newswire.kit.errors import NotFoundError, RuleError
from tests.editing.people import edit, make_story, make_user


@pytest.mark.parametrize(
    ("text", "wanted", "language", "case", "places"),
    [
        ("Bridge and bridge", "bridge", "en", "any", (0, 11)),
        ("Bridge and bridge", "bridge", "en", "exact", (11,)),
        ("aaaa", "aa", "en", "any", (0, 2)),
        ("INDIA", "india", "en", "any", (0,)),
        ("IĞDIR", "ığdır", "tr", "any", (0,)),
        ("IĞDIR", "iğdir", "tr", "any", ()),
        ("İZMİR izmir İzmir", "izmir", "tr", "any", (0, 6, 12)),
        ("İZMİR", "ızmır", "tr", "any", ()),
        ("Istanbul", "istanbul", "tr", "any", ()),
        ("Istanbul İstanbul", "istanbul", "en", "any", (0, 9)),
        ("IŞIK", "ışık", "az", "any", (0,)),
        ("МОСКВА", "москва", "ru", "any", (0,)),
        ("جسر على النهر", "جسر", "ar", "any", (0,)),
        ("anything", "", "en", "any", ()),
        ("", "a", "en", "any", ()),
        ("a.c abc", "a.c", "en", "any", (0,)),
    ],
)
def test_which_places_are_found(text: str, wanted: str, language: str, case: Case, places: tuple[int, ...]) -> None:
    assert find_places(text, wanted, case=case, language=language) == places


@pytest.mark.parametrize("language", ["tr", "en"])
def test_folding_keeps_every_character_in_its_place(language: str) -> None:
    text = "".join(map(chr, range(0x20, 0x2100)))
    assert len(fold(text, language)) == len(text)


def replaced(body: str, wanted: str, new: str) -> str:
    done = replace_all({"body": body}, wanted, new, case="any", language="en")
    return done.texts.get("body", body)


@pytest.mark.parametrize(
    ("body", "wanted", "new", "after"),
    [
        ("<p>The bridge</p>", "bridge", "ferry", "<p>The ferry</p>"),
        ("<p>a p b</p>", "p", "q", "<p>a q b</p>"),
        ('<p data-block-key="bold">bold</p>', "bold", "calm", '<p data-block-key="bold">calm</p>'),
        ('<p><a href="https://a.example/a">a</a></p>', "a", "z", '<p><a href="https://a.example/a">z</a></p>'),
        ('<p><a title="1 > 0 a">a</a></p>', "a", "z", '<p><a title="1 > 0 a">z</a></p>'),
        ("<p>Smith &amp; Sons</p>", "smith & sons", "Holt", "<p>Holt</p>"),
        ("<p>Smith &amp; Sons</p>", "amp", "x", "<p>Smith &amp; Sons</p>"),
        ("<p>Smith</p>", "Smith", "A < B & C", "<p>A &lt; B &amp; C</p>"),
        ("<p>Smith</p>", "smith", "<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("<p>one <b>two</b> three</p>", "two", "", "<p>one <b></b> three</p>"),
        ("<p>say &quot;no&quot; twice</p>", "twice", "once", '<p>say "no" once</p>'),
        ("<p>untouched &quot;x&quot;</p>", "zz", "y", "<p>untouched &quot;x&quot;</p>"),
        ("<p>one</p><p>two</p>", "onetwo", "x", "<p>one</p><p>two</p>"),
    ],
)
def test_in_the_body_only_text_changes_and_never_a_tag(body: str, wanted: str, new: str, after: str) -> None:
    assert replaced(body, wanted, new) == after


def test_in_plain_fields_an_angle_is_an_angle() -> None:
    texts = {"headline": "a < b & c", "standfirst": "<p>b</p>"}
    done = replace_all(texts, "b", "x", case="any", language="en")
    assert done.texts == {"headline": "a < x & c", "standfirst": "<p>x</p>"}


def test_in_the_web_version_too_only_text_changes_and_never_a_tag() -> None:
    texts = {"summary": "<p>p &amp; q</p><blockquote>a p<br/>— P</blockquote>"}
    done = replace_all(texts, "p", "r & s", case="exact", language="en")
    assert done.texts == {"summary": "<p>r &amp; s &amp; q</p><blockquote>a r &amp; s<br/>— P</blockquote>"}


def test_a_hit_shows_what_stands_around_it_within_its_paragraph() -> None:
    texts = {"headline": "Old bridge", "body": "<p>First.</p><p>The <b>old</b> bridge &amp; the river</p><p>Last.</p>"}
    done = replace_all(texts, "bridge", "ferry", case="any", language="en")
    assert done.hits == (
        Hit("headline", "Old ", "bridge", ""),
        Hit("body", "The old ", "bridge", " & the river"),
    )


def test_replacing_by_the_same_finds_and_changes_nothing() -> None:
    done = replace_all({"headline": "bridge"}, "bridge", "bridge", case="exact", language="en")
    assert (len(done.hits), done.texts) == (1, {})


@pytest.fixture
def editor(dsn: str) -> User:  # noqa: ARG001 - the database must be there
    return make_user(Role.EDITOR)


def do(story: Story, actor: User, now: datetime, **said: Any) -> int:
    words = {"wanted": "bridge", "new": "ferry", "case": "any"} | said
    return len(do_replace(story.pk, actor=actor, now=now, **words).hits)


def test_all_texts_of_the_latest_revision_are_replaced_and_saved_as_a_new_one(editor: User, now: datetime) -> None:
    story = make_story(editor, now, picture_caption="The bridge", standfirst="A bridge again")
    edit(story, editor, now, headline="The Bridge opens")
    revisions = story.revisions.count()
    assert do(story, editor, now) == 5
    story = Story.objects.get(pk=story.pk)
    latest = story.get_latest_revision_as_object()
    assert story.revisions.count() == revisions + 1
    for one in (story, latest):
        assert one.headline == "The ferry opens"
        assert one.standfirst == "A ferry again"
        assert "The ferry opened" in one.body
        assert one.picture_caption == "The ferry"
        assert one.summary.startswith("<p>The ferry is open again.</p>")
        assert one.slugline == "BRIDGE-ORLA"


def test_a_released_story_keeps_its_stage_and_is_marked_as_edited(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    service.do_release(story.pk, actor=editor, now=now)
    do(story, editor, now)
    story = Story.objects.get(pk=story.pk)
    assert (story.stage, story.version, story.is_updated_since_release) == ("released", 1, True)


def test_nothing_found_is_said_and_saves_nothing(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    with pytest.raises(RuleError, match="Nothing was found"):
        do(story, editor, now, wanted="volcano")
    assert story.revisions.count() == 1


def test_what_changed_after_the_look_is_not_replaced(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    seen = fingerprint(story.get_latest_revision_as_object())
    edit(story, editor, now, headline="Another bridge")
    with pytest.raises(RuleError, match="changed after you looked"):
        do(story, editor, now, seen=seen)
    assert Story.objects.get(pk=story.pk).headline == "Another bridge"


def test_a_headline_that_would_not_fit_or_be_empty_is_refused(editor: User, now: datetime) -> None:
    story = make_story(editor, now, headline="bridge")
    for new in ("", "x" * 301):
        with pytest.raises(RuleError, match="Nothing was replaced"):
            do(story, editor, now, new=new)
    assert story.revisions.count() == 1


def test_a_locked_a_killed_and_a_foreign_story_are_left_alone(editor: User, now: datetime) -> None:
    chief = make_user(Role.DUTY_CHIEF)
    locked, killed, taken = (make_story(editor, now) for _number in range(3))
    Story.objects.filter(pk=locked.pk).update(locked=True, locked_at=now, locked_by=chief)
    with pytest.raises(RuleError, match="locked"):
        do(locked, editor, now)
    assert do(locked, chief, now) > 0
    service.do_release(killed.pk, actor=chief, now=now)
    service.do_kill(killed.pk, actor=chief, now=now, reason="r", wording="Please do not use this story.")
    with pytest.raises(RuleError):
        do(killed, chief, now)
    Story.objects.filter(pk=taken.pk).update(stage="in-edit")
    with pytest.raises(RuleError, match="role"):
        do(taken, make_user(Role.REPORTER), now)
    with pytest.raises(NotFoundError):
        do_replace(999999, wanted="a", new="b", case="any", actor=editor, now=now)


def test_looking_saves_nothing(editor: User, now: datetime) -> None:
    story = make_story(editor, now)
    assert len(check_replace(story, "bridge", "ferry", case="any").hits) == 3
    assert story.revisions.count() == 1
