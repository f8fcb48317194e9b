"""Copies of which nobody said that they arrived: found where one message fits and no other, else nothing is said."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import DeliveryRejected, Unavailable
from core.ids import ChatId, MessageId, RuleId, TopicId, UserId
from forwarding.finding import Finder, Looker
from forwarding.outgoing import CopyPosts, Outgoing, Rewrite, to_payload
from forwarding.post import Media, Origin, Post
from forwarding.routing import to_stored
from storage.database import Database
from storage.doubts import Doubts
from storage.links import Links, MessageLink, add_links
from storage.outbox import Delivery, Outbox
from storage.posts import Posts
from tests.fakes.clock import FakeClock
from tests.fakes.outbox import take_one

SOURCE, TARGET, RULE = ChatId(-1001111111111), ChatId(-1002222222222), RuleId(1)
BOT = UserId(7)
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class FakeHistory:
    """Implements History."""

    there: list[Post] = field(default_factory=list)
    trouble: Exception | None = None
    asked: list[tuple[datetime, UserId | None]] = field(default_factory=list)

    async def recent(self, chat: ChatId, since: datetime, sender: UserId | None = None) -> list[Post]:
        self.asked.append((since, sender))
        if self.trouble is not None:
            raise self.trouble
        return self.there


@dataclass(slots=True)
class Scene:
    database: Database
    clock: FakeClock
    history: FakeHistory
    finder: Finder

    async def known(self, *posts: Post, via: str = "account") -> None:
        for each in posts:
            await Posts(self.database, self.clock).add(to_stored(each, via))  # type: ignore[arg-type]

    async def find(self, copy: CopyPosts, *, is_certain: bool = True, **fields: object) -> list[tuple[int, int]]:
        delivery = replace(sent(copy), created_at=NOW, **fields)  # type: ignore[arg-type]
        return list(await self.finder.find(delivery, copy, is_certain=is_certain))


@pytest.fixture
def scene(database: Database, clock: FakeClock) -> Scene:
    history = FakeHistory()
    lookers = {"account": [Looker(history)], "bot": [Looker(history, BOT)]}
    posts, links = Posts(database, clock), Links(database)
    return Scene(database, clock, history, Finder(posts, links, Doubts(database), lookers))  # type: ignore[arg-type]


def sent(outgoing: Outgoing, key: str = "k", chat: ChatId = TARGET) -> Delivery:
    return Delivery(key, chat, to_payload(outgoing), rule=RULE, lane=key)


def post(number: int, text: str = "", photo: str = "", source: ChatId = SOURCE, **fields: object) -> Post:
    media = Media("photo", unique_id=photo, size=1000 + len(photo)) if photo else None
    given = {"media": media, **fields}
    return Post(source, MessageId(number), NOW, text, **given)  # type: ignore[arg-type]


def seen(number: int, text: str = "", photo: str = "", **fields: object) -> Post:
    return post(number, text, photo, TARGET, **fields)


def copy_of(*numbers: int, **fields: object) -> CopyPosts:
    given = {"via": "account", **fields}
    return CopyPosts(SOURCE, tuple(map(MessageId, numbers)), **given)  # type: ignore[arg-type]


async def test_the_one_message_that_reads_so_is_the_copy(scene: Scene):
    await scene.known(post(5, "words"))
    scene.history.there = [seen(90, "others"), seen(91, " words"), seen(92, "words", photo="p")]
    assert await scene.find(copy_of(5)) == [(5, 91)]
    assert scene.history.asked == [(NOW - timedelta(minutes=2), None)]


async def test_of_two_that_read_alike_none_is_chosen(scene: Scene):
    await scene.known(post(5, "words"))
    scene.history.there = [seen(90, "words"), seen(91, "words")]
    assert await scene.find(copy_of(5)) == []


async def test_what_is_known_as_another_copy_is_not_taken(scene: Scene):
    await scene.known(post(5, "words"))
    scene.history.there = [seen(90, "words"), seen(91, "words")]
    async with scene.database.session() as session:
        await add_links(session, [MessageLink(RULE, SOURCE, MessageId(4), TARGET, MessageId(90))])
    assert await scene.find(copy_of(5)) == [(5, 91)]


async def test_a_rewritten_copy_is_known_by_what_it_says_not_by_the_original(scene: Scene):
    await scene.known(post(5, "words", photo="p"), post(6, "more", photo="q"))
    said = Rewrite("new words")
    scene.history.there = [
        seen(90, "words", photo="p"),
        seen(91, "new words", photo="p"),
        seen(92, "new words", photo="p", album="a"),
        seen(93, "", photo="q", album="a"),
    ]
    assert await scene.find(copy_of(5, rewrite=said)) == [(5, 91)]
    assert await scene.find(copy_of(5, 6, rewrite=said)) == [(5, 92), (6, 93)]


async def test_a_picture_made_here_has_another_id_than_that_of_the_original(scene: Scene):
    await scene.known(post(5, "words", photo="p"))
    scene.history.there = [seen(91, "words", photo="q")]
    assert await scene.find(copy_of(5)) == []
    assert await scene.find(copy_of(5, rewrite=Rewrite("words", pictures={5: "blob"}))) == [(5, 91)]


async def test_an_original_that_was_edited_meanwhile_is_known_by_its_older_words_too(scene: Scene):
    await scene.known(post(5, "words"))
    fresh = to_stored(replace(post(5, "other"), edited=NOW), "account")
    await Posts(scene.database, scene.clock).edit(fresh, [])
    scene.history.there = [seen(91, "words")]
    assert await scene.find(copy_of(5)) == [(5, 91)]


async def test_the_parts_of_an_album_that_are_there_are_found(scene: Scene):
    await scene.known(*(post(number, photo=f"p{number}", album="x") for number in (5, 6, 7)))
    scene.history.there = [seen(90, photo="p5", album="a"), seen(91, photo="p7", album="a")]
    assert await scene.find(copy_of(5, 6, 7)) == [(5, 90), (7, 91)]


async def test_parts_that_look_alike_are_not_guessed(scene: Scene):
    await scene.known(*(post(number, photo="same", album="x") for number in (5, 6, 7)))
    scene.history.there = [seen(90, photo="same", album="a"), seen(91, photo="same", album="a")]
    assert await scene.find(copy_of(5, 6, 7)) == []


async def test_a_forward_shows_where_it_came_from_and_a_copy_does_not(scene: Scene):
    await scene.known(post(5, "words"))
    here, elsewhere = Origin(SOURCE, message=5), Origin(SOURCE, message=4)
    scene.history.there = [
        seen(90, "words"),
        seen(91, "words", forwarded_from=here),
        seen(92, "words", forwarded_from=elsewhere),
    ]
    assert await scene.find(copy_of(5)) == [(5, 90)]
    assert await scene.find(copy_of(5, is_forward=True)) == [(5, 91)]


async def test_it_is_looked_for_in_its_topic(scene: Scene):
    await scene.known(post(5, "words"))
    scene.history.there = [seen(90, "words"), seen(91, "words", topic=TopicId(7))]
    assert await scene.find(copy_of(5), topic=TopicId(7)) == [(5, 91)]
    assert await scene.find(copy_of(5), topic=TopicId(1)) == [(5, 90)]


async def test_a_file_of_the_bots_is_compared_by_kind_and_size(scene: Scene):
    await scene.known(post(5, "words", photo="AQADbotid"), via="bot")
    fitting = Media("photo", unique_id="123", size=1009)
    scene.history.there = [
        seen(90, "words", media=replace(fitting, size=7)),
        seen(91, "words", media=fitting),
        seen(92, "words", media=Media("document", size=1009)),
    ]
    assert await scene.find(copy_of(5, via="bot")) == [(5, 91)]
    assert scene.history.asked[-1][1] == BOT


async def test_where_messages_are_numbered_for_each_reader_nobody_looks_for_another(scene: Scene):
    await scene.known(post(5, "words"))
    scene.history.there = [seen(91, "words")]
    assert await scene.find(copy_of(5, via="bot"), chat=ChatId(-4242)) == []
    assert await scene.find(copy_of(5), chat=ChatId(-4242)) == [(5, 91)]


@pytest.mark.parametrize("is_certain", [True, False])
async def test_it_may_be_the_copy_of_another_delivery_that_nobody_knows_of(scene: Scene, is_certain: bool):
    await scene.known(post(5, "words"), post(6, "words"), post(7, "else"))
    outbox = Outbox(scene.database, scene.clock)
    await outbox.enqueue(sent(copy_of(7), "far"), sent(copy_of(6), "twin"), sent(copy_of(5), "own"))
    scene.history.there = [seen(91, "words")]
    own = [await take_one(outbox) for _ in range(3)][-1]
    assert own is not None
    found = await scene.finder.find(own, copy_of(5), is_certain=is_certain)
    assert found == (((5, 91),) if is_certain else ())


async def test_a_post_that_is_no_longer_kept_and_a_chat_that_nobody_sees_say_nothing(scene: Scene):
    scene.history.there = [seen(91, "words")]
    assert await scene.find(copy_of(5)) == []
    await scene.known(post(5, "words"))
    scene.history.trouble = DeliveryRejected("not seen")
    assert await scene.find(copy_of(5)) == []
    scene.history.trouble = Unavailable()
    with pytest.raises(Unavailable):
        await scene.find(copy_of(5))


async def test_who_cannot_look_leaves_it_to_the_next(scene: Scene):
    await scene.known(post(5, "words"))
    lookers: Sequence[Looker] = [
        Looker(FakeHistory(trouble=Unavailable())),
        Looker(FakeHistory(trouble=DeliveryRejected("not seen"))),
        Looker(FakeHistory([seen(91, "words")])),
    ]
    posts, links = Posts(scene.database, scene.clock), Links(scene.database)
    finder = Finder(posts, links, Doubts(scene.database), {"account": lookers})
    delivery = replace(sent(copy_of(5)), created_at=NOW)
    assert await finder.find(delivery, copy_of(5), is_certain=True) == ((5, 91),)
