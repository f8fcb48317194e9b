"""The filters that look at pictures, and those that learned: what they say, and that it shows by which number."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from core.errors import Unavailable
from core.ids import ChatId, MessageId, RuleId
from forwarding import relevance
from forwarding.filters import advertisement, relevant, same_picture
from forwarding.means import Means
from forwarding.post import Media, Post
from forwarding.relevance import ENOUGH
from forwarding.seen import Seen
from storage.database import Database
from storage.relevance import Relevances
from storage.sightings import Sightings
from tests.fakes.clock import FakeClock
from tests.fakes.judging import Judging

SOURCE = ChatId(-1001)
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
AD = "Скидка 50% на все курсы только до пятницы! Успейте купить по ссылке https://example.com, промокод NEWS."
NEWS = "Учёные опубликовали карту южного неба, собранную за девять лет наблюдений в обсерватории."


def post(message: int, text: str = "", media: Media | None = None) -> Post:
    return Post(SOURCE, MessageId(message), NOON, text, media=media)


def photo(number: int, kind: str = "photo", mime_type: str = "") -> Post:
    return post(number, media=Media(kind, f"file-{number}", f"unique-{number}", mime_type=mime_type))  # type: ignore[arg-type]


def picture(seed: int, size: tuple[int, int] = (640, 420), form: str = "JPEG") -> bytes:
    small = Image.frombytes("RGB", (10, 7), Random(seed).randbytes(210))
    out = BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).save(out, form)
    return out.getvalue()


class Shelf:
    """Implements Files over what a test puts in."""

    def __init__(self, **contents: bytes) -> None:
        self.contents = contents
        self.asked: list[str] = []

    async def read(self, post: Post, limit: int) -> bytes:
        assert post.media is not None
        self.asked.append(post.media.unique_id)
        if post.media.file_id not in self.contents:
            raise Unavailable("error-forwarding-file-slow")
        return self.contents[post.media.file_id]


def files(*contents: bytes) -> Shelf:
    return Shelf(**{f"file-{number}": content for number, content in enumerate(contents, 1)})


async def test_the_same_picture_saved_anew_is_found_and_another_one_is_not(database: Database):
    shelf = files(picture(1), picture(1, (320, 210), "PNG"), picture(2))
    means = Means(FakeClock(), files=shelf, seen=Seen(Sightings(database)))
    rule = Judging(means, same_picture.FILTER, {})
    said = [await rule.says(photo(number), at=NOON) for number in (1, 2, 3)]
    assert [each.outcome for each in said] == ["drop", "pass", "drop"]
    assert said[1].value == "picture = https://t.me/c/1/1"


async def test_a_picture_is_loaded_once_and_is_no_copy_of_itself_after_a_restart(database: Database):
    shelf = files(picture(1), picture(1, (320, 210)))
    for _ in range(2):
        means = Means(FakeClock(), files=shelf, seen=Seen(Sightings(database)))
        rule = Judging(means, same_picture.FILTER, {})
        assert [(await rule.says(photo(number), at=NOON)).outcome for number in (1, 2)] == ["drop", "pass"]
    assert shelf.asked == ["unique-1", "unique-2"]


async def test_a_post_without_a_picture_needs_no_files():
    rule = Judging(Means(FakeClock()), same_picture.FILTER, {})
    assert (await rule.says(post(1, NEWS), at=NOON)).outcome == "drop"
    assert (await rule.says(photo(2, "document", "application/pdf"), at=NOON)).outcome == "drop"


@pytest.mark.parametrize("content", [b"no picture at all", None])
async def test_a_picture_that_cannot_be_seen_holds_its_post(database: Database, content: bytes | None):
    shelf = files(content) if content else files()
    means = Means(FakeClock(), files=shelf, seen=Seen(Sightings(database)))
    assert (await Judging(means, same_picture.FILTER, {}).says(photo(1), at=NOON)).outcome == "held"


async def test_an_advertisement_is_told_by_a_score_that_shows():
    rule = Judging(Means(FakeClock()), advertisement.FILTER, {})
    ad, news = await rule.says(post(1, AD), at=NOON), await rule.says(post(2, NEWS), at=NOON)
    assert (ad.outcome, news.outcome) == ("pass", "drop")
    assert ad.value.endswith(" ≥ 0.60")
    assert news.value.endswith(" < 0.60")


async def test_a_rule_sets_from_which_score_on_a_post_advertises():
    strict = Judging(Means(FakeClock()), advertisement.FILTER, {"threshold": 0.01})
    assert (await strict.says(post(1, NEWS), at=NOON)).value.endswith("≥ 0.01")


async def test_everything_passes_until_there_are_enough_thumbs_and_the_rule_says_so(database: Database):
    relevances = Relevances(database, FakeClock())
    rule = Judging(Means(FakeClock(), relevances=relevances), relevant.FILTER, {}, rule=7)
    assert (await rule.says(post(1, AD), at=NOON)).value == f"👍 0/{ENOUGH}, 👎 0/{ENOUGH}"
    for _ in range(3):
        await relevances.change(RuleId(7), lambda known: relevance.learn(known, AD, is_up=False))
    said = await rule.says(post(1, AD), at=NOON)
    assert (said.outcome, said.value) == ("pass", f"👍 0/{ENOUGH}, 👎 3/{ENOUGH}")


async def test_with_enough_thumbs_what_readers_dislike_stays_behind(database: Database):
    relevances = Relevances(database, FakeClock())
    for _ in range(ENOUGH):
        await relevances.change(RuleId(7), lambda known: relevance.learn(known, NEWS, is_up=True))
        await relevances.change(RuleId(7), lambda known: relevance.learn(known, AD, is_up=False))
    means = Means(FakeClock(), relevances=relevances)
    rule, another = (Judging(means, relevant.FILTER, {}, rule=number) for number in (7, 8))
    liked, disliked = await rule.says(post(1, NEWS), at=NOON), await rule.says(post(2, AD), at=NOON)
    assert (liked.outcome, disliked.outcome) == ("pass", "drop")
    assert liked.value.endswith("≥ 0.50")
    assert (await another.says(post(2, AD), at=NOON)).outcome == "pass"


async def test_many_rules_judge_at_once_and_learn_once():
    rules = [Judging(Means(FakeClock()), advertisement.FILTER, {}) for _ in range(4)]
    said = await asyncio.gather(*(rule.says(post(1, AD), at=NOON) for rule in rules))
    assert {each.value for each in said} == {said[0].value}
