"""Renditions made in the background: of pictures thumbnail and web, of films poster, length and size. The worker claims
one row at a time; what is released before its turn is made at once."""

import logging
from datetime import datetime
from pathlib import Path
from threading import Event

import msgspec
from django.core.files.base import ContentFile
from django.db import close_old_connections, transaction

from newswire.item.item import Rendition
from newswire.kit.clock import utc_now
from newswire.media.film import FilmError, ToolMissingError, mime_of_film, probe, take_frame
from newswire.media.models import Picture, Video
from newswire.media.picture import PictureError
from newswire.media.renditions import Focus, do_make_renditions
from newswire.media.store import do_store_path, path_of

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0


def run_preparation(home: Path, stop: Event) -> None:
    """Prepares whatever is new, one after another, until `stop`."""
    while not stop.is_set():
        close_old_connections()
        if not do_prepare_next(home, utc_now()):
            stop.wait(IDLE_SECONDS)


def do_prepare_next(home: Path, now: datetime) -> bool:
    """Prepares one picture, or where none waits one film; False where nothing waits.

    The row is locked until it is done and passed over by others: a second worker takes the next one, and after a crash
    it is still to do.
    """
    with transaction.atomic():
        waiting = Picture.objects.select_for_update(skip_locked=True).filter(renditions_at=None, killed_at=None)
        if picture := waiting.order_by("pk").first():
            _prepare_picture(picture, home, now)
            return True
    with transaction.atomic():
        films = Video.objects.select_for_update(skip_locked=True).filter(prepared_at=None, killed_at=None)
        if video := films.order_by("pk").first():
            _prepare_video(video, home, now)
            return True
    return False


def read_files(kept: object, home: Path) -> tuple[Rendition, ...]:
    """The renditions a row keeps in `files`; empty where they were never made or are no longer in the store."""
    renditions = msgspec.convert(kept, tuple[Rendition, ...])
    return renditions if all(path_of(home, one.sha256).exists() for one in renditions) else ()


def focus_of(picture: Picture) -> Focus | None:
    """The picture's focal area, None where nobody drew one."""
    values = (picture.focal_point_x, picture.focal_point_y, picture.focal_point_width, picture.focal_point_height)
    x, y, width, height = values
    if x is None or y is None or width is None or height is None:
        return None
    return x, y, width, height


def do_prepare_video(video_id: int, home: Path, now: datetime) -> Video:
    """The film with its files, made at once where that is still to do. Waits for a worker that is about it.

    One that is prepared is not locked: two releases with the same films in another order would wait for each other.
    """
    video = Video.objects.get(pk=video_id)
    if video.prepared_at is not None:
        return video
    with transaction.atomic():
        video = Video.objects.select_for_update(of=("self",), no_key=True).get(pk=video_id)
        if video.prepared_at is None:
            _prepare_video(video, home, now)
    return video


def _prepare_picture(picture: Picture, home: Path, now: datetime) -> None:
    problem = ""
    try:
        with picture.open_file() as file:
            made = do_make_renditions(home, file.read(), focus_of(picture))
    except (PictureError, OSError) as error:
        problem = error.detail if isinstance(error, PictureError) else str(error)
        logger.warning("picture %s has no renditions: %s", picture.pk, problem)
        made = ()
    metadata = {name: value for name, value in picture.metadata.items() if name != "renditions"}
    Picture.objects.filter(pk=picture.pk).update(
        files=msgspec.to_builtins(made),
        renditions_at=now,
        metadata=metadata | ({"renditions": problem} if problem else {}),
    )


def _prepare_video(video: Video, home: Path, now: datetime) -> None:
    path = Path(video.file.path)
    video.prepared_at, video.problem, video.files = now, "", []
    try:
        mime = mime_of_film(path.name)
        full = Rendition("full", do_store_path(home, path), mime, size=path.stat().st_size)
        video.files = [msgspec.to_builtins(full)]
        film = probe(path)
        video.seconds, video.width, video.height = film.seconds, film.width, film.height
        full = msgspec.structs.replace(full, width=film.width, height=film.height)
        video.files = [msgspec.to_builtins(full)]
        if video.poster is None:
            frame = ContentFile(take_frame(path, film.seconds), f"poster-{video.pk}.jpg")
            video.poster = Picture.objects.create(title=video.title, file=frame, credit=video.credit)
            video.poster.metadata["frame_of"] = video.pk  # a kill of the film takes its frames along
            video.poster.save(update_fields=["metadata"])
    except ToolMissingError:
        video.problem = "no-tool"
    except (FilmError, OSError) as error:
        video.problem = "unreadable"
        logger.warning("video %s could not be prepared: %s", video.pk, error)
    video.save()
