"""What a reader may see of a release: forms, archive days, expiry, restricted files, notices without text."""

from datetime import timedelta
from typing import Any

import pytest

from newswire.item.body import Embed, Paragraph
from newswire.item.forms import FORMS, Form
from newswire.item.item import Correction, Item, Link, Media
from newswire.item.release import Entry, LeftOut
from newswire.item.rights import Restriction
from newswire.routing.feed import read_entries, read_entry_by_guid
from newswire.routing.holdings import do_note_holding
from newswire.routing.router import rebuild
from newswire.subscribers.models import Subscriber, Subscription
from newswire.subscribers.service import do_end_contract, do_resume_contract, do_save_product, do_suspend_contract
from tests.newsroom import Newsroom
from tests.routing.test_model import read_tables
from tests.stories import make_guid

DAY = timedelta(days=1)
PICTURES = (
    Media("free", "picture", caption="For all"),
    Media("japan-out", "picture", caption="Not for Japan", rights=Restriction(countries_out=("JP",))),
)


def entries(newsroom: Newsroom, subscription: Subscription, later: timedelta = timedelta(0)) -> list[Entry]:
    return read_entries(newsroom.connection, newsroom.reader(subscription.number, newsroom.now + later), 0)


def told(found: list[Entry]) -> list[tuple[Any, ...]]:
    return [(one.n, one.kind, one.version, one.use, one.withheld, one.item is not None) for one in found]


def content(entry: Entry) -> Item:
    assert entry.item is not None
    return entry.item


@pytest.mark.parametrize("form", FORMS)
def test_a_product_carries_no_more_than_its_form(newsroom: Newsroom, form: Form) -> None:
    subscription = newsroom.subscribe("paper", form=form)
    newsroom.release("a", editor_note="A note")
    (entry,) = entries(newsroom, subscription)
    item = content(entry)
    assert entry.form == form
    assert bool(item.body) == (form == "full")
    assert bool(item.standfirst) == (form != "headlines")
    assert bool(item.editor_note) == (form != "headlines")


def test_the_best_of_several_products_counts_and_a_holder_keeps_what_it_had(newsroom: Newsroom) -> None:
    subscription = newsroom.subscribe("paper", "lang:en", form="full")
    do_save_product("all", "All headlines", "*", form="headlines")
    Subscription.objects.filter(pk=subscription.pk).update(product_codes=["paper", "all"])
    do_save_product("all", "All headlines", "*", form="headlines")
    newsroom.release("a")
    newsroom.release("b", language="fr")
    newsroom.release("a", "update", language="fr")
    assert [one.form for one in entries(newsroom, subscription)] == ["full", "headlines", "full"]


def test_what_is_older_than_the_contracts_archive_keeps_its_number_and_loses_its_text(newsroom: Newsroom) -> None:
    subscription = newsroom.subscribe("paper", archive_days=30)
    newsroom.release("a")
    assert told(entries(newsroom, subscription, 30 * DAY)) == [(1, "new", 1, "publish", "", True)]
    later = 30 * DAY + timedelta(seconds=1)
    assert told(entries(newsroom, subscription, later)) == [(1, "new", 1, "publish", "archive", False)]


def test_an_ended_contract_reads_its_archive_and_is_told_without_text_of_what_it_must_know(newsroom: Newsroom) -> None:
    subscription = newsroom.subscribe("paper", archive_days=30)
    newsroom.release("a")
    newsroom.release("b")
    do_end_contract(subscription.contract_id, newsroom.now)
    newsroom.release("a", "update")
    newsroom.release("a", "correction", correction=Correction("three", "four", "It was four."))
    newsroom.release("b", "hold")
    newsroom.release("b", "lift")
    newsroom.release("c")
    newsroom.release("b", "kill")
    assert told(entries(newsroom, subscription)) == [
        (1, "new", 1, "publish", "", True),
        (2, "new", 1, "recall", "recall", False),
        (3, "correction", 2, "publish", "contract", False),
        (4, "hold", 2, "recall", "recall", False),
        (5, "lift", 3, "recall", "recall", False),
        (6, "kill", 4, "recall", "recall", False),
    ]
    assert entries(newsroom, subscription)[2].note == "It was four."


def test_a_suspended_contract_gets_nothing_new_until_it_goes_on(newsroom: Newsroom) -> None:
    subscription = newsroom.subscribe("paper")
    newsroom.release("a")
    do_suspend_contract(subscription.contract_id, "unpaid", now=newsroom.now)
    newsroom.release("b")
    newsroom.release("a", "kill")
    do_resume_contract(subscription.contract_id)
    newsroom.release("c")
    assert [(one.guid, one.kind) for one in entries(newsroom, subscription)] == [
        (make_guid("a"), "new"),
        (make_guid("a"), "kill"),
        (make_guid("c"), "new"),
    ]


def test_an_embargoed_update_is_not_told_to_a_holder_without_the_right_and_comes_as_an_update_with_the_lift(
    newsroom: Newsroom,
) -> None:
    trusted, other = newsroom.subscribe("trusted", embargo_right=True), newsroom.subscribe("other")
    until = newsroom.now + DAY
    newsroom.release("a")
    newsroom.release("a", "update", embargo_until=until, update_line="adds the figures")
    assert told(entries(newsroom, other)) == [(1, "new", 1, "publish", "", True)]
    newsroom.release("a", "lift", update_line="adds the figures")
    assert [one.kind for one in entries(newsroom, trusted)] == ["new", "update", "lift"]
    second = entries(newsroom, other)[1]
    assert (second.kind, second.version, content(second).update_line) == ("update", 2, "")


def test_a_refused_picture_is_left_out_and_named_and_the_text_still_goes(newsroom: Newsroom) -> None:
    tokyo, ankara = newsroom.subscribe("tokyo", country="JP"), newsroom.subscribe("ankara", country="TR")
    body = (Paragraph("Text."), Embed("free"), Embed("japan-out"))
    newsroom.release("a", media=PICTURES, body=body)
    (whole,), (cut,) = entries(newsroom, ankara), entries(newsroom, tokyo)
    assert content(whole).media == PICTURES
    assert whole.left_out == ()
    assert [one.id for one in content(cut).media] == ["free"]
    assert content(cut).body == body[:2]
    assert cut.left_out == (LeftOut("japan-out", "picture", "JP OUT"),)


def test_a_restricted_story_does_not_exist_for_those_it_keeps_out(newsroom: Newsroom) -> None:
    tokyo, ankara = newsroom.subscribe("tokyo", country="JP"), newsroom.subscribe("ankara", country="TR")
    newsroom.release("a", rights=Restriction(countries_out=("JP",)))
    assert (len(entries(newsroom, ankara)), entries(newsroom, tokyo)) == (1, [])


def test_who_had_a_story_that_is_restricted_later_is_told_and_gets_no_text(newsroom: Newsroom) -> None:
    tokyo = newsroom.subscribe("tokyo", country="JP")
    newsroom.release("a")
    newsroom.release("a", "update", rights=Restriction(countries_out=("JP",)))
    assert told(entries(newsroom, tokyo)) == [
        (1, "new", 1, "publish", "", True),
        (2, "update", 2, "publish", "contract", False),
    ]


def test_what_has_expired_is_not_given_any_more(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    newsroom.release("a", expires=newsroom.now + DAY)
    newsroom.release("b", media=(Media("p", "picture", expires=newsroom.now + DAY),))
    assert [one.withheld for one in entries(newsroom, paper, DAY - timedelta(seconds=1))] == ["", ""]
    story, carrier = entries(newsroom, paper, DAY)
    assert (story.withheld, story.item) == ("expired", None)
    assert (content(carrier).media, carrier.left_out) == ((), (LeftOut("p", "picture", "EXPIRED"),))


def test_what_may_not_be_archived_is_news_for_a_day(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    newsroom.release("a", rights=Restriction(no_archive=True))
    newsroom.release("b", media=(Media("p", "picture", rights=Restriction(no_archive=True)),))
    assert [one.withheld for one in entries(newsroom, paper, DAY - timedelta(seconds=1))] == ["", ""]
    story, carrier = entries(newsroom, paper, DAY)
    assert (story.withheld, carrier.left_out) == ("archive", (LeftOut("p", "picture", "NO ARCHIVE"),))


def test_a_link_to_a_story_one_never_had_is_not_shown(newsroom: Newsroom) -> None:
    english, everything = newsroom.subscribe("english", "lang:en"), newsroom.subscribe("everything")
    newsroom.release("secret", language="tr")
    newsroom.release("known")
    links = (Link("related", make_guid("secret")), Link("related", make_guid("known")))
    newsroom.release("a", links=links)
    assert content(entries(newsroom, everything)[-1]).links == links
    assert content(entries(newsroom, english)[-1]).links == links[1:]


def test_who_took_a_story_by_another_door_gets_what_follows_it(newsroom: Newsroom) -> None:
    reader = newsroom.subscribe("sports", "section:sports")
    newsroom.release("a")
    do_note_holding(newsroom.connection, reader.number, make_guid("a"), "search", now=newsroom.now)
    do_note_holding(newsroom.connection, reader.number, make_guid("a"), "search", now=newsroom.now)
    newsroom.release("a", "update")
    newsroom.release("a", "kill")
    assert [(one.kind, one.version) for one in entries(newsroom, reader)] == [("update", 2), ("kill", 3)]
    before = read_tables(newsroom.connection)
    list(rebuild(newsroom.connection))
    assert read_tables(newsroom.connection) == before
    rows = newsroom.connection.execute("SELECT count(*), max(after_seq) FROM routing_holding").fetchone()
    assert rows == (1, 1)


def test_nothing_is_noted_for_who_holds_the_story_already(newsroom: Newsroom) -> None:
    paper = newsroom.subscribe("paper")
    newsroom.release("a")
    do_note_holding(newsroom.connection, paper.number, make_guid("a"), "portal", now=newsroom.now)
    assert newsroom.connection.execute("SELECT count(*) FROM routing_holding").fetchone() == (0,)


def test_the_un_entitled_and_the_non_existent_are_the_same_nothing(newsroom: Newsroom) -> None:
    sports = newsroom.subscribe("sports", "section:sports")
    newsroom.release("a")
    reader = newsroom.reader(sports.number)
    assert read_entry_by_guid(newsroom.connection, reader, make_guid("a")) is None
    assert read_entry_by_guid(newsroom.connection, reader, make_guid("never")) is None


def test_a_rebuild_gives_the_same_audiences_byte_for_byte(newsroom: Newsroom) -> None:
    newsroom.subscribe("headlines", form="headlines")
    newsroom.subscribe("summary", "lang:en", form="summary", country="JP")
    gone = newsroom.subscribe("gone")
    newsroom.release("a", media=PICTURES)
    do_end_contract(gone.contract_id, newsroom.now)
    newsroom.release("a", "correction", media=PICTURES, correction=Correction("x", "y"))
    client = Subscriber.objects.get(contracts=gone.contract_id).pk
    newsroom.release("b", rights=Restriction(clients_only=(client,)))
    newsroom.release("a", "kill")
    before = read_tables(newsroom.connection)
    list(rebuild(newsroom.connection))
    assert read_tables(newsroom.connection) == before
