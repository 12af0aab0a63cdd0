"""The table of ready answers: what it gives, for how long, and what it remembers as hot."""

from datetime import UTC, datetime, timedelta

import pytest

from newswire.edition.shape import Changes
from newswire.public.answers import HTML, make_answer
from newswire.public.cache import MAX_AGE
from newswire.public.ready import CHECK_EVERY, GRACE, GRACE_OF_STORIES, ReadyAnswers, address_of, grace_of
from newswire.public.replies import make_reply

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PAGE = make_answer(200, b"<p>The harbour is open.</p>" * 40, HTML, "public, max-age=5")


class Table:
    """A table whose clock the test moves."""

    def __init__(self, max_bytes: int = 1_000_000) -> None:
        self.now = NOW
        self.table = ReadyAnswers(max_bytes, lambda: self.now)
        self.table.confirm(Changes(1), NOW)

    def keep(self, *addresses: bytes) -> None:
        for address in addresses:
            self.table.keep(address, self.table.changes, self.now, PAGE, make_reply(PAGE, "br"))

    def gives(self, address: bytes, times: int = 1) -> bool:
        return [self.table.find(address, b"GET", "", "") is not None for _ in range(times)][-1]


def test_a_page_is_given_while_the_state_is_known() -> None:
    one = Table()
    one.keep(b"/en/")
    assert one.gives(b"/en/")
    one.now += CHECK_EVERY - timedelta(microseconds=1)
    assert one.gives(b"/en/")
    one.now += timedelta(microseconds=1)
    assert not one.gives(b"/en/")
    one.table.confirm(Changes(1), one.now)
    assert one.gives(b"/en/")


def test_nothing_is_given_before_the_state_was_ever_asked() -> None:
    table = ReadyAnswers(1_000_000, lambda: NOW)
    assert not table.is_fresh(NOW)
    table.keep(b"/en/", Changes(-1, -1), NOW, PAGE, make_reply(PAGE, "br"))
    assert table.find(b"/en/", b"GET", "", "") is None


def test_a_clock_that_was_set_back_ends_what_was_ready() -> None:
    one = Table()
    one.keep(b"/en/")
    one.now -= timedelta(seconds=1)
    assert not one.gives(b"/en/")


def test_what_is_taken_back_ends_every_page_at_once() -> None:
    one = Table()
    one.keep(b"/en/", b"/tr/")
    assert one.table.confirm(Changes(2, 1), NOW)
    assert not one.gives(b"/en/")
    assert one.table.size == 0
    assert not one.table.confirm(Changes(2, 1), NOW + timedelta(milliseconds=1))


def test_what_is_added_gives_those_who_write_a_moment_and_no_more() -> None:
    one = Table()
    one.keep(b"/en/", b"/tr/")
    assert one.table.confirm(Changes(2), NOW)
    assert one.table.page(b"/en/", NOW) is None  # whoever asks the website gets the new page
    assert one.gives(b"/en/")
    assert one.gives(b"/tr/")
    one.keep(b"/en/")
    one.now += GRACE
    one.table.confirm(Changes(2), one.now)
    assert one.gives(b"/en/")
    assert not one.gives(b"/tr/")


def test_a_story_is_given_longer_than_a_list_while_what_is_in_use_is_written() -> None:
    one = Table()
    story = b"/en/world/storm-over-northaven/23456789abcd"
    one.keep(b"/en/world/", story)
    one.table.confirm(Changes(2), NOW)
    for grace, list_given, story_given in ((GRACE, False, True), (GRACE_OF_STORIES, False, False)):
        one.now = NOW + grace
        one.table.confirm(Changes(2), one.now)
        assert (one.gives(b"/en/world/"), one.gives(story)) == (list_given, story_given)


@pytest.mark.parametrize(
    ("address", "grace"),
    [
        (b"/kmr/news/%D8%A8/23456789abcd", GRACE_OF_STORIES),
        (b"/en/", GRACE),
        (b"/en/world/", GRACE),
        (b"/en/topic/20000337/shipbuilding", GRACE),
        (b"/en/dossier/northaven-storm", GRACE),
        (b"/en/archive/2026/11", GRACE),
    ],
)
def test_only_pages_of_single_stories_have_the_longer_moment(address: bytes, grace: timedelta) -> None:
    assert grace_of(address) == grace


def test_one_addition_after_the_other_does_not_prolong_the_moment() -> None:
    one = Table()
    one.keep(b"/en/")
    for counter in range(2, 12):
        one.table.confirm(Changes(counter), one.now)
        one.now += GRACE / 5
    one.table.confirm(Changes(11), one.now)
    assert not one.gives(b"/en/")


def test_an_edition_made_anew_ends_every_page() -> None:
    one = Table()
    one.table.confirm(Changes(5, 2), NOW)
    one.keep(b"/en/")
    one.table.confirm(Changes(1, 2), NOW + timedelta(milliseconds=1))
    one.now += timedelta(milliseconds=2)
    assert not one.gives(b"/en/")


def test_an_answer_that_comes_late_does_not_turn_the_time_back() -> None:
    one = Table()
    one.table.confirm(Changes(3), NOW + timedelta(milliseconds=100))
    one.keep(b"/en/")
    assert not one.table.confirm(Changes(2), NOW + timedelta(milliseconds=50))
    one.now += timedelta(milliseconds=120)
    assert one.table.changes.counter == 3
    assert one.gives(b"/en/")


def test_a_page_written_from_an_older_state_is_never_given() -> None:
    one = Table()
    one.table.confirm(Changes(2), NOW)
    one.table.keep(b"/en/", Changes(1), NOW, PAGE, make_reply(PAGE, "br"))
    assert not one.gives(b"/en/")


def test_a_page_grows_old_though_nothing_happens() -> None:
    one = Table()
    one.keep(b"/en/")
    one.now += MAX_AGE
    one.table.confirm(Changes(1), one.now)
    assert not one.gives(b"/en/")


def test_files_need_no_state() -> None:
    one = Table()
    one.table.keep_always(b"/static/a.css?v=1", PAGE)
    one.now += timedelta(days=1)
    assert one.gives(b"/static/a.css?v=1")
    assert one.table.always(b"/static/a.css?v=1") is PAGE
    assert one.table.always(b"/static/a.css") is None


def test_heads_conditions_and_codings_are_chosen() -> None:
    one = Table()
    one.keep(b"/en/")
    whole = one.table.find(b"/en/", b"GET", "br", "")
    bare = one.table.find(b"/en/", b"HEAD", "br", "")
    had = one.table.find(b"/en/", b"GET", "gzip", PAGE.etag)
    assert whole is not None
    assert bare is not None
    assert had is not None
    assert (whole.status, bare.status, had.status) == (200, 200, 304)
    assert b"content-encoding: br\r\n" in whole.head
    assert (bare.head, bare.body, had.body) == (whole.head, b"", b"")
    assert b"etag: W/" + PAGE.etag.encode() in had.head


def test_a_page_that_is_due_is_given_until_it_is_written_anew() -> None:
    one = Table()
    one.keep(b"/en/")
    assert not one.table.set_due(b"/en/", timedelta(seconds=10))
    one.now += timedelta(seconds=11)
    one.table.confirm(Changes(1), one.now)
    assert list(one.table.set_due(b"/en/", timedelta(seconds=10))) == ["br"]
    assert one.table.page(b"/en/", one.now) is None  # for whoever writes
    assert one.gives(b"/en/")  # for readers
    one.keep(b"/en/")
    assert one.table.page(b"/en/", one.now) is not None
    assert list(one.table.set_due(b"/missing/", timedelta(seconds=10))) == ["br"]


def test_a_page_is_written_anew_in_the_codings_it_was_asked_for() -> None:
    one = Table()
    one.keep(b"/en/")
    assert one.table.find(b"/en/", b"GET", "gzip", "") is not None
    one.now += timedelta(seconds=11)
    assert sorted(one.table.set_due(b"/en/", timedelta(seconds=10))) == ["br", "gzip"]


def test_the_hottest_pages_are_remembered_over_moves_and_forgotten_in_time() -> None:
    one = Table()
    one.keep(b"/a", b"/b", b"/c")
    one.gives(b"/b", times=5)
    one.gives(b"/a", times=3)
    assert one.table.hottest(10) == [b"/b", b"/a"]
    one.table.confirm(Changes(2, 1), NOW)
    assert one.table.hottest(10) == [b"/b", b"/a"]
    one.keep(b"/c")
    one.gives(b"/c", times=20)
    assert one.table.hottest(2) == [b"/c", b"/b"]
    for counter in range(3, 12):
        one.table.confirm(Changes(counter, counter), NOW)
    assert one.table.hottest(10) == []


def test_what_is_remembered_as_hot_is_bounded() -> None:
    one = Table(max_bytes=100_000_000)
    for number in range(1000):
        one.keep(b"/%d" % number)
        one.gives(b"/%d" % number)
    one.table.confirm(Changes(2, 1), NOW)
    assert len(one.table.hottest(10_000)) == 512


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/en/world/a-b/2345", b"/en/world/a-b/2345"),
        ("/ru/world/порт/2345", b"/ru/world/%D0%BF%D0%BE%D1%80%D1%82/2345"),
        ("/en/what?/x", b"/en/what%3F/x"),
        ("/en/a b#c", b"/en/a%20b%23c"),
    ],
)
def test_a_path_has_one_address_and_never_becomes_a_query(path: str, address: bytes) -> None:
    assert address_of(path) == address
