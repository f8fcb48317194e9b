"""/new: a fresh conversation; what I remember for good stays."""

from aiogram.types import Message

from agents.runner import AgentRunner
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.ui.place import place_of
from storage.turns import Turns


async def on_new(message: Message, texts: Texts, turns: Turns, runner: AgentRunner) -> None:
    """Also ends what is being answered: it belongs to the conversation that is over."""
    thread = place_of(message).thread
    await runner.stop_all(thread)
    await turns.new_conversation(thread)
    await message.answer(texts("new-conversation"))


COMMAND = SlashCommand("new", on_new)
