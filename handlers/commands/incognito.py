"""/incognito: from here on nothing of this conversation is kept, recalled or learned, until it is switched off."""

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, encode
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import markup
from handlers.ui.place import place_of
from handlers.ui.presses import pressed_message, redraw
from storage.chats import Chat
from storage.conversations import Conversations
from storage.users import User


async def on_incognito(
    message: Message, bot: Bot, user: User, chat: Chat, texts: Texts, conversations: Conversations
) -> None:
    """Each use turns it over."""
    await require_settings_rights(bot, chat, user)
    thread = place_of(message).thread
    is_on = not await conversations.is_incognito(thread)
    await conversations.set_incognito(thread, is_on=is_on)
    rows = ((Button(texts("button-incognito-off"), encode("incognito", "off")),),) if is_on else ()
    await message.answer(texts("incognito-on" if is_on else "incognito-off"), reply_markup=markup(rows))


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    conversations: Conversations,
) -> str | None:
    """The mark under an answer explains itself; the button under the command's line switches off."""
    if arguments[0] != "off":
        return texts("incognito-about")
    await require_settings_rights(bot, chat, user)
    await conversations.set_incognito(place_of(pressed_message(query)).thread, is_on=False)
    await redraw(query, texts("incognito-off"))
    return None


COMMAND = SlashCommand("incognito", on_incognito, press=on_press)
