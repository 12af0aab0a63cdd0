"""The pages as HTML: each takes what it shows and the moment it is shown, and gives bytes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template import Context, Engine
from django.utils import translation

from newswire.edition.shape import Card, Story
from newswire.item.vocabulary.languages import EDITIONS
from newswire.item.vocabulary.sections import SECTIONS, section_name
from newswire.look.assets import Asset
from newswire.public.addresses import front_path, section_path, share_links, story_path
from newswire.public.front import FLASH_URGENCY, Front
from newswire.public.settings import SiteSettings
from newswire.public.structured import describe_article


class Pages:
    """Writes pages. The interface's language is always the page's."""

    def __init__(self, engine: Engine, assets: Mapping[str, Asset], settings: SiteSettings) -> None:
        self._engine = engine
        self._assets = assets
        self._settings = settings

    def write_front(self, language: str, front: Front, now: datetime) -> bytes:
        """The front page of one edition."""
        return self._write("public/front.html", language, now, front_path(language), {"front": front})

    def write_section(self, language: str, section: str, cards: Sequence[Card], now: datetime) -> bytes:
        """A section's newest stories; the first with a picture leads."""
        lead = next((card for card in cards if card.picture), cards[0] if cards else None)
        values = {"section": section, "lead": lead, "cards": [card for card in cards if card is not lead]}
        return self._write("public/section.html", language, now, section_path(language, section), values)

    def write_story(self, story: Story, more: Sequence[Card], now: datetime) -> bytes:
        """A story in its public form, and others of its first section."""
        settings = self._settings
        path = story_path(story)
        address = settings.base_url + path
        sections = [section_name(code, story.language) for code in story.sections]
        values = {
            "story": story,
            "section": story.sections[0] if story.sections else "",
            "more": tuple(more),
            "share": share_links(address, story.headline),
            "structured": describe_article(story, address, settings.base_url, settings.name, sections),
            "updated": story.updated_at > story.published_at,
        }
        return self._write("public/story.html", story.language, now, path, values)

    def write_notice(self, language: str, notice: str, now: datetime) -> bytes:
        """A page that says one thing: `notice` is missing, withdrawn, ended or unavailable."""
        return self._write(f"public/{notice}.html", language, now, "", {})

    def _write(self, template: str, language: str, now: datetime, path: str, values: Mapping[str, Any]) -> bytes:
        shared = {
            "language": language,
            "languages": EDITIONS,
            "sections": SECTIONS,
            "site": self._settings,
            "assets": self._assets,
            "canonical": self._settings.base_url + path if path else "",
            "now": now,
            "half_minute": int(now.timestamp() // 30),
            "flash_urgency": FLASH_URGENCY,
        }
        with translation.override(language):
            page = self._engine.get_template(template).render(Context({**shared, **values}))
        return page.encode()
