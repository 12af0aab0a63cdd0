"""The live day and its routine: every kind of release occurs, in an order a desk could have produced."""

import itertools
import re
from datetime import UTC, datetime

import pytest

from newswire.item.body import read_texts
from newswire.item.kinds import FOLLOW_UPS
from newswire.item.measure import count_words
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES
from newswire.item.vocabulary.mediatopics import read_mediatopics
from newswire.item.vocabulary.sections import SECTIONS
from newswire.project.demo.content import DemoStory, make_media, read_demo_stories, to_item
from newswire.project.demo.day import (
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    Step,
    count_script_routine,
    follow_routine,
    make_routine_step,
    read_script,
)
from newswire.project.demo.pictures import MOTIFS
from newswire.project.demo.routine import make_routine_story, read_routine_subjects, write_figure

SCRIPT = read_script()
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def steps_of(story: str) -> list[Step]:
    return [step for step in SCRIPT if step.story == story]


def content_of(step: Step) -> DemoStory:
    assert step.content is not None
    return step.content


def test_the_script_lasts_about_ten_minutes() -> None:
    assert 480 <= sum(step.after_seconds for step in SCRIPT) <= 720
    assert all(4 <= step.after_seconds <= 40 for step in SCRIPT)


def test_the_script_shows_every_kind_of_release() -> None:
    assert {step.kind for step in SCRIPT} == {"new", "update", "correction", "hold", "lift", "kill", "advisory"}


def test_step_keys_are_unique_and_do_not_clash_with_the_stories_at_the_start() -> None:
    keys = [step.key for step in SCRIPT]
    assert len(set(keys)) == len(keys)
    assert not {step.story for step in SCRIPT} & {story.key for story in read_demo_stories()}


def test_a_story_begins_before_anything_follows_it() -> None:
    begun: set[str] = set()
    for step in SCRIPT:
        assert (step.kind in FOLLOW_UPS) == (step.story in begun), step.key
        begun.add(step.story)


def test_versions_carry_content_and_notices_carry_none() -> None:
    for step in SCRIPT:
        if step.kind in ("hold", "lift", "kill"):
            assert step.content is None
        else:
            assert content_of(step).key == step.story


def test_an_alert_comes_first_and_its_story_within_a_minute() -> None:
    flash = next(step for step in SCRIPT if content_of(step).type == "alert")
    assert content_of(flash).urgency == 1
    assert count_words(content_of(flash).body) < 40
    place = SCRIPT.index(flash)
    follow = next(step for step in SCRIPT if step.content and step.content.follows == flash.story)
    assert sum(step.after_seconds for step in SCRIPT[place + 1 : SCRIPT.index(follow) + 1]) <= 60
    assert content_of(follow).urgency == 2


def test_an_update_says_what_it_adds() -> None:
    updates = [step for step in SCRIPT if step.kind == "update"]
    assert len(updates) >= 2
    for step in updates:
        assert content_of(step).update_line.startswith("Adds ")
        assert step.reason


@pytest.mark.parametrize("step", [step for step in SCRIPT if step.kind == "correction"], ids=lambda step: step.key)
def test_a_correction_says_what_was_wrong_and_what_is_right(step: Step) -> None:
    content = content_of(step)
    assert content.correction is not None
    assert "214" in content.correction.wrong
    assert "241" in content.correction.right
    assert content.correction.note
    assert content.public_note
    assert step.reason
    text = "\n".join([content.headline, content.standfirst, *read_texts(content.body)])
    assert "214" not in text
    assert "241" in text
    before = steps_of(step.story)
    earlier = content_of(before[before.index(step) - 1])
    assert "214" in "\n".join([earlier.headline, *read_texts(earlier.body)])


def test_every_story_that_carried_the_error_is_corrected() -> None:
    last: dict[str, DemoStory] = {}
    for step in SCRIPT:
        if step.content and {"medtop:20000145"} & set(step.content.subjects):
            last[step.story] = step.content
    assert len(last) == 6
    for story in last.values():
        assert "214" not in "\n".join([story.headline, *read_texts(story.body)]), story.key


def test_one_story_is_embargoed_and_its_embargo_ends_within_the_script() -> None:
    (step,) = [step for step in SCRIPT if step.embargo_seconds]
    assert step.embargo_seconds == 90
    assert step.kind == "new"
    assert "EMBARGO" in content_of(step).editor_note
    assert sum(one.after_seconds for one in SCRIPT[SCRIPT.index(step) + 1 :]) > 90
    assert len(steps_of(step.story)) == 1, "the clock lifts it, not the script"


def test_a_hold_is_lifted_with_a_reason() -> None:
    kinds = [step.kind for step in steps_of("norrel")]
    assert kinds == ["new", "hold", "lift"]
    for step in steps_of("norrel")[1:]:
        assert step.reason
        assert "NORREL-JOBS" in step.notice


def test_a_kill_carries_reason_and_wording_and_a_substitute_follows() -> None:
    (kill,) = [step for step in SCRIPT if step.kind == "kill"]
    wrong = content_of(steps_of(kill.story)[0])
    assert kill.reason
    assert wrong.slugline in kill.notice
    assert wrong.headline in kill.notice
    assert SCRIPT[-1] != kill
    substitute = content_of(SCRIPT[SCRIPT.index(kill) + 1])
    assert wrong.slugline in substitute.editor_note
    assert not set(read_texts(wrong.body)) & set(read_texts(substitute.body))


def test_the_script_speaks_six_languages_between_the_big_story() -> None:
    assert {step.content.language for step in SCRIPT if step.content} == set(CLIENT_LANGUAGES)
    assert count_script_routine() == 6


@pytest.mark.parametrize("step", [step for step in SCRIPT if step.content], ids=lambda step: step.key)
def test_every_version_becomes_an_item(step: Step) -> None:
    content = content_of(step)
    guids = {one.story: f"urn:newsml:newswire.example:20261124:{one.story}" for one in SCRIPT}
    item = to_item(content, guid=guids[step.story], now=NOW, media=make_media(content, ()), guids=guids)
    assert item.first_created == NOW
    assert len(item.headline) <= 80
    assert {one.qcode for one in item.subjects} <= set(read_mediatopics())
    assert set(item.sections) <= set(SECTIONS)
    assert content.picture is None or content.picture.name in MOTIFS


def test_routine_has_many_subjects_and_neighbours_differ_in_language() -> None:
    subjects = read_routine_subjects()
    assert len(subjects) >= 20
    assert {language for language, _ in subjects} == set(CLIENT_LANGUAGES)
    assert all(one != two for (one, _), (two, _) in itertools.pairwise(subjects))
    assert len({subject.key for _, subject in subjects}) == len(subjects)
    for _, subject in subjects:
        assert set(subject.subjects) <= set(read_mediatopics())
        assert set(subject.sections) <= set(SECTIONS)
        assert subject.picture is None or subject.picture.name in MOTIFS


def test_routine_does_not_repeat_itself_for_a_day() -> None:
    stories = [make_routine_story(number) for number in range(2500)]
    assert len({story.headline for story in stories}) == len(stories)
    assert len({"\n".join(read_texts(story.body)) for story in stories}) == len(stories)


def test_routine_copy_is_short_complete_and_filled_in() -> None:
    for number in range(500):
        story = make_routine_story(number)
        text = "\n".join([story.headline, story.standfirst, *story.organisations, *read_texts(story.body)])
        assert not re.search(r"[{}]|\s-0\b|\bnan\b|  ", text), text
        assert 20 <= len(story.headline) <= 90
        assert 45 <= count_words(story.body) <= 130
        assert len(story.body) == 4


def test_a_routine_story_is_always_the_same_for_its_number() -> None:
    assert make_routine_story(77) == make_routine_story(77)
    assert make_routine_story(77) != make_routine_story(77 + len(read_routine_subjects()))


def test_routine_steps_go_on_every_twenty_to_forty_seconds() -> None:
    steps = list(itertools.islice(follow_routine(count_script_routine()), 300))
    assert all(SHORTEST_PAUSE <= step.after_seconds <= LONGEST_PAUSE for step in steps)
    assert len({step.after_seconds for step in steps}) > 10
    assert steps[0].key == "routine-6"
    assert steps == list(itertools.islice(follow_routine(6), 300))
    assert not {step.key for step in steps} & {step.key for step in SCRIPT}


def test_the_script_can_go_on_where_an_earlier_day_stopped() -> None:
    later = read_script(first_routine=500)
    assert next(step.key for step in later if step.key.startswith("routine-")) == "routine-500"
    assert [step.key for step in later if not step.key.startswith("routine-")] == [
        step.key for step in SCRIPT if not step.key.startswith("routine-")
    ]
    assert make_routine_step(500, 7).after_seconds == 7


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1,234.5"),
        ("tr", "1.234,5"),
        ("ar", "1,234.5"),
        ("ru", "1\u00a0234,5"),
        ("fr", "1.234,5"),
        ("es", "1.234,5"),
    ],
)
def test_figures_are_written_the_way_of_the_language(language: str, written: str) -> None:
    assert write_figure(1234.52, 1, language) == written
    assert write_figure(-0.2, 0, language) == "0"
