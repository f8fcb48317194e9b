"""A question that is edited is answered anew where its answer stands."""

from aiogram import Bot
from aiogram.types import Message

from agents.runner import AgentRunner
from core.i18n import Texts
from core.ids import UpdateId
from handlers.addressing import Addressing
from handlers.answering import Answerer, Asker, source_of
from handlers.ui.place import place_of
from storage.chats import Chat
from storage.turns import Turns
from storage.users import User


async def on_edit(
    message: Message,
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    addressing: Addressing,
    turns: Turns,
    runner: AgentRunner,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """As if it had been asked so then: what came before it counts, what came later neither counts nor is asked again.

    Edits of anything but a question, and those that leave its words as they are, do nothing.
    """
    place = place_of(message)
    text = addressing.words(message, await bot.me())
    past = await turns.from_source(place.thread, source_of(place))
    if past is None or past.text == text or not text or text.startswith("/"):
        return
    await runner.end(past.thread, past.id)
    asker = Asker(user, chat, place, texts)
    now = await turns.get(past.id)
    asked = await answerer.begin_again(now or past, update_id, asker, text=text)
    if asked is not None:
        await answerer.show(asked, asker)
