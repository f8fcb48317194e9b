"""/voice: whether what is asked by voice is answered by voice too."""

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.errors import Unavailable
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import markup
from handlers.ui.presses import redraw
from inference.speech_out import SpeechOut
from storage.chats import Chat, Chats
from storage.users import User


async def on_voice(message: Message, chat: Chat, texts: Texts, speech_out: SpeechOut) -> None:
    if not speech_out.is_ready:
        raise Unavailable("error-no-speech")
    text, rows = voice_screen(chat.settings.voice, texts)
    await message.answer(text, reply_markup=markup(rows))


def voice_screen(now: str, texts: Texts) -> tuple[str, Rows]:
    """What holds in this chat, and the button that changes it."""
    is_on = now == "on"
    change = Button(texts("voice-turn-off" if is_on else "voice-turn-on"), encode("voice", "off" if is_on else "on"))
    return texts("voice-is-on" if is_on else "voice-is-off"), ((change,),)


async def on_choice(
    query: CallbackQuery, arguments: tuple[str, ...], user: User, chat: Chat, bot: Bot, texts: Texts, chats: Chats
) -> None:
    await require_settings_rights(bot, chat, user)
    settings = await chats.update_settings(chat.id, voice="on" if arguments == ("on",) else "")
    text, rows = voice_screen(settings.voice, texts)
    await redraw(query, text, rows)


COMMAND = SlashCommand("voice", on_voice, press=on_choice)
