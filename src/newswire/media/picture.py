"""Reading and writing pictures with Pillow: checked before decoding, upright, in sRGB, without metadata."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from newswire.kit.errors import NewswireError

MAX_PIXELS = 80_000_000
"""Largest picture decoded: 240 MB of memory. Below Pillow's own warning (89 million)."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_QUALITY = 84
_WEBP_QUALITY = 80
"""WebP's scale is its own: this looks like JPEG's 84."""


class PictureError(NewswireError):
    """Bytes that are no picture we can show."""

    code = "picture"
    title = "The picture cannot be used"
    status = 422


def read_picture(content: bytes) -> Image.Image:
    """The whole picture as RGB pixels, turned upright, in sRGB, its metadata dropped.

    Raises `PictureError` for what is no JPEG, PNG, WebP or GIF, is cut short, or has more than `MAX_PIXELS`.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns where we refuse, and of damaged EXIF, which is dropped anyway
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureError(
                    f"The picture has {picture.width} × {picture.height} pixels; at most {MAX_PIXELS:,} can be used."
                )
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return _flatten(_to_srgb(upright))
    except Image.DecompressionBombError as error:
        raise PictureError(f"The picture has more than {MAX_PIXELS:,} pixels.") from error
    except UnidentifiedImageError as error:
        raise PictureError("This is not a JPEG, PNG, WebP or GIF picture.") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise PictureError(f"The picture is damaged or cut short: {error}.") from error


def mime_of(content: bytes) -> str:
    """The media type of a picture that `read_picture` accepts."""
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        return str(Image.MIME[picture.format or ""])


def shrink(picture: Image.Image, longest: int) -> Image.Image:
    """`picture` with its longer side at most `longest` pixels; never enlarged."""
    if max(picture.size) <= longest:
        return picture
    smaller = picture.copy()
    smaller.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return smaller


def crop_around(picture: Image.Image, focus: tuple[int, int, int, int]) -> Image.Image:
    """The part of `picture` around `focus` (centre x, y, width, height in pixels), 3:2, twice as wide as the focus or
    as much as there is; at least 320 pixels wide where the picture is."""
    x, y, width, height = focus
    most = min(picture.width, int(picture.height * 1.5))
    wide = min(most, max(2 * width, 3 * height, 320))
    high = min(picture.height, max(1, round(wide / 1.5)))
    left = min(max(0, x - wide // 2), picture.width - wide)
    top = min(max(0, y - high // 2), picture.height - high)
    return picture.crop((left, top, left + wide, top + high))


def write_jpeg(picture: Image.Image) -> bytes:
    """`picture` (RGB) as a progressive JPEG that carries pixels only: no EXIF, IPTC, XMP, comment or profile."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    target = io.BytesIO()
    bare.save(target, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return target.getvalue()


def write_webp(picture: Image.Image, xmp: bytes = b"") -> bytes:
    """`picture` (RGB) as WebP, a third smaller than the JPEG: pixels, and the XMP packet where one is given."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    target = io.BytesIO()
    bare.save(target, "WEBP", quality=_WEBP_QUALITY, method=4, xmp=xmp)
    return target.getvalue()


def _to_srgb(picture: Image.Image) -> Image.Image:
    """Converts by the embedded colour profile, which is dropped later; a broken profile is passed over."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture


def _flatten(picture: Image.Image) -> Image.Image:
    """RGB; what was transparent becomes white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return picture.convert("RGB")
