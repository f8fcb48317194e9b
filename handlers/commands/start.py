"""/start: who I am and what to try; for admins also who waits, because nobody could be told before their first word."""

from aiogram.types import Message

from core.config import Settings
from core.i18n import Texts
from handlers.abilities import senses
from handlers.command import SlashCommand
from handlers.commands.language import language_rows
from handlers.doorkeeper import Doorkeeper, door_notices
from handlers.menu import Menu
from handlers.ui.keyboards import markup
from inference.catalog import ModelCatalog
from inference.warmup import Warmup
from storage.chats import Chat
from storage.users import User


async def on_start(
    message: Message,
    user: User,
    chat: Chat,
    texts: Texts,
    settings: Settings,
    catalog: ModelCatalog,
    warmup: Warmup,
    menu: Menu,
    doorkeeper: Doorkeeper,
) -> None:
    warmup.soon(chat.settings.model)
    found, has_model = await senses(settings, catalog), await catalog.default() is not None
    tried = texts("start-try", model="yes" if has_model else "no", **found)
    parts = [texts("start-hello", name=user.name, **found), tried]
    if user.role.is_admin:
        parts.append(texts("start-admin"))
    if not has_model:
        parts.append(texts("start-no-model"))
    await message.answer("\n\n".join(parts), reply_markup=markup(language_rows(texts)))
    if chat.is_private:
        await menu.show_to(user)  # an admin's own menu can be set only once they have written
    if chat.is_private and user.role.is_admin:
        for text, rows in door_notices(await doorkeeper.waiting(), texts):
            await message.answer(text, reply_markup=markup(rows))


COMMAND = SlashCommand("start", on_start)
