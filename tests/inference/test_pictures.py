"""Pictures as a model is given them."""

from io import BytesIO

import pytest
from PIL import Image

from core.errors import UserError
from inference.pictures import prepared
from tests.fakes.chat_page import picture


def drawn(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


async def seen(content: bytes, edge: int = 1280) -> Image.Image:
    [ready] = await prepared([content], edge)
    image = Image.open(BytesIO(ready))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    return image


async def refusal(content: bytes) -> str:
    with pytest.raises(UserError) as caught:
        await prepared([content], 1280)
    return caught.value.key


def is_red(image: Image.Image, x: int, y: int) -> bool:
    red, _, blue = image.getpixel((x, y))  # type: ignore[misc]
    return bool(red > 200 and blue < 60)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_every_kind_becomes_a_jpeg(kind: str):
    image = await seen(drawn(kind))
    assert image.size == (40, 20)
    assert is_red(image, 2, 10)
    assert not is_red(image, 37, 10)


@pytest.mark.parametrize(
    ("size", "expected"), [((4000, 1000), (1280, 320)), ((100, 2560), (50, 1280)), ((9, 9), (9, 9))]
)
async def test_no_side_is_longer_than_the_edge_and_small_ones_stay(size: tuple[int, int], expected: tuple[int, int]):
    assert (await seen(drawn("PNG", size))).size == expected


async def test_a_photo_taken_with_a_turned_camera_stands_upright():
    turned = Image.Exif()
    turned[0x0112] = 6
    image = await seen(drawn("JPEG", exif=turned))
    assert image.size == (20, 40)
    assert is_red(image, 10, 2)


async def test_an_animation_shows_its_first_frame():
    later = Image.new("RGB", (40, 20), "green")
    assert is_red(await seen(drawn("GIF", save_all=True, append_images=[later])), 2, 10)


async def test_what_is_transparent_is_white():
    out = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert (await seen(out.getvalue())).getpixel((4, 4)) == (255, 255, 255)


async def test_the_same_picture_gives_the_same_bytes():
    assert await prepared([picture(1, 2, 3)], 1280) == await prepared([picture(1, 2, 3)], 1280)


async def test_many_pictures_share_the_pixels_of_one():
    ready = await prepared([drawn("PNG", (2000, 2000))] * 4, 1280)
    assert [Image.open(BytesIO(each)).size for each in ready] == [(640, 640)] * 4


@pytest.mark.parametrize("content", [b"", b"no picture", drawn("PNG")[:60], b"%PDF-1.4", drawn("JPEG")[:-300]])
async def test_what_is_no_picture_or_half_of_one_is_refused(content: bytes):
    assert await refusal(content) == "error-picture-unreadable"


async def test_a_picture_that_unpacks_to_gigabytes_is_refused_before_it_does():
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    assert await refusal(out.getvalue()) == "error-picture-too-large"
