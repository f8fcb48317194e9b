"""What the courier makes of copies that arrived without a word about it: looked for, linked, followed, or told."""

from collections.abc import Callable

import pytest

from core.errors import Unavailable
from core.i18n import Translator
from core.ids import ChatId, MessageId
from forwarding.finding import Finder, Looker
from forwarding.post import Post
from forwarding.transports.protocol import AlreadySent, CopyForbidden, DeliveryUncertain
from storage.database import Database
from storage.doubts import Doubts
from storage.links import Links
from storage.outbox import DeliveryState
from storage.posts import Posts
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, SOURCE, TARGET, Room, make_room, make_transport, post
from tests.fakes.outbox import take_one
from tests.fakes.transport import FakeTransport
from tests.forwarding.test_finding import FakeHistory

COPY = MessageId(1001)
Life = Callable[..., Room]


@pytest.fixture
def history() -> FakeHistory:
    return FakeHistory()


@pytest.fixture
def life(database: Database, translator: Translator, clock: FakeClock, history: FakeHistory) -> Life:
    """One more life of the process, over the same database and chats."""
    transport = make_transport()
    posts, links = Posts(database, clock), Links(database)
    finder = Finder(posts, links, Doubts(database), {"bot": [Looker(history)]})

    def begin(numbered: FakeTransport | None = None) -> Room:
        return make_room(database, translator, clock, transport, finder=finder, numbered=numbered)

    return begin


def there(text: str) -> Post:
    return post(COPY, text, source=TARGET)


def notices(*transports: FakeTransport) -> list[str]:
    return [text for transport in transports for text in transport.said(ChatId(AUTHOR))]


async def test_a_cut_copy_that_somebody_sees_is_sent_and_edits_follow_it(life: Life, history: FakeHistory):
    room = life()
    await room.rule(edits="follow")
    history.there = [there("words")]
    room.transport.faults_after.append(DeliveryUncertain())
    await room.forwarder.accept(post(1, "words"))
    await room.deliver(seconds=5)
    assert await room.outbox.counts() == {DeliveryState.SENT: 1}
    await room.forwarder.accept_edit(post(1, "other", edited=post(2).date))
    await room.deliver(seconds=5)
    assert [(copy, content.text) for _, copy, content in room.transport.edits] == [(COPY, "other")]
    assert (room.transport.originals(TARGET), notices(room.transport)) == ([1], [])


async def test_a_cut_copy_that_nobody_sees_is_told_by_the_rules_policy(life: Life):
    room = life()
    await room.rule()
    room.transport.faults_after.append(DeliveryUncertain())
    await room.forwarder.accept(post(1, "words"))
    await room.deliver(seconds=5)
    assert (room.transport.originals(TARGET), len(notices(room.transport))) == ([1], 1)


async def test_after_a_kill_it_is_looked_for_until_somebody_can_look(life: Life, history: FakeHistory):
    room = life()
    await room.rule()
    await room.forwarder.accept(post(1, "words"))
    await room.forwarder.settle()
    assert await take_one(room.outbox) is not None
    history.trouble = Unavailable()
    again = life()
    await again.courier.recover(is_alone=True)
    assert await again.outbox.counts() == {DeliveryState.SENDING: 1}
    history.trouble, history.there = None, [there("words")]
    again.clock.advance(31)
    await again.courier.recover()
    assert await again.outbox.counts() == {DeliveryState.SENT: 1}
    link = await again.links.original(TARGET, COPY)
    assert link is not None
    assert link.message == 1


async def test_a_fault_of_whoever_looks_for_a_copy_stops_nothing(life: Life, history: FakeHistory):
    room = life()
    await room.rule()
    history.trouble = ValueError("a message that nobody can read")
    room.transport.faults_after.append(DeliveryUncertain())
    for number in (1, 2):
        await room.forwarder.accept(post(number, "words"))
    await room.deliver(seconds=5)
    assert room.transport.originals(TARGET) == [1, 2]
    assert len(notices(room.transport)) == 1


async def test_what_telegram_has_already_is_found_and_followed(life: Life, history: FakeHistory):
    numbered = FakeTransport()
    room = life(numbered)
    await room.rule(edits="follow", deletions="follow")
    history.there = [there("words")]
    numbered.faults.append(AlreadySent())
    await room.forwarder.accept(post(1, "words"))
    await room.deliver(seconds=5)
    await room.forwarder.accept_edit(post(1, "other", edited=post(2).date))
    await room.forwarder.accept_deletion(SOURCE, [MessageId(1)])
    await room.deliver(seconds=5)
    assert [copy for _, copy, _ in room.transport.edits] == [COPY]
    assert [copy for _, copy in room.transport.deleted] == [COPY]
    assert notices(room.transport, numbered) == []


async def test_what_telegram_has_but_nobody_can_name_is_told_and_not_sent_again(
    life: Life, history: FakeHistory, translator: Translator
):
    numbered = FakeTransport()
    room = life(numbered)
    rule = await room.rule()
    history.there = []
    numbered.faults.append(AlreadySent())
    await room.forwarder.accept(post(1, "words"))
    await room.deliver(seconds=5)
    link = "https://t.me/source_news/1"
    told = translator.text("en", "forwarding-unfound", rule=rule.name, link=link, destination="Digest")
    assert notices(room.transport, numbered) == [told]
    assert (numbered.originals(TARGET), room.transport.originals(TARGET)) == ([], [])


async def test_a_numbered_copy_that_was_cut_is_repeated_without_asking_anybody(life: Life):
    numbered = FakeTransport()
    room = life(numbered)
    await room.rule()
    numbered.faults.append(DeliveryUncertain())
    await room.forwarder.accept(post(1, "words"))
    await room.deliver(seconds=5)
    assert (numbered.originals(TARGET), notices(room.transport, numbered)) == ([1], [])


async def test_a_card_that_telegram_has_already_is_not_said_again(life: Life):
    numbered = FakeTransport()
    room = life(numbered)
    await room.rule()
    numbered.faults.extend([CopyForbidden("protected"), AlreadySent()])
    await room.forwarder.accept(post(1, "words"))
    await room.deliver(seconds=5)
    assert await room.outbox.counts() == {DeliveryState.SENT: 1}
    assert (numbered.arrived, notices(room.transport, numbered)) == ([], [])
