"""Public pictures for tests of the website: real files, drawn here."""

from pathlib import Path

from newswire.edition.shape import Picture, Source
from newswire.media.public import do_publish_copies
from newswire.media.store import do_store
from tests.media.pictures import draw, encode


def make_picture(home: Path, owner: str, width: int = 800) -> Picture:
    """A picture of the story `owner` with all its files in the public folder."""
    copies = do_publish_copies(home, do_store(home, encode(draw(width, width * 3 // 4))), owner)
    sources = tuple(Source(copy.name, copy.width, copy.height, copy.mime) for copy in copies)
    jpegs = [source for source in sources if source.mime == "image/jpeg"]
    return Picture(
        jpegs[-1].src, jpegs[-1].width, jpegs[-1].height, jpegs[0].src, "A port", "Ships", "Ada Lind", sources
    )
