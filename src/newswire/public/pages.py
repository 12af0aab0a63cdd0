"""The pages as HTML: each takes what it shows and the moment it is shown, and gives bytes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from django.template import Context, Engine
from django.utils import translation

from newswire.edition.shape import Author, Card, Day, Dossier, Notice, Story
from newswire.item.body import WebBlock
from newswire.item.dateline import capitals
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.mediatopics import broaden
from newswire.item.vocabulary.sections import SECTIONS
from newswire.item.vocabulary.topics import topic_name
from newswire.look.assets import Asset
from newswire.public.addresses import (
    author_path,
    corrections_path,
    day_path,
    dossier_path,
    front_path,
    month_path,
    search_path,
    section_path,
    share_links,
    story_path,
    topic_path,
)
from newswire.public.front import FLASH_URGENCY, Front
from newswire.public.head import make_head
from newswire.public.house import house_heading, house_path
from newswire.public.listing import Affair, group_by_day
from newswire.public.settings import SiteSettings


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What every page has: its language, its address (empty where it has none of its own) and its equivalents.

    `alternates` are the paths of the page in other languages, by language.
    """

    language: str
    path: str = ""
    alternates: Mapping[str, str] = {}


class Part(msgspec.Struct, frozen=True):
    """A piece of a long list: its cards, whether newer ones stand on a page before, the address of the older ones."""

    cards: tuple[Card, ...]
    older: str = ""
    is_first: bool = True


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around a story: itself in other languages, its dossier, stories like it, others of its section."""

    versions: tuple[Card, ...] = ()
    dossier: tuple[Card, ...] = ()
    related: tuple[Card, ...] = ()
    more: tuple[Card, ...] = ()


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """What a search gave: what was typed, the stories, or where (from 0) and why it could not be read."""

    typed: str = ""
    part: Part | None = None
    position: int = 0
    complaint: str = ""


class Pages:
    """Writes pages. The interface's language is always the page's."""

    def __init__(self, engine: Engine, assets: Mapping[str, Asset], settings: SiteSettings) -> None:
        self._engine = engine
        self._assets = assets
        self._settings = settings

    def write_front(self, language: str, front: Front, now: datetime) -> bytes:
        """The front page of one edition."""
        page = Page(language=language, path=front_path(language), alternates={one: front_path(one) for one in EDITIONS})
        return self._write("public/front.html", page, now, {"front": front})

    def write_section(self, language: str, section: str, part: Part, now: datetime) -> bytes:
        """A section's newest stories, the first with a picture leading, or older ones day by day."""
        cards = part.cards
        lead = next((card for card in cards if card.picture), cards[0] if cards else None) if part.is_first else None
        page = Page(
            language=language,
            path=section_path(language, section),
            alternates={one: section_path(one, section) for one in EDITIONS},
        )
        values = {
            "section": section,
            "lead": lead,
            "cards": [card for card in cards if card is not lead],
            "days": () if part.is_first else group_by_day(cards),
            "part": part,
        }
        return self._write("public/section.html", page, now, values)

    def write_topic(self, language: str, qcode: str, part: Part, now: datetime) -> bytes:
        """The stories about a Media Topic and all that is narrower."""
        page = Page(
            language=language,
            path=topic_path(language, qcode),
            alternates={one: path for one in EDITIONS if (path := topic_path(one, qcode))},
        )
        values = {
            "title": begin_sentence(topic_name(qcode, language), language),
            "kind": "topic",
            "broader": [
                (name, path)
                for one in reversed(broaden(qcode)[1:])
                if (name := topic_name(one, language)) and (path := topic_path(language, one))
            ],
            "days": group_by_day(part.cards),
            "part": part,
        }
        return self._write("public/list.html", page, now, values)

    def write_author(self, language: str, author: Author, part: Part, now: datetime) -> bytes:
        """The stories somebody signed."""
        page = Page(language=language, path=author_path(language, author.slug))
        values = {"title": author.name, "kind": "author", "days": group_by_day(part.cards), "part": part}
        return self._write("public/list.html", page, now, values)

    def write_dossier(
        self, language: str, dossier: Dossier, affair: Affair, languages: Sequence[str], now: datetime
    ) -> bytes:
        """A developing affair: the latest, the timeline, who is who, places. `languages` are those it is written in."""
        page = Page(
            language=language,
            path=dossier_path(language, dossier.slug),
            alternates={one: dossier_path(one, dossier.slug) for one in languages},
        )
        return self._write("public/dossier.html", page, now, {"dossier": dossier, "affair": affair})

    def write_day(
        self, language: str, day: date, part: Part, neighbours: tuple[date | None, date | None], now: datetime
    ) -> bytes:
        """All stories of one day, with the ways to the day before and the day after that have some."""
        earlier, later = neighbours
        values = {
            "day": _noon(day),
            "month": month_path(language, day),
            "of_month": day,
            "part": part,
            "earlier": day_path(language, earlier) if earlier else "",
            "earlier_day": _noon(earlier) if earlier else None,
            "later": day_path(language, later) if later else "",
            "later_day": _noon(later) if later else None,
        }
        return self._write("public/day.html", Page(language=language, path=day_path(language, day)), now, values)

    def write_month(
        self,
        language: str,
        month: date,
        days: Sequence[Day],
        neighbours: tuple[date | None, date | None],
        now: datetime,
    ) -> bytes:
        """A month: each day that has stories leads to them."""
        earlier, later = neighbours
        values = {
            "month": month,
            "days": [(one, _noon(one.date)) for one in days],
            "earlier": month_path(language, earlier) if earlier else "",
            "earlier_month": earlier,
            "later": month_path(language, later) if later else "",
            "later_month": later,
        }
        return self._write("public/month.html", Page(language=language, path=month_path(language, month)), now, values)

    def write_corrections(self, language: str, notices: Sequence[Notice], older: str, now: datetime) -> bytes:
        """What was put right, newest first."""
        page = Page(
            language=language,
            path=corrections_path(language),
            alternates={one: corrections_path(one) for one in EDITIONS},
        )
        return self._write("public/corrections.html", page, now, {"notices": notices, "older": older})

    def write_search(self, language: str, results: Results, now: datetime) -> bytes:
        """The search form, and what was found or what is wrong with the query."""
        page = Page(
            language=language, path=search_path(language), alternates={one: search_path(one) for one in EDITIONS}
        )
        values = {
            "results": results,
            "days": group_by_day(results.part.cards) if results.part else (),
            "before": results.typed[: results.position],
            "after": results.typed[results.position :],
        }
        return self._write("public/search.html", page, now, values)

    def write_story(self, story: Story, around: Around, now: datetime) -> bytes:
        """A story in its public form, and what stands around it."""
        settings = self._settings
        path = story_path(story)
        address = settings.base_url + path
        page = Page(
            language=story.language, path=path, alternates={one.language: story_path(one) for one in around.versions}
        )
        values = {
            "story": story,
            "section": story.sections[0] if story.sections else "",
            "around": around,
            "topics": [(topic, topic_path(story.language, topic.qcode)) for topic in story.subjects],
            "share": share_links(address, story.headline),
            "updated": story.updated_at > story.published_at,
        }
        return self._write("public/story.html", page, now, values)

    def write_house(self, language: str, name: str, own: Sequence[WebBlock], now: datetime) -> bytes:
        """A page about the agency: `own` is its text, ours stands where it is empty."""
        with translation.override(language):
            heading = house_heading(name)
        alternates = {one: house_path(one, name) for one in EDITIONS}
        page = Page(language=language, path=house_path(language, name), alternates=alternates)
        return self._write(f"public/{name}.html", page, now, {"heading": heading, "own": own})

    def write_notice(self, language: str, notice: str, now: datetime) -> bytes:
        """A page that says one thing: `notice` is missing, withdrawn, ended or unavailable."""
        return self._write(f"public/{notice}.html", Page(language=language), now, {})

    def _write(self, template: str, page: Page, now: datetime, values: Mapping[str, Any]) -> bytes:
        language = page.language
        base = self._settings.base_url
        alternates = {one: path for one, path in page.alternates.items() if one != language}
        shared = {
            "language": language,
            "languages": tuple((one, alternates.get(one, front_path(one))) for one in EDITIONS),
            "sections": SECTIONS,
            "site": self._settings,
            "assets": self._assets,
            "canonical": base + page.path if page.path else "",
            "head": make_head(self._settings, language, page.path, page.alternates, values.get("story")),
            "now": now,
            "half_minute": int(now.timestamp() // 30),
            "flash_urgency": FLASH_URGENCY,
        }  # fmt: skip
        with translation.override(language):
            written = self._engine.get_template(template).render(Context({**shared, **values}))
        return written.encode()


def begin_sentence(text: str, language: str) -> str:
    """`text` with a capital at its beginning, as its language writes that: IPTC's labels have none."""
    return capitals(text[:1], language) + text[1:]


def _noon(day: date) -> datetime:
    """A moment that is on that day almost everywhere: pages show it in the reader's zone."""
    return datetime.combine(day, time(12), UTC)
