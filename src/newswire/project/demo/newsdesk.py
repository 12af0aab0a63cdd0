"""The demo's editors at work: every story goes the way a real one does, through the desk's own verbs."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.files.images import ImageFile
from wagtail.images import get_image_model

from newswire.accounts.models import Role, User
from newswire.editing.content import fill_story
from newswire.editing.models import Dossier, Story
from newswire.editing.service import do_correct, do_hold, do_kill, do_lift, do_refile, do_release, do_save
from newswire.item.item import Correction
from newswire.kit.ids import new_guid
from newswire.project.demo.clients import DESK
from newswire.project.demo.content import CREDITS, DemoStory, to_item
from newswire.project.demo.day import Step
from newswire.project.demo.dossiers import find_dossiers
from newswire.project.demo.pictures import draw


class Notebook(msgspec.Struct):
    """What the demo must remember over a restart: guids by story key, and how far the day has come."""

    guids: dict[str, str] = {}
    next_step: int = 0
    next_routine: int = 0

    @classmethod
    def load(cls, path: Path) -> "Notebook":
        """The notebook in a file; an empty one where there is none."""
        return msgspec.json.decode(path.read_bytes(), type=cls) if path.exists() else cls()

    def save(self, path: Path) -> None:
        """Writes the notebook whole or not at all."""
        temporary = path.with_suffix(".new")
        temporary.write_bytes(msgspec.json.encode(self))
        temporary.replace(path)


class Newsdesk:
    """Writes and releases the demo's stories as its editors; a duty chief does what needs one."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        people = {person.username: person for person in User.objects.exclude(role=Role.SUBSCRIBER)}
        self._chief = User.objects.filter(role=Role.DUTY_CHIEF).order_by("pk")[0]
        self._editors = {one.language: people[one.username] for one in DESK if one.role in ("editor", "duty-chief")}

    def do_file(self, content: DemoStory, now: datetime, *, embargo_until: datetime | None = None) -> Story:
        """Writes a new story, or the next version of one, and saves it; nothing is released yet."""
        guid = self.notebook.guids.get(content.key)
        story = Story.objects.filter(guid=guid).first() if guid else None
        if story is None:
            guid = guid or new_guid(settings.NEWSWIRE_AUTHORITY, f"{now:%Y%m%d}")
            story = Story(guid=guid)
        else:
            story = story.get_latest_revision_as_object()
        self.notebook.guids[content.key] = story.guid
        written_now = msgspec.structs.replace(content, minutes_ago=0)
        item = to_item(written_now, guid=story.guid, now=now, media=(), guids=self.notebook.guids)
        fill_story(story, msgspec.structs.replace(item, embargo_until=embargo_until))
        story.dossiers = list(Dossier.objects.filter(code__in=find_dossiers(content.key)))
        _add_picture(story, content)
        return do_save(story, actor=self._editor_of(content), now=now)

    def do_publish(self, content: DemoStory, now: datetime) -> None:
        """Writes a story and releases it at that moment."""
        do_release(self.do_file(content, now).pk, actor=self._editor_of(content), now=now)

    def _editor_of(self, content: DemoStory) -> User:
        """Who works in the story's language; the duty chief for the others."""
        return self._editors.get(content.language, self._chief)

    def do_step(self, step: Step, now: datetime) -> None:
        """Does what one step of the day says."""
        if step.content is not None:
            content = msgspec.structs.replace(step.content, key=step.story)
            until = now + timedelta(seconds=step.embargo_seconds) if step.embargo_seconds else None
            story = self.do_file(content, now, embargo_until=until)
        else:
            story = Story.objects.get(guid=self.notebook.guids[step.story])
        match step.kind:
            case "new" | "update" | "advisory":
                assert step.content is not None, "the script's tests see to it"
                actor = self._editor_of(step.content)
                do_release(story.pk, actor=actor, now=now, update_line=step.content.update_line)
            case "correction":
                correction = (step.content.correction if step.content else None) or Correction("", "")
                do_correct(story.pk, actor=self._chief, now=now, correction=correction, reason=step.reason)
            case "refile":
                do_refile(story.pk, actor=self._chief, now=now, reason=step.reason)
            case "hold":
                do_hold(story.pk, actor=self._chief, now=now, reason=step.notice or step.reason)
            case "lift":
                do_lift(story.pk, actor=self._chief, now=now, reason=step.reason)
            case "kill":
                do_kill(story.pk, actor=self._chief, now=now, reason=step.reason, wording=step.notice)


def _add_picture(story: Story, content: DemoStory) -> None:
    """Gives the story its drawing, which the editors' library keeps once."""
    if content.picture is None:
        return
    library: Any = get_image_model()
    title = f"Drawing: {content.picture.name}"
    image = library.objects.filter(title=title).first()
    if image is None:
        file = ImageFile(BytesIO(draw(content.picture.name)), name=f"{content.picture.name}.jpg")
        image = library.objects.create(title=title, file=file)
    story.picture = image
    story.picture_caption = content.picture.caption
    story.picture_alt = content.picture.alt
    story.picture_credit = CREDITS[content.language]
