"""Why a post was passed on or not: by a copy, by the original, by their links."""

from datetime import timedelta

import pytest

from core.errors import DeliveryRejected, UserError
from core.i18n import Translator
from core.ids import ChatId, MessageId, UserId
from forwarding.explaining import Explainer, Place
from forwarding.spec import Destination
from handlers.commands.why import lines
from storage.database import Database
from storage.histories import Histories
from storage.outbox import DeliveryState
from storage.users import Role, User
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import OTHER, SOURCE, TARGET, Room, make_room, post


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    return make_room(database, translator, clock)


@pytest.fixture
def explainer(room: Room, database: Database) -> Explainer:
    return Explainer(
        room.rulebook, room.posts, Histories(database), room.links, gatherings=room.gatherings, reviews=room.reviews
    )


async def the_copy(room: Room, chat: ChatId = TARGET, message: int = 1) -> Place:
    links = await room.links.copies(SOURCE, MessageId(message))
    return Place(chat, next(link.copy for link in links if link.chat == chat))


async def test_a_copy_tells_its_rule_each_filter_with_its_value_and_how_long_it_took(
    room: Room, explainer: Explainer, clock: FakeClock
):
    rule = await room.rule(keep=["python"], drop=["ads"])
    await room.forwarder.accept(post(1, "Python 3.15 is out"))
    came = clock.now()
    await room.deliver(3.0)
    told = await explainer.explain([await the_copy(room)])

    (ruling,) = told.rulings
    assert (ruling.rule, ruling.version, ruling.judgement.outcome) == (rule.name, 1, "pass")
    assert [(each.name, each.outcome, each.value) for each in ruling.judgement.seen] == [
        ("keywords", "pass", "python"),
        ("keywords", "drop", ""),
    ]
    (sending,) = ruling.sendings
    assert (sending.chat, sending.sent_at) == ("Digest", came + timedelta(seconds=3))
    assert (told.came_at, ruling.decided_at) == (came, came)


async def test_an_original_tells_of_every_rule_that_was_asked(room: Room, explainer: Explainer):
    await room.rule(keep=["python"])
    await room.rule(SOURCE, OTHER, drop=["python"])
    await room.forwarder.accept(post(1, "Python"))
    await room.deliver()
    told = await explainer.explain([Place(SOURCE, MessageId(1))])
    assert [each.judgement.outcome for each in told.rulings] == ["pass", "drop"]
    assert told.rulings[1].judgement.reason == "keywords: python"
    assert told.rulings[1].sendings == ()


async def test_of_two_copies_each_tells_only_its_own_way(room: Room, explainer: Explainer):
    await room.rule()
    await room.rule(SOURCE, OTHER)
    await room.forwarder.accept(post(1, "x"))
    await room.deliver()
    told = await explainer.explain([await the_copy(room, OTHER)])
    assert [sending.chat for ruling in told.rulings for sending in ruling.sendings] == ["Other"]


async def test_each_part_of_an_album_knows_when_the_album_was_sent(room: Room, explainer: Explainer):
    await room.rule()
    for number in (1, 2, 3):
        await room.forwarder.accept(post(number, album="a"))
    await room.deliver(2.0)
    told = await explainer.explain([await the_copy(room, message=3)])
    assert told.rulings[0].sendings[0].sent_at is not None


async def test_a_rule_that_was_changed_since_is_told_as_it_was(room: Room, explainer: Explainer):
    rule = await room.rule()
    await room.forwarder.accept(post(1, "x"))
    await room.deliver()
    changed = rule.spec.model_copy(update={"destinations": (Destination(chat=OTHER),)})
    await room.rulebook.change(rule, changed, rule.created_by)
    told = await explainer.explain([Place(SOURCE, MessageId(1))])
    assert told.rulings[0].version == 1
    assert told.rulings[0].sendings[0].sent_at is not None


async def test_a_copy_that_was_refused_tells_the_reason(room: Room, explainer: Explainer):
    await room.rule()
    room.transport.faults.append(DeliveryRejected("no such topic"))
    await room.forwarder.accept(post(1, "x"))
    await room.deliver()
    (sending,) = (await explainer.explain([Place(SOURCE, MessageId(1))])).rulings[0].sendings
    assert (sending.state, sending.reason, sending.sent_at) == (DeliveryState.DEAD, "no such topic", None)


async def test_a_post_of_an_album_that_is_not_whole_is_said_to_wait(room: Room, explainer: Explainer):
    await room.rule()
    await room.forwarder.accept(post(1, album="a"))
    told = await explainer.explain([Place(SOURCE, MessageId(1))])
    assert (told.is_waiting, told.rulings) == (True, ())


async def test_a_message_that_nobody_knows_is_said_to_be_unknown(room: Room, explainer: Explainer):
    with pytest.raises(UserError) as raised:
        await explainer.explain([Place(TARGET, MessageId(77))])
    assert raised.value.key == "error-why-unknown"


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("https://t.me/source_news/7", Place(SOURCE, MessageId(7))),
        ("t.me/Source_News/7?single", Place(SOURCE, MessageId(7))),
        ("https://t.me/c/1234567/42", Place(ChatId(-1001234567), MessageId(42))),
        ("https://t.me/c/1234567/5/42", Place(ChatId(-1001234567), MessageId(42))),
    ],
)
async def test_a_link_is_read(room: Room, explainer: Explainer, link: str, place: Place):
    await room.rule()
    assert await explainer.locate(link) == place


@pytest.mark.parametrize("link", ["", "hello", "https://t.me/source_news", "https://example.org/c/1/2"])
async def test_what_is_no_link_to_a_message_is_said_to_be_none(explainer: Explainer, link: str):
    with pytest.raises(UserError) as raised:
        await explainer.locate(link)
    assert raised.value.key == "error-why-link"


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_all_of_it_stands_in_the_answer_in_both_languages(
    room: Room, explainer: Explainer, translator: Translator, language: str
):
    rule = await room.rule(keep=["python"], drop=["ads"])
    await room.forwarder.accept(post(1, "Python 3.15 is out"))
    await room.deliver(3.0)
    told = await explainer.explain([Place(SOURCE, MessageId(1))])
    text = "\n".join(lines(told, "Europe/Moscow", translator.bound(language)))
    assert rule.name in text
    assert "python" in text
    assert "Digest" in text
    assert "15:00:03" in text
    assert "https://t.me/source_news/1" in text


async def test_of_a_post_before_reviewers_it_tells_who_published_it_and_when(
    room: Room, explainer: Explainer, clock: FakeClock, translator: Translator
):
    rule = await room.rule(review_chat={"chat": OTHER})
    await room.forwarder.accept(post(1, "news"))
    await room.deliver(1.0)
    preview = await the_copy(room, OTHER)
    texts = translator.bound("en")
    assert texts("why-review", rule=rule.name, version=1) in lines(await explainer.explain([preview]), "UTC", texts)
    anna = User(UserId(7), "Anna", "", "en", Role.ADMIN, "UTC", clock.now())
    clock.advance(120)
    await room.reviewing.publish((rule.id, SOURCE, MessageId(1)), anna)
    await room.deliver(1.0)
    for place in (preview, await the_copy(room)):
        told = await explainer.explain([place])
        assert "Published by Anna, 2026-11-02 12:02:01." in lines(told, "UTC", texts)
        assert [sending.chat for ruling in told.rulings for sending in ruling.sendings] == ["Digest"]
