"""What a picture looks like, in 64 bits: re-coded, scaled or slightly changed copies have nearly the same ones."""

from array import array
from datetime import datetime, timedelta
from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from core.errors import UserError
from forwarding.sameness import Key

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
ALIKE = 10
"""Pictures that differ in no more bits look the same."""
FEWEST_BITS = 4
"""With fewer a picture is plain, or shaded from top to bottom only: too many different ones look so."""
WIDTH, HEIGHT = 9, 8
DRAFT = (WIDTH * 8, HEIGHT * 8)
"""No JPEG need be unpacked larger: an eighth of a photo comes in a fraction of the time."""


def look(content: bytes) -> int:
    """Whether each of 8 x 8 fields is darker than its right neighbour; animations by their first frame.

    Takes from half a millisecond for a JPEG up to seconds for a huge PNG: ask in a thread.

    Raises:
        UserError: `error-picture-unreadable` or `error-picture-too-large`.
    """
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UserError("error-picture-too-large")
            picture.draft("L", DRAFT)
            small = _on_white(picture).resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UserError("error-picture-too-large") from error
    # What Pillow says of bytes that are no picture depends on where they stop being one.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UserError("error-picture-unreadable") from error
    fields = np.asarray(small, np.uint8)
    return int.from_bytes(np.packbits(fields[:, :-1] < fields[:, 1:]).tobytes(), "big")


def is_telling(look: int) -> bool:
    """Whether another picture with this look must be the same."""
    return FEWEST_BITS <= look.bit_count() <= 64 - FEWEST_BITS


class Gallery:
    """The looks of the pictures seen lately in one scope, no more than `limit` and none older than `span`."""

    def __init__(self, span: timedelta, limit: int = 20_000) -> None:
        self._span = span
        self._limit = limit
        self._orders: dict[Key, int] = {}
        self._moments: list[tuple[Key, datetime]] = []
        self._looks = array("Q")
        self._dropped = 0

    def __len__(self) -> int:
        return len(self._looks)

    def add(self, key: Key, look: int, at: datetime) -> None:
        """In the order in which pictures were seen; of a post the first one."""
        if key not in self._orders and is_telling(look):
            self._orders[key] = self._dropped + len(self._looks)
            self._moments.append((key, at))
            self._looks.append(look)
        self._forget(at)

    def find(self, key: Key, look: int, at: datetime) -> Key | None:
        """The post seen before this one whose picture is most like it, the first of several."""
        self._forget(at)
        end = self._orders.get(key, self._dropped + len(self._looks)) - self._dropped
        if not end or not is_telling(look):
            return None
        bits = np.bitwise_count(np.array(self._looks[:end], np.uint64) ^ np.uint64(look))
        nearest = int(bits.argmin())
        return self._moments[nearest][0] if bits[nearest] <= ALIKE else None

    def _forget(self, now: datetime) -> None:
        gone = max(0, len(self._looks) - self._limit)
        while gone < len(self._looks) and self._moments[gone][1] < now - self._span:
            gone += 1
        for key, _ in self._moments[:gone]:
            del self._orders[key]
        del self._moments[:gone]
        del self._looks[:gone]
        self._dropped += gone


def _on_white(picture: Image.Image) -> Image.Image:
    """In grey and without transparency, whose hidden colours would count."""
    if not picture.has_transparency_data:
        return picture.convert("L")
    page = Image.new("LA", picture.size, (255, 255))
    page.alpha_composite(picture.convert("LA"))
    return page.convert("L")
