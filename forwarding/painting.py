"""Words put onto a picture: readable on light and dark, and the same bytes every time."""

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from core.errors import Unavailable, UserError
from forwarding.pictures import FORMATS, MOST_PIXELS

Position = Literal["top_left", "top_right", "bottom_left", "bottom_right", "center"]

LARGEST = 2560
"""Pixels of the longer side: Telegram shows no photo larger."""
QUALITY = 90
MARGIN = 0.03
"""Of the shorter side, between the words and the edge."""
TALLEST = 0.5
"""Of the height, however wide the words may be."""
_TRIAL_SIZE = 100
_NO_SIGN = "\U0010ffff"
_FONT = Path("mpl-data", "fonts", "ttf", "DejaVuSans-Bold.ttf")


@dataclass(frozen=True, slots=True)
class Inscription:
    """`width`: of the picture's; `opacity`: 1 hides what is below."""

    text: str
    position: Position
    opacity: float
    width: float


def inscribed(content: bytes, words: Inscription) -> bytes:
    """The picture with the words on it, upright, as a JPEG. Takes up to seconds: ask in a thread.

    Raises:
        UserError: `error-picture-unreadable` or `error-picture-too-large`.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UserError("error-picture-too-large")
            picture.draft("RGB", (LARGEST, LARGEST))
            profile = picture.info.get("icc_profile") if picture.mode == "RGB" else None
            page = _on_white(ImageOps.exif_transpose(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UserError("error-picture-too-large") from error
    # What Pillow says of bytes that are no picture depends on where they stop being one.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UserError("error-picture-unreadable") from error
    page.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    made = Image.alpha_composite(page.convert("RGBA"), _layer(page.size, words)).convert("RGB")
    out = BytesIO()
    made.save(out, "JPEG", quality=QUALITY, icc_profile=profile)
    return out.getvalue()


def unwritable(text: str) -> str:
    """The first sign that the font does not have; empty where it has all."""
    font = _font(_TRIAL_SIZE)
    nothing = bytes(font.getmask(_NO_SIGN))
    return next((sign for sign in text if not sign.isspace() and bytes(font.getmask(sign)) == nothing), "")


def _on_white(picture: Image.Image) -> Image.Image:
    """Transparent parts are white, as Telegram shows them in a photo."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    page = Image.new("RGBA", picture.size, "white")
    page.alpha_composite(picture.convert("RGBA"))
    return page.convert("RGB")


def _layer(size: tuple[int, int], words: Inscription) -> Image.Image:
    """White words with a dark edge, on nothing."""
    layer = Image.new("RGBA", size, (255, 255, 255, 0))
    draw = ImageDraw.Draw(layer)
    font, edge = _fitting(draw, size, words)
    left, top, right, bottom = draw.textbbox((0, 0), words.text, font=font, stroke_width=edge)
    x, y = _corner(size, (right - left, bottom - top), words.position)
    alpha = round(255 * words.opacity)
    draw.text(
        (x - left, y - top),
        words.text,
        font=font,
        fill=(255, 255, 255, alpha),
        stroke_width=edge,
        stroke_fill=(0, 0, 0, alpha),
    )
    return layer


def _fitting(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], words: Inscription
) -> tuple[ImageFont.FreeTypeFont, float]:
    """The font in which the words are as wide as they shall be, and how thick their edge is."""
    left, top, right, bottom = draw.textbbox((0, 0), words.text, font=_font(_TRIAL_SIZE))
    by_width = size[0] * min(words.width, 1 - 2 * MARGIN) / max(1, right - left)
    by_height = size[1] * TALLEST / max(1, bottom - top)
    points = max(1, math.floor(_TRIAL_SIZE * min(by_width, by_height)))
    return _font(points), max(1, points // 20)


def _corner(size: tuple[int, int], box: tuple[float, float], position: Position) -> tuple[float, float]:
    """Where the upper left corner of the words is."""
    if position == "center":
        return (size[0] - box[0]) / 2, (size[1] - box[1]) / 2
    margin = MARGIN * min(size)
    x = margin if position.endswith("left") else size[0] - box[0] - margin
    y = margin if position.startswith("top") else size[1] - box[1] - margin
    return x, y


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    """DejaVu, which knows Latin, Cyrillic, Greek and Arabic letters, from the package that draws charts.

    Raises:
        Unavailable: it is not there.
    """
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise Unavailable("error-forwarding-no-font")
    return ImageFont.truetype(Path(found.origin).parent / _FONT, size)
