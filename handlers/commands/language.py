"""/language: the language I answer in, yours in private and the group's in a group."""

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts, Translator
from handlers.command import SlashCommand
from handlers.menu import Menu
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import markup
from handlers.ui.presses import redraw
from storage.chats import Chat, Chats
from storage.users import User, Users


def language_rows(texts: Texts) -> Rows:
    """One button a language, each in its own words."""
    return (
        tuple(
            Button(texts.translator.text(language, "language-name"), encode("language", language))
            for language in texts.translator.languages
        ),
    )


async def on_language(message: Message, texts: Texts) -> None:
    await message.answer(texts("language-choose"), reply_markup=markup(language_rows(texts)))


async def on_choice(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    chat: Chat,
    bot: Bot,
    users: Users,
    chats: Chats,
    translator: Translator,
    menu: Menu,
) -> None:
    (language,) = arguments
    if language not in translator.languages:
        raise UserError("error-old-button")
    await require_settings_rights(bot, chat, user)
    if chat.is_private:
        await menu.show_to(await users.set_language(user.id, language))
    else:
        await chats.update_settings(chat.id, language=language)
    await redraw(query, translator.text(language, "language-chosen"))


COMMAND = SlashCommand("language", on_language, press=on_choice)
