"""Pictures for tests, drawn here."""

import io
from typing import Any

from PIL import Image, ImageDraw


def draw(width: int = 1600, height: int = 1200, mode: str = "RGB") -> Image.Image:
    """A hill under a sky."""
    picture = Image.new("RGB", (width, height), (120, 150, 180))
    ImageDraw.Draw(picture).polygon([(0, height), (width // 2, height // 3), (width, height)], fill=(60, 80, 50))
    return picture.convert(mode)


def encode(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """`picture` as file content."""
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def decode(content: bytes) -> Image.Image:
    """The picture in `content`."""
    return Image.open(io.BytesIO(content))
