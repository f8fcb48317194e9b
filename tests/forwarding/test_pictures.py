"""The same picture is known again after it was re-coded; broken and monstrous ones are refused."""

import struct
import zlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance

from core.errors import UserError
from core.ids import ChatId, MessageId
from forwarding.pictures import ALIKE, Gallery, is_telling, look
from forwarding.sameness import Key

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SIZE = (640, 426)


def photo(seed: int) -> Image.Image:
    random = Random(seed)
    small = Image.frombytes("RGB", (10, 7), random.randbytes(210))
    picture = small.resize(SIZE, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y, width = random.randrange(SIZE[0]), random.randrange(SIZE[1]), random.randint(10, 150)
        pen.ellipse((x, y, x + width, y + width), fill=tuple(random.randbytes(3)))
    return picture


def coded(picture: Image.Image, form: str = "JPEG", **options: int) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def marked(picture: Image.Image) -> Image.Image:
    picture = picture.copy()
    ImageDraw.Draw(picture).rectangle((480, 390, 630, 420), fill="white")
    return picture


CHANGES = {
    "worse": lambda picture: coded(picture, quality=30),
    "smaller": lambda picture: coded(picture.resize((320, 213))),
    "larger": lambda picture: coded(picture.resize((1280, 852))),
    "png": lambda picture: coded(picture, "PNG"),
    "webp": lambda picture: coded(picture, "WEBP"),
    "palette": lambda picture: coded(picture.quantize(64), "GIF"),
    "see-through": lambda picture: coded(picture.convert("RGBA"), "PNG"),
    "brighter": lambda picture: coded(ImageEnhance.Brightness(picture).enhance(1.2)),
    "grey": lambda picture: coded(picture.convert("L")),
    "cropped": lambda picture: coded(picture.crop((5, 5, 635, 421))),
    "watermark": lambda picture: coded(marked(picture)),
}


def differs(first: int, second: int) -> int:
    return (first ^ second).bit_count()


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_picture_keeps_its_look(change: str):
    for seed in range(10):
        picture = photo(seed)
        assert differs(look(coded(picture)), look(CHANGES[change](picture))) <= ALIKE


def test_other_pictures_look_otherwise():
    looks = [look(coded(photo(seed))) for seed in range(20)]
    assert min(differs(first, second) for place, first in enumerate(looks) for second in looks[:place]) > ALIKE


def test_hidden_colours_do_not_count():
    picture = photo(1).convert("RGBA")
    picture.putalpha(0)
    assert look(coded(picture, "PNG")) == look(coded(Image.new("RGB", SIZE, "white")))


def test_a_plain_picture_is_nobodys_copy():
    gallery = Gallery(timedelta(days=1))
    plain = [look(coded(Image.new("RGB", SIZE, colour))) for colour in ("red", "white")]
    gallery.add(key(1), plain[0], NOW)
    assert [is_telling(each) for each in plain] == [False, False]
    assert gallery.find(key(2), plain[1], NOW) is None


def png_of(width: int, height: int) -> bytes:
    """A valid beginning that promises this many pixels, and no pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return start + struct.pack(">I", 1000) + b"IDAT"


@pytest.mark.parametrize("content", [png_of(8000, 8000), png_of(10_000, 10_000), png_of(60_000, 60_000)])
def test_a_monstrous_picture_is_refused_before_it_is_unpacked(content: bytes):
    with pytest.raises(UserError) as refused:
        look(content)
    assert refused.value.key == "error-picture-too-large"


PHOTO = coded(photo(3))


@pytest.mark.parametrize("content", [b"", b"no picture", PHOTO[: len(PHOTO) // 2], coded(photo(3), "BMP")])
def test_what_is_no_whole_picture_is_unreadable(content: bytes):
    with pytest.raises(UserError) as refused:
        look(content)
    assert refused.value.key == "error-picture-unreadable"


@given(st.integers(0, len(PHOTO) - 1), st.integers(0, 255))
def test_a_broken_byte_gives_a_look_or_a_refusal(place: int, value: int):
    broken = PHOTO[:place] + bytes([value]) + PHOTO[place + 1 :]
    try:
        seen = look(broken)
    except UserError:
        return
    assert 0 <= seen < 2**64


def key(message: int) -> Key:
    return ChatId(-1001), MessageId(message)


def test_the_most_alike_is_found_and_a_post_is_not_its_own_copy():
    gallery = Gallery(timedelta(days=1))
    first = look(PHOTO)
    for number, each in enumerate((look(coded(photo(4))), first ^ 0b111, first)):
        gallery.add(key(number), each, NOW)
        gallery.add(key(number), 0xF0F0, NOW)

    assert gallery.find(key(9), first, NOW) == key(2)
    assert gallery.find(key(2), first, NOW) == key(1)
    assert gallery.find(key(1), first, NOW) is None
    assert gallery.find(key(9), first ^ (2**11 - 1), NOW) == key(1)
    assert gallery.find(key(9), first ^ ((2**14 - 1) << 20), NOW) is None


def test_what_is_too_old_or_too_much_is_forgotten():
    gallery = Gallery(timedelta(hours=1), limit=2)
    looks = [look(coded(photo(seed))) for seed in (1, 2, 3)]
    for number, each in enumerate(looks):
        gallery.add(key(number), each, NOW + number * timedelta(minutes=30))
    assert len(gallery) == 2
    assert gallery.find(key(9), looks[0], NOW) is None
    assert gallery.find(key(9), looks[1], NOW + timedelta(minutes=90)) == key(1)
    assert gallery.find(key(9), looks[1], NOW + timedelta(minutes=91)) is None
    assert gallery.find(key(2), looks[2], NOW + timedelta(minutes=91)) is None
    assert gallery.find(key(9), looks[2], NOW + timedelta(minutes=91)) == key(2)


LOOKS = st.integers(0, 2**64 - 1)


@given(st.lists(LOOKS, max_size=30), LOOKS)
def test_the_gallery_finds_what_a_plain_search_finds(looks: list[int], asked: int):
    gallery = Gallery(timedelta(days=1))
    for number, each in enumerate(looks):
        gallery.add(key(number), each, NOW)
    near = {number: differs(each, asked) for number, each in enumerate(looks) if is_telling(each)}
    best = min(near, key=lambda number: near[number], default=None)
    expected = key(best) if best is not None and near[best] <= ALIKE and is_telling(asked) else None
    assert gallery.find(key(99), asked, NOW) == expected
