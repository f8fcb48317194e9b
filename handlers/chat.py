"""What people write: text in private, and in groups what is meant for the bot."""

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import Message, MessageGenerationStopped

from agents.runner import AgentRunner
from core.config import Settings
from core.errors import UserError
from core.i18n import Texts
from core.ids import ChatId, TopicId, UpdateId, thread_of
from handlers.abilities import senses
from handlers.addressing import Addressing
from handlers.answering import Answerer, Asker, Question
from handlers.edits import on_edit
from handlers.enclosures import Enclosures, may_borrow
from handlers.index import AnyCommand, Kind
from handlers.quoting import quoted_by
from handlers.ui.place import place_of
from inference.catalog import ModelCatalog
from storage.chats import Chat
from storage.users import User


class ForMe(BaseFilter):
    """Lets through what is meant for the bot, as the middleware found."""

    async def __call__(self, message: Message, *, is_for_me: bool = False) -> bool:
        return is_for_me


def build_router() -> Router:
    """Text last of all, so that commands and dialogues come first."""
    router = Router(name="chat")
    router.message.register(on_unknown_command, ForMe(), AnyCommand())
    router.message.register(on_text, ForMe(), Kind("text"))
    router.message.register(on_other, ForMe(), Kind("sticker", "video", "animation", "contact", "poll"))
    router.edited_message.register(on_edit, ForMe())
    router.stopped_message_generation.register(on_stopped)
    return router


async def on_text(
    message: Message,
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    addressing: Addressing,
    enclosures: Enclosures,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """A question; what was forwarded from elsewhere is data, not an order."""
    me = await bot.me()
    question = addressing.words(message, me)
    if not question:
        raise UserError("chat-empty-mention")
    is_untrusted = message.forward_origin is not None
    asker = Asker(user, chat, place_of(message), texts)
    asked = Question(
        question,
        update_id,
        is_untrusted=is_untrusted,
        quote=quoted_by(message, me),
        lent=await enclosures.lent_to(message),
        may_borrow=may_borrow(message, question),
    )
    await answerer.answer(asked, asker)


async def on_unknown_command(message: Message, texts: Texts) -> None:
    word = (message.text or "").split(maxsplit=1)[0]
    await message.reply(texts("error-unknown-command", command=word.partition("@")[0]))


async def on_other(message: Message, texts: Texts, settings: Settings, catalog: ModelCatalog) -> None:
    await message.reply(texts("error-cannot-read-that", **await senses(settings, catalog)))


async def on_stopped(event: MessageGenerationStopped, runner: AgentRunner) -> None:
    """The Stop button of a draft."""
    topic = TopicId(event.message_thread_id) if event.message_thread_id else None
    await runner.stop(thread_of(ChatId(event.chat.id), topic))
