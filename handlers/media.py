"""Pictures are looked at by a model that sees; documents are read, remembered, and answered about."""

from dataclasses import replace

from aiogram import Bot, Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from core.i18n import Texts
from core.ids import ChatId, UpdateId
from handlers.addressing import Addressing
from handlers.albums import Album, Albums, Part
from handlers.answering import Answerer, Asker, Question
from handlers.attachments import attachment_of, is_picture
from handlers.chat import ForMe
from handlers.commands.memory import owner_of
from handlers.enclosures import Enclosures
from handlers.index import Kind
from handlers.quoting import quoted_by
from handlers.ui.place import place_of
from storage.chats import Chat
from storage.conversations import Conversations
from storage.users import User


class Picture(BaseFilter):
    """A photo, or a picture sent as a file, that is meant for the bot or is part of an album that may be."""

    async def __call__(self, message: Message, *, is_for_me: bool = False) -> bool:
        is_seen = bool(message.photo) or (message.document is not None and is_picture(message.document))
        return is_seen and (is_for_me or message.media_group_id is not None)


def build_router() -> Router:
    router = Router(name="media")
    router.message.register(on_picture, Kind("photo", "document"), Picture())
    router.message.register(on_document, ForMe(), Kind("document"))
    return router


async def on_picture(
    message: Message,
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    addressing: Addressing,
    albums: Albums,
    enclosures: Enclosures,
    answerer: Answerer,
    update_id: UpdateId,
    *,
    is_for_me: bool = False,
    is_resumed: bool = False,
) -> None:
    """An album is one question with all its pictures; its caption may stand under any of them."""
    me = await bot.me()
    part = part_of(message, update_id, addressing.words(message, me), enclosures.edge)
    part = replace(part, is_for_me=is_for_me, is_resumed=is_resumed)
    async with albums.whole(part) as album:
        if album is None or not album.is_for_me:
            return
        place = replace(place_of(message), reply_to=album.message)
        await bot.send_chat_action(chat.id, "typing", message_thread_id=place.topic)
        question = question_of(album, update_id, texts)
        question = replace(question, images=await enclosures.pictures(album.files), quote=quoted_by(message, me))
        asker = Asker(user, chat, place, texts)
        asked = await answerer.begin(question, asker)
        if not asked.turn.is_incognito:
            album.take()
        await answerer.answer_begun(asked, asker)


async def on_document(
    message: Message,
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    addressing: Addressing,
    conversations: Conversations,
    enclosures: Enclosures,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """It is remembered, and its caption is a question about it; a forwarded one's caption is somebody else's."""
    file, place = attachment_of(message, enclosures.edge), place_of(message)
    if file is None or message.document is None:
        return
    await bot.send_chat_action(chat.id, "typing", message_thread_id=place.topic)
    document = await enclosures.document(file, message.document.file_size)
    owner = None if await conversations.is_incognito(place.thread) else owner_of(user, chat)
    known = await enclosures.keep(document, owner) if owner is not None else ""
    key = "document-known" if known else "document-read" if owner is None else "document-remembered"
    await message.reply(texts(key, name=known or document.name, pages=document.pages))
    question = addressing.words(message, await bot.me())
    if question and message.forward_origin is None:
        text = await enclosures.about(document, question, owner)
        asked = Question(question, update_id, document=text, attachments=(file,))
        await answerer.answer(asked, Asker(user, chat, place, texts))


def part_of(message: Message, update: UpdateId, caption: str, edge: int) -> Part:
    """The picture of the message, and whose album it belongs to."""
    file = attachment_of(message, edge)
    assert file is not None  # noqa: S101 - the filter saw it
    return Part(
        update=update,
        chat=ChatId(message.chat.id),
        thread=place_of(message).thread,
        album=message.media_group_id or "",
        message=message.message_id,
        sent_at=message.date,
        file=file,
        caption=caption,
        is_forwarded=message.forward_origin is not None,
    )


def question_of(album: Album, update: UpdateId, texts: Texts) -> Question:
    """The caption, which under somebody else's picture is theirs; without one, what anybody would ask."""
    default = texts("album-question" if len(album.files) > 1 else "picture-question")
    is_untrusted = album.is_forwarded and bool(album.caption)
    return Question(album.caption or default, update, is_untrusted=is_untrusted, attachments=album.files)
