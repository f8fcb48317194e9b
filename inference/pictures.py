"""A person's picture as a model is given it: upright, small, RGB, and the same bytes for the same picture."""

import asyncio
from io import BytesIO
from math import isqrt
from typing import TYPE_CHECKING

from core.errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
"""Unpacked they take 150 MB; cameras make half of it."""
READ_SECONDS = 30.0
QUALITY = 85
LEAST_EDGE = 448
"""Smaller, models see little; what they take at the least is about this."""


async def prepared(contents: list[bytes], edge: int) -> tuple[bytes, ...]:
    """The pictures as JPEG, upright, animations by their first frame, no side longer than `edge` pixels.

    Several share the pixels of one, for a model's context holds only so much.

    Raises:
        UserError: `error-picture-unreadable` or `error-picture-too-large`.
    """
    share = edge if len(contents) <= 1 else min(edge, max(LEAST_EDGE, isqrt(edge * edge // len(contents))))
    try:
        async with asyncio.timeout(READ_SECONDS):
            return tuple([await asyncio.to_thread(_prepared, content, share) for content in contents])
    except TimeoutError as error:
        raise UserError("error-picture-unreadable") from error


def _prepared(content: bytes, edge: int) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UserError("error-picture-too-large")
            upright = _on_white(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError as error:
        raise UserError("error-picture-too-large") from error
    # What Pillow says of bytes that are no picture depends on where they stop being one.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UserError("error-picture-unreadable") from error
    upright.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    out = BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _on_white(picture: "Image") -> "Image":
    """Without transparency, whose hidden colours would show."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    from PIL import Image

    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture.convert("RGBA"))
    return page.convert("RGB")
