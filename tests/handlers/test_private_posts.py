"""What is written in private is a post only for an admin's own rule, and is quoted to nobody else."""

from collections import Counter
from dataclasses import replace

import pytest
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from core.i18n import Translator
from core.ids import ChatId, MessageId, UserId
from forwarding.replaying import Example, Replayed
from forwarding.spec import simple_rule
from forwarding.transports.protocol import ChatInfo
from handlers.channel_posts import on_private_message
from handlers.rule_replays import replay_lines
from storage.database import Database
from storage.users import Role, Users
from tests.fakes.clock import FakeClock
from tests.fakes.forwarding import AUTHOR, TARGET, Room, make_room
from tests.fakes.updates import ANNA, private

OWN = ChatId(AUTHOR)


@pytest.fixture
def room(database: Database, translator: Translator, clock: FakeClock) -> Room:
    room = make_room(database, translator, clock)
    room.transport.chats[OWN] = ChatInfo(OWN, "private", "Anna")
    for who in (None, AUTHOR):
        room.transport.allow(OWN, who)
    return room


async def test_who_is_no_admin_any_more_writes_no_posts(room: Room, database: Database):
    await room.rulebook.create(simple_rule(OWN, TARGET), AUTHOR, "update:1")
    message = Message.model_validate(private(1, "My words", ANNA)["message"])
    user = await Users(database).touch(UserId(ANNA["id"]), "Anna", "anna", "en")
    with pytest.raises(SkipHandler):
        await on_private_message(
            message, room.forwarder, room.rulebook, is_for_me=True, user=replace(user, role=Role.USER)
        )
    await on_private_message(
        message, room.forwarder, room.rulebook, is_for_me=True, user=replace(user, role=Role.ADMIN)
    )
    await room.deliver()
    assert room.transport.originals(TARGET) == [message.message_id]


async def test_a_replay_quotes_private_words_to_nobody_else(room: Room, translator: Translator):
    rule = await room.rulebook.create(simple_rule(OWN, TARGET), AUTHOR, "update:1")
    example = Example(OWN, MessageId(1), "My words", "")
    replayed = Replayed(Counter({"pass": 1}), {}, {"pass": [example]})
    texts = translator.bound("en")
    assert "My words" in "\n".join(replay_lines(rule, replayed, texts, OWN))
    assert "My words" not in "\n".join(replay_lines(rule, replayed, texts, ChatId(1002)))
