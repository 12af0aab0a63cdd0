"""Translations: begun from what was released, one for each language, told when the original moves on."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections
from psycopg import Connection

from newswire.accounts.models import Act, Role, User
from newswire.editing import service, timing, translations
from newswire.editing.models import Dossier, Story
from newswire.formats.ninjs.writer import encode
from newswire.item.item import Correction, Link
from newswire.kit.errors import RuleError
from newswire.wire.follow import read_after, read_history, read_items
from tests.editing.people import edit, make_story, make_user

pytestmark = pytest.mark.usefixtures("dsn")
FIXED = Correction("two years", "three years")


@pytest.fixture
def chief() -> User:
    return make_user(Role.DUTY_CHIEF)


def begin(story: Story, actor: User, now: datetime, language: str = "tr") -> Story:
    return translations.do_begin_translation(story.pk, language, actor=actor, now=now)


def moves(story: Story) -> dict[str, str]:
    story.refresh_from_db()
    return {one.story.language: one.moved for one in translations.read_translations(story) if not one.is_original}


def test_a_translation_begins_with_the_originals_text_and_metadata(chief: User, now: datetime) -> None:
    dossier = Dossier.objects.create(code="orla", name="Orla")
    story = make_story(chief, now, people="Ida Brandt", places="Ostrava (CZ)", usage_terms="Not for resale")
    story.dossiers = [dossier]
    service.do_save(story, actor=chief, now=now)
    service.do_release(story.pk, actor=chief, now=now)
    edit(story, chief, now, headline="Half-written change")
    made = Story.objects.get(pk=begin(story, make_user(Role.TRANSLATOR), now).pk)
    assert (made.language, made.stage, made.version) == ("tr", "draft", 0)
    assert (made.translation_of_id, made.translated_version) == (story.pk, 1)
    assert made.headline == "Bridge over the Orla opens after two years of repairs"
    for name in ("body", "subjects", "places", "people", "urgency", "slugline", "sections", "usage_terms"):
        assert getattr(made, name) == getattr(story, name), name
    assert list(made.dossiers.all()) == [dossier]
    assert made.guid != story.guid
    assert (made.summary, made.byline) == ("", "")
    assert made.latest_revision is not None
    [act] = Act.objects.filter(name=made.guid)
    assert (act.action, act.actor, act.reason) == ("translate", "a-translator", story.guid)


def test_of_a_translation_the_original_is_translated(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    turkish = begin(story, chief, now)
    edit(turkish, chief, now, headline="Köprü açıldı")
    french = begin(turkish, chief, now, "fr")
    assert (french.translation_of_id, french.headline) == (story.pk, story.headline)
    assert [one.story.language for one in translations.read_translations(french)] == ["en", "tr", "fr"]


@pytest.mark.parametrize(("language", "words"), [("xx", "not one of our"), ("en", "already"), ("tr", "Open that one")])
def test_a_language_that_cannot_be_begun_is_refused(chief: User, now: datetime, language: str, words: str) -> None:
    story = make_story(chief, now)
    begin(story, chief, now)
    with pytest.raises(RuleError, match=words):
        begin(story, chief, now, language)
    assert Story.objects.count() == 2


def test_who_does_not_write_does_not_translate(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    with pytest.raises(RuleError, match="role"):
        begin(story, make_user(Role.SALES), now)


def test_a_killed_original_is_not_translated_and_a_killed_translation_makes_room(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    first = begin(story, chief, now)
    service.do_release(first.pk, actor=chief, now=now)
    service.do_kill(first.pk, actor=chief, now=now, reason="r", wording="w")
    assert begin(story, chief, now).pk != first.pk
    service.do_release(story.pk, actor=chief, now=now)
    service.do_kill(story.pk, actor=chief, now=now, reason="r", wording="w")
    with pytest.raises(RuleError, match="killed"):
        begin(story, chief, now, "fr")


def test_two_who_begin_the_same_translation_get_one(chief: User, now: datetime) -> None:
    story = make_story(chief, now)

    def try_it(_number: int) -> bool:
        try:
            begin(story, chief, now)
        except RuleError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(try_it, range(4))) == [False, False, False, True]


def test_the_database_keeps_one_translation_for_each_language(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    begin(story, chief, now)
    with pytest.raises(IntegrityError, match="editing_one_translation_per_language"):
        Story.objects.bulk_create([Story(headline="x", language="tr", translation_of=story)])


@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_translation_cannot_change_into_a_taken_language(chief: User, now: datetime, language: str) -> None:
    story = make_story(chief, now)
    begin(story, chief, now)
    french = begin(story, chief, now, "fr")
    with pytest.raises(ValidationError, match="exists in this language"):
        edit(french, chief, now, language=language)
    assert edit(french, chief, now, language="es").language == "es"


def test_a_released_translation_links_to_its_original(connection: Connection[Any], chief: User, now: datetime) -> None:
    alert, source = make_story(chief, now, type="alert"), make_story(chief, now)
    story = make_story(chief, now)
    Story.objects.filter(pk=story.pk).update(follows=alert)
    for one in (alert, source, story):
        service.do_release(one.pk, actor=chief, now=now)
    turkish = begin(story, chief, now)
    turkish.derived_from = [source, make_story(chief, now)]
    service.do_save(turkish, actor=chief, now=now)
    seq = service.do_release(turkish.pk, actor=chief, now=now).seq
    items = read_items(connection, [3, seq])
    assert items[3].links == (Link("follows", alert.guid),)
    assert items[seq].links == (Link("translation-of", story.guid), Link("derived-from", source.guid))
    ninjs = encode(items[seq], version=1, kind="new", use="publish", released_at=now)
    associations = json.loads(ninjs)["associations"]
    assert [(one["rel"], one["uri"]) for one in associations] == [
        ("translation-of", story.guid), ("derived-from", source.guid)
    ]  # fmt: skip


def test_what_is_not_on_the_wire_is_not_linked(connection: Connection[Any], chief: User, now: datetime) -> None:
    turkish = begin(make_story(chief, now), chief, now)
    seq = service.do_release(turkish.pk, actor=chief, now=now).seq
    assert read_items(connection, [seq])[seq].links == ()


def test_the_translator_sees_how_the_original_moved_on(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    turkish = begin(story, chief, now)
    assert moves(story) == {"tr": ""}
    edit(story, chief, now, headline="Bridge opens at last")
    service.do_release(story.pk, actor=chief, now=now)
    assert moves(story) == {"tr": "updated"}
    edit(story, chief, now, headline="Bridge opens after three years")
    service.do_correct(story.pk, actor=chief, now=now, correction=FIXED, reason="r")
    service.do_refile(story.pk, actor=chief, now=now)
    assert moves(story) == {"tr": "corrected"}
    translations.do_mark_current(turkish.pk, 4, actor=make_user(Role.TRANSLATOR), now=now)
    assert moves(story) == {"tr": ""}
    service.do_hold(story.pk, actor=chief, now=now, reason="r")
    assert moves(story) == {"tr": "held"}
    service.do_lift(story.pk, actor=chief, now=now)
    assert moves(story) == {"tr": ""}
    service.do_kill(story.pk, actor=chief, now=now, reason="r", wording="w")
    assert moves(story) == {"tr": "killed"}


@pytest.mark.parametrize("version", [0, 3])
def test_only_a_version_the_original_has_can_be_taken_over(chief: User, now: datetime, version: int) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    service.do_release(story.pk, actor=chief, now=now)
    turkish = begin(story, chief, now)
    with pytest.raises(RuleError, match="no such version"):
        translations.do_mark_current(turkish.pk, version, actor=chief, now=now)
    with pytest.raises(RuleError, match="not a translation"):
        translations.do_mark_current(story.pk, 1, actor=chief, now=now)


def test_beside_the_form_stands_the_released_text_with_what_changed(chief: User, now: datetime) -> None:
    story = make_story(chief, now)
    service.do_release(story.pk, actor=chief, now=now)
    turkish = begin(story, chief, now)
    edit(story, chief, now, headline="Bridge opens after three years")
    service.do_correct(story.pk, actor=chief, now=now, correction=FIXED, reason="r")
    edit(story, chief, now, headline="Half-written change")
    turkish.refresh_from_db()
    beside = translations.read_original(turkish, now=now)
    assert beside is not None
    assert (beside.item.headline, beside.moved, beside.corrections) == (
        "Bridge opens after three years", "corrected", (FIXED,)
    )  # fmt: skip
    assert [(one.change, one.text) for one in beside.lines] == [
        ("removed", "Bridge over the Orla opens after two years of repairs"),
        ("added", "Bridge opens after three years"),
    ]
    assert translations.read_original(Story.objects.get(pk=story.pk), now=now) is None


def test_an_original_in_work_stands_beside_as_it_was_last_saved(chief: User, now: datetime) -> None:
    turkish = begin(make_story(chief, now, headline="Not out yet"), chief, now)
    beside = translations.read_original(Story.objects.get(pk=turkish.pk), now=now)
    assert beside is not None
    assert (beside.item.headline, beside.moved, beside.lines) == ("Not out yet", "", ())


def test_a_comparison_shows_what_changed_and_where() -> None:
    lines = translations.compare(["a", "b", "c", "d"], ["a", "b", "x", "d", "e"])
    assert [(one.change, one.text) for one in lines] == [
        ("same", "b"), ("removed", "c"), ("added", "x"), ("same", "d"), ("added", "e")
    ]  # fmt: skip
    assert translations.compare(["a"], ["a"]) == ()


def test_a_translation_does_not_outrun_the_embargo(connection: Connection[Any], chief: User, now: datetime) -> None:
    until = now + timedelta(hours=2)
    story = make_story(chief, now, embargo_until=until)
    service.do_release(story.pk, actor=chief, now=now)
    turkish = begin(story, chief, now)
    assert turkish.embargo_until == until
    for wrong in (None, until - timedelta(minutes=1)):
        edit(turkish, chief, now, embargo_until=wrong)
        with pytest.raises(RuleError, match="The original is under embargo until"):
            service.do_release(turkish.pk, actor=chief, now=now)
    edit(turkish, chief, now, embargo_until=until)
    service.do_release(turkish.pk, actor=chief, now=now)
    with pytest.raises(RuleError, match="The original is under embargo until"):
        timing.do_move_embargo(turkish.pk, actor=chief, now=now, until=None, reason="r")
    assert read_after(connection, 0)[-1].kind == "new"
    edit(turkish, chief, until, embargo_until=None)
    assert service.do_release(turkish.pk, actor=chief, now=until).kind == "update"


def test_an_embargo_moved_later_takes_the_translations_with_it(
    connection: Connection[Any], chief: User, now: datetime
) -> None:
    until, later = now + timedelta(hours=1), now + timedelta(hours=5)
    story = make_story(chief, now, embargo_until=until)
    service.do_release(story.pk, actor=chief, now=now)
    out, held, planned = (begin(story, chief, now, language) for language in ("tr", "fr", "es"))
    for one in (out, held):
        service.do_release(one.pk, actor=chief, now=now)
    service.do_hold(held.pk, actor=chief, now=now, reason="r")
    timing.do_schedule(planned.pk, actor=chief, now=now, at=now + timedelta(minutes=5))
    timing.do_move_embargo(story.pk, actor=chief, now=now, until=later, reason="Minister is late")
    service.do_lift(held.pk, actor=chief, now=now)
    timing.do_release_scheduled(planned.pk, now=now + timedelta(minutes=5))
    for one in (out, held, planned):
        one.refresh_from_db()
        assert one.lift_at == later
        newest = read_history(connection, one.guid)[-1]
        assert read_items(connection, [newest.seq])[newest.seq].embargo_until == later
