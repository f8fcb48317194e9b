"""/stop: end the answer that is being written."""

from aiogram.types import Message

from agents.runner import AgentRunner
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.ui.place import place_of


async def on_stop(message: Message, texts: Texts, runner: AgentRunner) -> None:
    """Silent when there was something to stop: the answer itself shows it."""
    if not await runner.stop(place_of(message).thread):
        await message.answer(texts("stop-nothing"))


COMMAND = SlashCommand("stop", on_stop)
