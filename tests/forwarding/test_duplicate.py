"""Posts that were there before are found, once and for all: neither a restart nor a second look changes a verdict."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.ids import ChatId, MessageId
from forwarding.filters.duplicate import FILTER
from forwarding.means import Means
from forwarding.post import Media, Origin, Post
from forwarding.seen import PAGE, Seen
from storage.database import Database
from storage.sightings import Sighting, Sightings
from tests.fakes.clock import FakeClock
from tests.fakes.judging import Judging

SOURCE, OTHER = ChatId(-1001), ChatId(-1002)
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
STORY = (
    "The observatory published the sharpest map of the southern sky so far, made from nine years of pictures, "
    "and everybody may download all of it for free from the archive of the institute."
)
RETOLD = STORY.replace("sharpest", "most detailed").replace("for free ", "") + " Subscribe!"
ELSE = (
    "The city council decided to close the old bridge for two years, since its piers have cracks, while buses "
    "will take the road along the river and need a quarter of an hour more than before."
)


def post(message: int, text: str = STORY, source: ChatId = SOURCE, **fields: Any) -> Post:
    return Post(source, MessageId(message), NOON, text, **fields)


def photo(unique: str) -> Media:
    return Media("photo", f"file-{unique}", unique)


@pytest.fixture
def means(database: Database) -> Means:
    return Means(FakeClock(), seen=Seen(Sightings(database)))


def judging(means: Means, rule: int = 1, owner: int = 1001, **params: Any) -> Judging:
    return Judging(means, FILTER, params, rule, owner)


async def test_the_second_post_of_the_same_words_is_a_duplicate_and_says_of_which(means: Means):
    rule = judging(means)
    assert (await rule.says(post(1), at=NOON)).outcome == "drop"
    copy = await rule.says(post(2, source=OTHER), at=NOON)
    assert (copy.outcome, copy.value) == ("pass", "text = https://t.me/c/1/1")
    assert (await rule.says(post(3, ELSE), at=NOON)).outcome == "drop"


async def test_nearly_the_same_words_are_a_duplicate_unless_the_rule_wants_the_very_same(means: Means):
    near, exact = judging(means), judging(means, rule=2, near=False)
    for rule in (near, exact):
        await rule.says(post(1), at=NOON)
    said = await near.says(post(2, RETOLD), at=NOON)
    assert said.outcome == "pass"
    assert said.value.startswith("text ≈ https://t.me/c/1/1 (")
    assert (await exact.says(post(2, RETOLD), at=NOON)).outcome == "drop"


async def test_a_second_look_and_a_restart_make_no_post_its_own_duplicate(means: Means, database: Database):
    rule = judging(means)
    for number, text in ((1, STORY), (2, RETOLD), (3, ELSE)):
        await rule.says(post(number, text), at=NOON)
    after = judging(Means(FakeClock(), seen=Seen(Sightings(database))))
    for life in (rule, after):
        looked = [await life.says(post(number, text), at=NOON) for number, text in ((1, STORY), (2, RETOLD), (3, ELSE))]
        assert [each.outcome for each in looked] == ["drop", "pass", "drop"]


async def test_what_another_process_saw_counts(means: Means, database: Database):
    here, there = judging(means), judging(Means(FakeClock(), seen=Seen(Sightings(database))))
    await here.says(post(1), at=NOON)
    await there.says(post(2, ELSE), at=NOON)
    assert (await there.says(post(3), at=NOON)).outcome == "pass"
    assert (await here.says(post(4, ELSE), at=NOON)).outcome == "pass"


async def test_after_the_window_the_same_words_are_news_again(means: Means):
    rule = judging(means, hours=2)
    await rule.says(post(1), at=NOON)
    assert (await rule.says(post(2), at=NOON + timedelta(hours=1))).outcome == "pass"
    assert (await rule.says(post(3), at=NOON + timedelta(hours=3, minutes=1))).outcome == "drop"


async def test_a_post_that_waited_longer_than_the_window_is_no_copy_of_its_copies(means: Means):
    rule = judging(means, hours=2)
    await rule.says(post(1), at=NOON)
    assert (await rule.says(post(2), at=NOON + timedelta(hours=1))).outcome == "pass"
    await rule.says(post(3, ELSE), at=NOON + timedelta(hours=2, minutes=30))
    assert (await rule.says(post(1), at=NOON)).outcome == "drop"


@pytest.mark.parametrize(
    ("among", "found"),
    [("source", (False, True, False)), ("rule", (True, True, False)), ("all_rules", (True, True, True))],
)
async def test_a_rule_says_where_the_first_one_may_have_stood(means: Means, among: str, found: tuple[bool, ...]):
    one, another = judging(means, rule=1, among=among), judging(means, rule=2, among=among)
    stranger = judging(means, rule=3, owner=1002, among=among)
    await one.says(post(1), at=NOON)
    elsewhere = await one.says(post(2, source=OTHER), at=NOON)
    again = await one.says(post(3), at=NOON)
    other_rule = await another.says(post(4, source=ChatId(-1003)), at=NOON)
    assert tuple(each.outcome == "pass" for each in (elsewhere, again, other_rule)) == found
    assert (await stranger.says(post(5), at=NOON)).outcome == "drop"


async def test_two_rules_that_read_the_same_post_do_not_take_it_from_each_other(means: Means):
    one, another = judging(means, rule=1, among="all_rules"), judging(means, rule=2, among="all_rules")
    assert [(await rule.says(post(1), at=NOON)).outcome for rule in (one, another)] == ["drop", "drop"]


async def test_a_forward_of_what_was_seen_is_a_duplicate_under_any_words(means: Means):
    rule = judging(means)
    await rule.says(post(7), at=NOON)
    forward = post(1, "Look at this!", OTHER, forwarded_from=Origin(chat=int(SOURCE), message=7))
    assert (await rule.says(forward, at=NOON)).value == "forward = https://t.me/c/1/7"
    stranger = Origin(chat=-1009, message=5)
    await rule.says(post(2, "So it is.", OTHER, forwarded_from=stranger), at=NOON)
    again = await rule.says(post(8, "This too.", forwarded_from=stranger), at=NOON)
    assert (again.outcome, again.value) == ("pass", "forward = https://t.me/c/2/2")


async def test_the_same_video_is_a_duplicate_and_the_same_photo_only_without_other_words(means: Means):
    rule = judging(means)
    video = Media("video", "a", "unique-video")
    await rule.says(post(1, "See how it flies", media=video), at=NOON)
    assert (await rule.says(post(2, "Quite another caption", media=video), at=NOON)).value.startswith("file")
    await rule.says(post(3, ELSE, media=photo("logo")), at=NOON)
    assert (await rule.says(post(4, STORY, media=photo("logo")), at=NOON)).outcome == "drop"
    assert (await rule.says(post(5, "", media=photo("logo")), at=NOON)).outcome == "pass"


async def test_a_few_words_under_different_pictures_are_different_posts(means: Means):
    rule = judging(means)
    await rule.says(post(1, "Photo of the day", media=photo("a")), at=NOON)
    assert (await rule.says(post(2, "Photo of the day", media=photo("b")), at=NOON)).outcome == "drop"
    assert (await rule.says(post(3, "Photo of the day", media=photo("a")), at=NOON)).outcome == "pass"


async def test_an_album_whose_first_part_comes_last_is_no_copy_of_itself(means: Means):
    rule = judging(means)
    assert (await rule.says(post(11, album="a"), post(12, "", album="a"), at=NOON)).outcome == "drop"
    whole = (post(10, "", album="a"), post(11, album="a"), post(12, "", album="a"))
    assert (await rule.says(*whole, at=NOON)).outcome == "drop"


async def test_more_than_one_page_of_earlier_posts_is_known_after_a_restart(database: Database):
    sightings = Sightings(database)
    for number in range(2 * PAGE + 5):
        await sightings.add(Sighting("text:rule:1", SOURCE, MessageId(number + 100), NOON, exact=f"{number:024x}"))
    first = judging(Means(FakeClock(), seen=Seen(sightings)))
    await first.says(post(1), at=NOON)
    restarted = judging(Means(FakeClock(), seen=Seen(sightings)))
    assert (await restarted.says(post(2), at=NOON)).outcome == "pass"


async def test_without_a_memory_the_post_is_held():
    assert (await judging(Means(FakeClock())).says(post(1), at=NOON)).outcome == "held"
