"""/start: who I am and what to try."""

from aiogram.types import Message

from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.commands.language import language_rows
from handlers.menu import Menu
from handlers.ui.keyboards import markup
from inference.catalog import ModelCatalog
from storage.chats import Chat
from storage.users import User


async def on_start(message: Message, user: User, chat: Chat, texts: Texts, catalog: ModelCatalog, menu: Menu) -> None:
    parts = [texts("start-hello", name=user.name), texts("start-try")]
    if user.role.is_admin:
        parts.append(texts("start-admin"))
    if await catalog.default() is None:
        parts.append(texts("start-no-model"))
    await message.answer("\n\n".join(parts), reply_markup=markup(language_rows(texts)))
    if chat.is_private:
        await menu.show_to(user)  # an admin's own menu can be set only once they have written


COMMAND = SlashCommand("start", on_start)
