"""Thumbs and reactions: what they store, whom they are taken from, and what stays under the answer."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import Chat as TelegramChat
from aiogram.types import MessageReactionUpdated, ReactionTypeEmoji

from core.i18n import Texts, Translator
from core.ids import ChatId, MessageId, TurnId, UserId, thread_of
from handlers.ratings import on_reaction
from storage.answers import AnswerMessages
from storage.chats import Chat, Chats
from storage.database import Database
from storage.turns import Turns, TurnState
from storage.users import Role, User, Users
from tests.fakes.aiogram_session import FakeSession

CHAT = ChatId(1001)
ANSWER = MessageId(12)
UNDO = {"key": "button-undo", "data": "remind:undo:1"}


class Room:
    """An answer in two messages with an Undo under it, and Anna who reacts."""

    def __init__(self, database: Database, texts: Texts) -> None:
        self.session = FakeSession()
        self.bot = Bot("42:TOKEN", session=self.session)
        self.turns, self.answers = Turns(database), AnswerMessages(database)
        self.users, self.chats = Users(database), Chats(database)
        self.texts = texts
        self.turn = TurnId(0)

    async def answer(self, agent: str = "assistant") -> None:
        self.turn = await self.turns.begin(thread_of(CHAT), UserId(1001), CHAT, None, "Hello?", "message:1001:5")
        await self.turns.finish(self.turn, "Hello.", agent, "tiny", TurnState.DONE)
        await self.answers.put(self.turn, CHAT, [MessageId(11), ANSWER], [UNDO])

    async def anna(self, role: Role = Role.USER) -> User:
        await self.users.touch(UserId(1001), "Anna", "anna", "en")
        return await self.users.set_role(UserId(1001), role)

    async def chat(self) -> Chat:
        return await self.chats.touch(CHAT, "private", "Anna", "")

    async def react(self, new: Sequence[str], old: Sequence[str] = (), *, message: int = 11, user: User | None) -> None:
        event = MessageReactionUpdated(
            chat=TelegramChat(id=CHAT, type="private"),
            message_id=message,
            date=datetime(2026, 11, 21, tzinfo=UTC),
            old_reaction=[ReactionTypeEmoji(emoji=each) for each in old],
            new_reaction=[ReactionTypeEmoji(emoji=each) for each in new],
        )
        await on_reaction(event, self.bot, user, await self.chat(), self.texts, self.turns, self.answers)

    async def rating(self) -> int:
        past = await self.turns.get(self.turn)
        assert past is not None
        return past.rating

    def buttons(self) -> list[str]:
        """Under the answer's last message, as they were put there last."""
        put = self.session.asked(EditMessageReplyMarkup)[-1]
        assert put.message_id == ANSWER
        return [button.text for row in put.reply_markup.inline_keyboard for button in row]


@pytest.fixture
async def room(database: Database, translator: Translator) -> Room:
    room = Room(database, translator.bound("en"))
    await room.answer()
    return room


@pytest.mark.parametrize(("emoji", "rating"), [("❤️", 1), ("👍", 1), ("💩", -1), ("👎", -1)])
async def test_a_reaction_to_any_part_rates_the_answer_and_leaves_its_undo(room: Room, emoji: str, rating: int):
    await room.react([emoji], user=await room.anna())

    assert await room.rating() == rating
    thumbs = ["✓ 👍", "👎"] if rating > 0 else ["👍", "✓ 👎"]
    assert room.buttons() == [room.texts("button-undo"), *thumbs, room.texts("button-regenerate")]


async def test_a_reaction_that_is_taken_back_takes_its_rating_along(room: Room):
    anna = await room.anna()
    await room.react(["👍"], user=anna)
    await room.react([], ["👍"], user=anna)

    assert await room.rating() == 0
    assert room.buttons() == [room.texts("button-undo"), "👍", "👎", room.texts("button-regenerate")]


async def test_what_judges_nothing_changes_nothing(room: Room):
    await room.react(["👀"], user=await room.anna())

    assert (await room.rating(), room.session.requests) == (0, [])


async def test_nobody_rates_who_is_not_let_in_or_not_known(room: Room):
    await room.react(["👍"], user=await room.anna(Role.GUEST))
    await room.react(["👍"], user=None)

    assert (await room.rating(), room.session.requests) == (0, [])


async def test_a_message_that_is_no_answer_is_not_rated(room: Room):
    await room.react(["👍"], message=99, user=await room.anna())

    assert (await room.rating(), room.session.requests) == (0, [])


async def test_what_was_carried_out_is_rated_and_not_offered_once_more(room: Room):
    await room.answer(agent="intents")
    await room.react(["👍"], user=await room.anna())

    assert room.buttons() == [room.texts("button-undo"), "✓ 👍", "👎"]
