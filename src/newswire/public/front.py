"""What stands where on the front page: pure decisions over the newest stories."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from newswire.edition.shape import Card

LEAD_WINDOW = timedelta(hours=12)
"""A lead is no older than this against the newest story."""
FLASH_AGE = timedelta(minutes=10)
"""So long a flash is set apart; afterwards it is a normal headline with a mark. `ticker.js` counts the same."""
TICKER_AGE = timedelta(hours=3)
"""So long a flash stays in the ticker."""
FLASH_URGENCY = 1
_TICKER = 4
_SECONDS = 4
_RIVER = 24
_BLOCK = 5


class Block(msgspec.Struct, frozen=True):
    """A section on the front page: its code, its first story, the ones below."""

    section: str
    first: Card
    others: tuple[Card, ...]


class Line(msgspec.Struct, frozen=True):
    """A flash in the ticker; a fresh one stands nowhere else on the page."""

    card: Card
    is_fresh: bool


class Front(msgspec.Struct, frozen=True):
    """The front page: flashes of the last hours, one lead, the next important, the newest with times, the sections."""

    ticker: tuple[Line, ...]
    lead: Card | None
    seconds: tuple[Card, ...]
    river: tuple[Card, ...]
    blocks: tuple[Block, ...]


def compose_front(newest: Sequence[Card], sections: Mapping[str, Sequence[Card]], now: datetime) -> Front:
    """Places `newest` (newest first) and the newest stories whose first section it is (in the order of `sections`).

    The lead is the most urgent story with a picture of the last hours, the next important follow by urgency; none of
    them stands a second time below. The river is strictly by time.
    """
    if not newest:
        return Front((), None, (), (), ())
    recent = [card for card in newest if newest[0].published_at - card.published_at <= LEAD_WINDOW]
    ranked = sorted(recent, key=lambda card: card.urgency)  # stable: newest first among equals
    ticker = _choose_lines(newest, now)
    above = [line.card for line in ticker if line.is_fresh]
    others = [card for card in ranked if card not in above]
    lead = next((card for card in others if card.picture), others[0] if others else None)
    above.extend([lead] if lead else [])
    seconds = tuple(card for card in ranked if card not in above)[:_SECONDS]
    above.extend(seconds)
    river = tuple(card for card in newest if card not in above)[:_RIVER]
    blocks = []
    for code, cards in sections.items():
        below = [card for card in cards if card not in above][:_BLOCK]
        if below:
            blocks.append(Block(code, below[0], tuple(below[1:])))
    return Front(ticker, lead, seconds, river, tuple(blocks))


def _choose_lines(newest: Sequence[Card], now: datetime) -> tuple[Line, ...]:
    """The newest flashes no older than `TICKER_AGE`, newest first."""
    flashes = [card for card in newest if card.urgency <= FLASH_URGENCY and now - card.published_at < TICKER_AGE]
    return tuple(Line(card, now - card.published_at < FLASH_AGE) for card in flashes[:_TICKER])
