"""Words on a picture: where they belong, readable, bounded, and the same bytes every time."""

from io import BytesIO
from typing import Any, get_args

import pytest
from PIL import Image

from core.errors import UserError
from forwarding.painting import LARGEST, Inscription, Position, inscribed, unwritable
from tests.fakes.chat_page import picture

WORDS = Inscription("© Канал", "bottom_right", 0.6, 0.3)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def changed(before: Image.Image, after: Image.Image) -> tuple[int, int, int, int]:
    """The box in which pixels are clearly others: left, top, right, bottom."""
    one, other = before.convert("L"), after.convert("L")
    assert one.size == other.size
    old, new = one.tobytes(), other.tobytes()
    places = [index for index, (a, b) in enumerate(zip(old, new, strict=True)) if abs(a - b) > 40]
    xs, ys = [place % one.width for place in places], [place // one.width for place in places]
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("position", get_args(Position))
def test_the_words_stand_where_they_are_asked_for_and_as_wide(position: Position):
    grey = picture(128, 128, 128, 600, 400)
    made = opened(inscribed(grey, Inscription("Канал", position, 1.0, 0.3)))
    left, top, right, bottom = changed(opened(grey), made)
    assert 160 <= right - left <= 200
    where = (left + right) / 2 / 600, (top + bottom) / 2 / 400
    if position == "center":
        assert all(0.45 < each < 0.55 for each in where)
    else:
        assert (where[0] < 0.4) == position.endswith("left")
        assert (where[1] < 0.4) == position.startswith("top")
    assert left > 0
    assert bottom < 399


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_the_words_are_readable_on_light_and_dark(shade: int):
    plain = picture(shade, shade, shade, 600, 400)
    made = opened(inscribed(plain, Inscription("Канал", "center", 0.6, 0.5))).convert("L")
    low, high = made.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    assert high - low > 100


def test_the_same_picture_and_words_are_the_same_bytes():
    assert inscribed(picture(1, 200, 3, 300, 200), WORDS) == inscribed(picture(1, 200, 3, 300, 200), WORDS)


def test_a_photo_that_lies_on_its_side_is_put_upright_first():
    lying = Image.new("RGB", (300, 200), "grey")
    lying.paste("black", (0, 0, 40, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    made = opened(inscribed(encoded(lying, exif=exif), WORDS))
    assert made.size == (200, 300)
    assert made.getpixel((100, 5)) == pytest.approx((0, 0, 0), abs=20)
    assert Image.open(BytesIO(inscribed(encoded(lying, exif=exif), WORDS))).getexif().get(0x0112) is None


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (Image.new("RGBA", (300, 200), (255, 0, 0, 0)), "PNG"),
        (Image.new("LA", (300, 200), (0, 0)), "PNG"),
        (Image.new("P", (300, 200)).convert("RGBA"), "WEBP"),
        (Image.new("CMYK", (300, 200)), "JPEG"),
        (Image.new("L", (300, 200), 255), "JPEG"),
    ],
)
def test_every_kind_of_picture_becomes_a_plain_photo_on_white(image: Image.Image, kind: str):
    made = Image.open(BytesIO(inscribed(encoded(image, kind), WORDS)))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (300, 200))
    if kind == "PNG":
        assert opened(encoded(made)).getpixel((5, 5)) == pytest.approx((255, 255, 255), abs=8)


def test_a_huge_picture_comes_out_as_large_as_telegram_shows_it():
    made = opened(inscribed(encoded(Image.new("RGB", (5200, 1300), "grey")), WORDS))
    assert made.size == (LARGEST, LARGEST // 4)


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (700, 2)])
def test_a_tiny_or_narrow_picture_does_no_harm(size: tuple[int, int]):
    made = opened(inscribed(encoded(Image.new("RGB", size, "grey"), "PNG"), Inscription("W" * 60, "center", 1, 1)))
    assert made.size == size


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff no picture", picture(1, 2, 3)[:60], b"<svg/>"])
def test_what_is_no_picture_is_refused_by_a_sentence(content: bytes):
    with pytest.raises(UserError) as refused:
        inscribed(content, WORDS)
    assert refused.value.key == "error-picture-unreadable"


def test_a_picture_that_would_fill_the_memory_is_refused():
    with pytest.raises(UserError) as refused:
        inscribed(encoded(Image.new("1", (12_000, 12_000)), "PNG"), WORDS)
    assert refused.value.key == "error-picture-too-large"


@pytest.mark.parametrize(("text", "sign"), [("© Канал №1 — Ёж", ""), ("ok 🔥", "🔥"), ("中文", "中"), ("Ünï çödé", "")])
def test_signs_that_the_font_lacks_are_known_beforehand(text: str, sign: str):
    assert unwritable(text) == sign
