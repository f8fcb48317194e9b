"""Guest mode: somebody calls the bot in a chat where it is no member; it answers once and keeps nothing of the chat."""

from aiogram import Bot, Router
from aiogram.types import Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import UpdateId
from handlers.addressing import Addressing
from handlers.answering import Answerer, Asker, Question
from handlers.doorkeeper import Doorkeeper
from handlers.inline import article, inline_place, own_chat, question_article
from handlers.quota import Quota
from handlers.quoting import quoted_by
from storage.chats import Chats
from storage.turns import Turns
from storage.users import Role, User

PREFIX = "inline:"


def build_router() -> Router:
    router = Router(name="guests")
    router.guest_message.register(on_guest_message)
    return router


async def on_guest_message(
    message: Message,
    bot: Bot,
    user: User | None,
    texts: Texts,
    addressing: Addressing,
    doorkeeper: Doorkeeper,
    chats: Chats,
    turns: Turns,
    quota: Quota,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """A placeholder at once, which then becomes the answer; who is not let in gets a polite line, the blocked none."""
    if user is None or user.role is Role.BLOCKED:
        return
    if await doorkeeper.admit(user) is None:
        raise UserError("guest-stranger", name=(await bot.me()).username or "")
    me = await bot.me()
    quote = quoted_by(message, me, knows_own=False)
    words = addressing.words(message, me) or (texts("guest-about-quote") if quote else "")
    if not words:
        raise UserError("chat-empty-mention")
    await quota.require(user)
    inline = await begun(update_id, turns) or await _begin(message, bot, texts)
    asker = Asker(user, await own_chat(user, chats), inline_place(user, inline), texts)
    await answerer.answer(Question(words, update_id, quote=quote, is_untrusted=_is_passed_on(message)), asker)


async def begun(update: UpdateId, turns: Turns) -> str:
    """The message in which this was begun to be answered before the process died: there is but one answer."""
    past = await turns.of_update(update)
    return past.thread.removeprefix(PREFIX) if past is not None else ""


async def _begin(message: Message, bot: Bot, texts: Texts) -> str:
    sent = await bot.answer_guest_query(message.guest_query_id or "", question_article(texts, ""))
    return sent.inline_message_id


def _is_passed_on(message: Message) -> bool:
    return message.forward_origin is not None


async def refuse(bot: Bot, message: Message, sentence: str) -> None:
    """Say why there is no answer, where none was begun."""
    await bot.answer_guest_query(message.guest_query_id or "", article("refusal", sentence, sentence))
