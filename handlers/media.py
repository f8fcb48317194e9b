"""Voice notes become text and are answered like it; documents are remembered; pictures wait for a model that sees."""

import asyncio

from aiogram import Bot, F, Router
from aiogram.types import Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import UpdateId
from handlers.addressing import without_mention
from handlers.answering import Answerer, Asker, Question
from handlers.chat import ForMe
from handlers.commands.memory import owner_of
from handlers.ui.place import place_of
from inference.speech_in import SpeechIn
from memory.loaders import load
from memory.store import MemoryStore
from storage.cache import Cache
from storage.chats import Chat
from storage.users import User

MAX_DOWNLOAD = 20 * 1024 * 1024
"""Telegram's bound for bots, in bytes."""
DOWNLOAD_SECONDS = 60.0
SHOWN_CHARACTERS = 3000
"""So much of a document is before the model when its caption is answered; the rest is found by memory."""
ALBUM_SECONDS = 600.0


def build_router() -> Router:
    router = Router(name="media")
    router.message.register(on_voice, ForMe(), F.voice | F.audio | F.video_note)
    router.message.register(on_document, ForMe(), F.document)
    router.message.register(on_photo, ForMe(), F.photo)
    return router


async def on_voice(
    message: Message,
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    speech: SpeechIn,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """The transcript is shown, so that the person sees what was understood."""
    sound = message.voice or message.audio or message.video_note
    if sound is None:
        return
    await bot.send_chat_action(chat.id, "typing", message_thread_id=place_of(message).topic)
    audio = await download(bot, sound.file_id, sound.file_size) if speech.is_ready else b""
    transcript = await speech.transcribe(audio, texts.language)
    await message.reply(texts("voice-heard", text=transcript.text[:3500]))
    asked = Question(transcript.text, update_id, is_untrusted=message.forward_origin is not None)
    await answerer.answer(asked, Asker(user, chat, place_of(message), texts))


async def on_document(
    message: Message,
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    memory: MemoryStore,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """Its parts are found again when a question needs them; the caption is such a question."""
    document = message.document
    if document is None:
        return
    name = document.file_name or "document"
    content = await download(bot, document.file_id, document.file_size)
    chunks = await load(name, content)
    await memory.remember(owner_of(user, chat), chunks, "document", f"document:{document.file_unique_id}:{name}")
    await message.reply(texts("document-remembered", name=name, count=len(chunks)))
    caption = without_mention(message.caption or "", await bot.me())
    if caption and message.forward_origin is None:
        question = Question(caption, update_id, document="\n".join((name, *chunks))[:SHOWN_CHARACTERS])
        await answerer.answer(question, Asker(user, chat, place_of(message), texts))


async def on_photo(message: Message, texts: Texts, cache: Cache) -> None:
    """An album comes as many messages and gets one answer."""
    album = message.media_group_id
    if album is None or await cache.incr(f"album:{message.chat.id}:{album}", ALBUM_SECONDS) == 1:
        await message.reply(texts("photo-not-yet"))


async def download(bot: Bot, file_id: str, size: int | None) -> bytes:
    """
    Raises:
        UserError: larger than bots may load.
    """
    if (size or 0) > MAX_DOWNLOAD:
        raise UserError("error-file-too-big", megabytes=MAX_DOWNLOAD // 1024 // 1024)
    async with asyncio.timeout(DOWNLOAD_SECONDS):
        loaded = await bot.download(file_id)
    return loaded.read() if loaded is not None else b""
