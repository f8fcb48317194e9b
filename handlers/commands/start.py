"""/start: who I am and what to try."""

from aiogram.types import Message

from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.commands.language import language_rows
from handlers.ui.keyboards import markup
from inference.catalog import ModelCatalog
from storage.users import User


async def on_start(message: Message, user: User, texts: Texts, catalog: ModelCatalog) -> None:
    parts = [texts("start-hello", name=user.name), texts("start-try")]
    if user.role.is_admin:
        parts.append(texts("start-admin"))
    if await catalog.default() is None:
        parts.append(texts("start-no-model"))
    await message.answer("\n\n".join(parts), reply_markup=markup(language_rows(texts)))


COMMAND = SlashCommand("start", on_start, is_in_menu=False)
