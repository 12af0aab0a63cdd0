"""The pages kept in memory: bounded in bytes, not old."""

from datetime import UTC, datetime, timedelta

from newswire.public.answers import HTML, Answer, make_answer
from newswire.public.cache import MAX_AGE, Page, PageCache

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def _page(body: bytes = b"") -> Page:
    return Page(NOW, Answer(200, (), body))


def test_the_cache_stays_within_its_bytes_and_drops_what_nobody_asks_for() -> None:
    cache = PageCache(max_bytes=3 * 2048)
    pages = {address: _page(b"x" * 1024) for address in (b"/a", b"/b", b"/c", b"/d")}
    for address in (b"/a", b"/b", b"/c"):
        cache.put(address, pages[address])
    assert cache.get(b"/a", NOW) is pages[b"/a"]
    cache.put(b"/d", pages[b"/d"])
    assert cache.bytes <= 3 * 2048
    assert [address for address in pages if cache.get(address, NOW)] == [b"/a", b"/c", b"/d"]
    cache.put(b"/big", _page(b"x" * 10_000))
    assert cache.bytes == 0
    assert cache.get(b"/big", NOW) is None


def test_every_coding_counts() -> None:
    cache = PageCache(max_bytes=100_000)
    page = Page(NOW, make_answer(200, b"".join(b"<p>%d</p>" % number for number in range(900)), HTML, "no-cache"))
    cache.put(b"/a", page)
    before = cache.bytes
    compressed = [cache.add_form(b"/a", page, coding) for coding in ("br", "gzip")]
    assert cache.bytes == before + sum(form.own for form in compressed)
    assert all(form.own > len(form.answer.body) > 0 for form in compressed)
    plain = cache.add_form(b"/a", page, "")
    assert plain.answer.body is page.answer.body
    assert plain.own < 3000  # the body itself is counted once
    assert cache.add_form(b"/a", page, "br") is compressed[0]
    cache.put(b"/a", _page())
    assert cache.bytes == _page().size()


def test_forms_push_others_out_and_a_page_that_is_gone_costs_nothing() -> None:
    text = make_answer(200, bytes(range(256)) * 40, "text/plain", "no-cache")
    old, new = Page(NOW, text), Page(NOW, text)
    cache = PageCache(max_bytes=2 * old.size())
    cache.put(b"/old", old)
    cache.put(b"/new", new)
    cache.add_form(b"/new", new, "")
    assert cache.get(b"/old", NOW) is None
    assert cache.get(b"/new", NOW) is new
    kept = cache.bytes
    cache.add_form(b"/old", old, "br")
    assert cache.bytes == kept


def test_the_cache_gives_nothing_of_another_age() -> None:
    cache = PageCache(max_bytes=10_000)
    cache.put(b"/a", _page())
    assert cache.get(b"/a", NOW + MAX_AGE) is None
    assert cache.get(b"/a", NOW - timedelta(seconds=1)) is None
    assert cache.get(b"/a", NOW + MAX_AGE / 2) is not None


def test_clearing_forgets_all_and_tells_what_was_asked_for() -> None:
    cache = PageCache(max_bytes=10_000)
    asked, unread = _page(), _page()
    asked.asked = 3
    cache.put(b"/asked", asked)
    cache.put(b"/unread", unread)
    assert cache.clear() == {b"/asked": 3}
    assert cache.bytes == 0
    assert cache.get(b"/asked", NOW) is None


def test_pages_to_be_renewed_may_be_shown_until_then_and_no_longer_than_their_age() -> None:
    cache = PageCache(max_bytes=10_000)
    cache.put(b"/a", _page())
    cache.renew(lambda _: NOW + timedelta(seconds=2))
    page = cache.get(b"/a", NOW + timedelta(seconds=1))
    assert page is not None
    assert page.is_due
    assert cache.get(b"/a", NOW + timedelta(seconds=2)) is None
    cache.put(b"/a", _page())
    cache.renew(lambda _: NOW + MAX_AGE * 2)
    assert cache.get(b"/a", NOW + MAX_AGE) is None
