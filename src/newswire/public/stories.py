"""A story's page as an answer: the story and what stands around it, a query each."""

from urllib.parse import unquote

from newswire.edition import reader
from newswire.edition.shape import Story
from newswire.kit.clock import Clock
from newswire.public import answers
from newswire.public.addresses import story_path
from newswire.public.answers import Answer, make_answer, redirect
from newswire.public.connect import Connect
from newswire.public.listing import merge_cards
from newswire.public.pages import Around, Pages

RELATED = 6
MORE = 6
OF_THE_DOSSIER = 5

Refusal = tuple[int, str]
"""The status and the notice that stand for a story which is not shown."""
_REFUSALS: dict[str, Refusal] = {"held": (404, "missing"), "gone": (410, "withdrawn"), "ended": (410, "ended")}


class Stories:
    """Finds stories and writes their pages."""

    def __init__(self, connect: Connect, pages: Pages, clock: Clock) -> None:
        self._connect = connect
        self._pages = pages
        self._clock = clock

    async def find(self, public_id: str, path: str) -> Answer | Refusal:
        """The page of the story, asked for at `path`; any address but its own leads to that."""
        async with self._connect() as connection:
            story = await reader.read_story(connection, public_id)
            if story is None:
                return _REFUSALS["held"]
            if story.state != "live":
                return _REFUSALS[story.state]
            address = story_path(story)
            if unquote(address) != path:
                return redirect(address)
            around = await _read_around(connection, story)
        page = self._pages.write_story(story, around, self._clock())
        return make_answer(200, page, answers.HTML, answers.FOR_SECONDS)


async def _read_around(connection: reader.Connection, story: Story) -> Around:
    """Other languages; the dossier's newest; named as related, then more of the dossier, then alike; the section's.

    Nothing stands there twice.
    """
    found = await reader.read_around(connection, story, OF_THE_DOSSIER + RELATED + MORE)
    boxed, rest = found.dossier[:OF_THE_DOSSIER], found.dossier[OF_THE_DOSSIER:]
    taken = {card.public_id for card in boxed}
    related = merge_cards(found.named, rest, found.alike, without=taken, most=RELATED)
    taken |= {card.public_id for card in related}
    more = merge_cards(found.section, without=taken, most=MORE)
    return Around(versions=found.versions, dossier=boxed, related=related, more=more)
