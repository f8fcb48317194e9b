"""/stop: end the answer that is being written."""

from aiogram import Bot
from aiogram.types import Message

from agents.runner import AgentRunner
from core.buttons import Button, encode
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.turn_controls import may_stop
from handlers.ui.keyboards import markup
from handlers.ui.place import place_of
from storage.chats import Chat
from storage.users import User


async def on_stop(message: Message, bot: Bot, user: User, chat: Chat, texts: Texts, runner: AgentRunner) -> None:
    """Silent when nothing else waits: the answer itself shows that it was stopped."""
    thread = place_of(message).thread
    turns = [turn for turn in runner.stoppable(thread) if await may_stop(bot, chat, user, turn)]
    if not turns or not await runner.stop(thread, turns[0].id):
        await message.answer(texts("stop-nothing"))
    elif len(turns) > 1:
        button = Button(texts("button-stop-all"), encode("stopall"))
        await message.answer(texts("stop-others-wait", count=len(turns) - 1), reply_markup=markup(((button,),)))


COMMAND = SlashCommand("stop", on_stop)
