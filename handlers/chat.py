"""What people write: text in private, and in groups what is meant for the bot."""

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.types import Message, MessageGenerationStopped

from agents.runner import AgentRunner
from core.errors import UserError
from core.i18n import Texts
from core.ids import ChatId, TopicId, UpdateId, thread_of
from handlers.addressing import without_mention
from handlers.answering import Answerer, Asker, Question
from handlers.ui.place import place_of
from storage.chats import Chat
from storage.users import User


class ForMe(BaseFilter):
    """Lets through what is meant for the bot, as the middleware found."""

    async def __call__(self, message: Message, *, is_for_me: bool = False) -> bool:
        return is_for_me


def build_router() -> Router:
    """Text last of all, so that commands and dialogues come first."""
    router = Router(name="chat")
    router.message.register(on_unknown_command, ForMe(), F.text.startswith("/"))
    router.message.register(on_text, ForMe(), F.text)
    router.message.register(on_other, ForMe(), F.content_type.in_({"sticker", "video", "animation", "contact", "poll"}))
    router.stopped_message_generation.register(on_stopped)
    return router


async def on_text(
    message: Message, user: User, chat: Chat, texts: Texts, answerer: Answerer, update_id: UpdateId
) -> None:
    """A question; what was forwarded from elsewhere is data, not an order."""
    me = await message.bot.me() if message.bot else None
    text = message.text or ""
    question = without_mention(text, me) if me else text
    if not question:
        raise UserError("chat-empty-mention")
    asked = Question(question, update_id, is_untrusted=message.forward_origin is not None)
    await answerer.answer(asked, Asker(user, chat, place_of(message), texts))


async def on_unknown_command(message: Message, texts: Texts) -> None:
    word = (message.text or "").split(maxsplit=1)[0]
    await message.reply(texts("error-unknown-command", command=word.partition("@")[0]))


async def on_other(message: Message, texts: Texts) -> None:
    await message.reply(texts("error-cannot-read-that"))


async def on_stopped(event: MessageGenerationStopped, runner: AgentRunner) -> None:
    """The Stop button of a draft."""
    topic = TopicId(event.message_thread_id) if event.message_thread_id else None
    await runner.stop(thread_of(ChatId(event.chat.id), topic))
