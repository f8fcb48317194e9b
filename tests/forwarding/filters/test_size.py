"""The filter of sizes: units, the largest file of an album, and files whose size nobody tells."""

import pytest

from core.errors import UserError
from forwarding.filters.size import shown
from forwarding.measures import read_size
from forwarding.post import Media, Post
from tests.fakes.filters import asked, outcome
from tests.fakes.forwarding import post

MB = 1024 * 1024


def file(size: int) -> Post:
    return post(1, media=Media("document", unique_id="u", size=size))


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("0", 0),
        ("512", 512),
        ("10MB", 10 * MB),
        ("1.5 mb", MB * 3 // 2),
        ("1,5 МБ", MB * 3 // 2),
        ("2k", 2048),
        ("1ГБ", 1024 * MB),
    ],
)
def test_a_size_is_read_as_it_is_written(written: str, size: int):
    assert read_size(written) == size


@pytest.mark.parametrize("written", ["", "MB", "-1MB", "1 TB", "1e9", "10MB please", "1.2.3", "9" * 40])
def test_what_is_no_size_is_refused(written: str):
    with pytest.raises(UserError) as raised:
        read_size(written)
    assert raised.value.key == "error-rule-bad-size"


async def test_both_ends_belong_to_what_is_allowed():
    limits = {"min": "1MB", "max": "10MB"}
    outcomes = [await outcome("size", limits, file(size)) for size in (MB - 1, MB, 10 * MB, 10 * MB + 1)]
    assert outcomes == ["drop", "pass", "pass", "drop"]


async def test_the_largest_file_of_an_album_counts():
    assert await outcome("size", {"max": "1MB"}, file(10), file(2 * MB)) == "drop"
    assert await outcome("size", {"min": "1MB"}, file(10), file(2 * MB)) == "pass"
    assert (await asked("size", {"min": 1}, file(MB * 5 // 2))).value == "2.5 MB"


async def test_a_post_without_files_is_as_small_as_can_be():
    for bare in (post(1, "text"), post(1, media=Media("poll", unique_id="u")), post(1, media=Media("document"))):
        assert await outcome("size", {"max": "1MB"}, bare) == "pass"
        assert await outcome("size", {"min": 1}, bare) == "drop"


async def test_a_file_of_unknown_size_is_held_unless_another_one_decides():
    unknown = file(0)
    assert await outcome("size", {"max": "1MB"}, unknown) == "held"
    assert await outcome("size", {"min": "1MB"}, unknown) == "held"
    assert await outcome("size", {"max": "1MB"}, unknown, file(2 * MB)) == "drop"
    assert await outcome("size", {"min": "1MB"}, unknown, file(2 * MB)) == "pass"
    assert await outcome("size", {"min": "1MB", "max": "3MB"}, unknown, file(2 * MB)) == "held"


@pytest.mark.parametrize(("size", "said"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KB"), (3 * 1024 * MB, "3.0 GB")])
def test_a_size_is_told_as_telegram_tells_it(size: int, said: str):
    assert shown(size) == said
