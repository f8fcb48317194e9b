"""/model: which model answers in this chat."""

import zlib

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import in_rows, markup
from handlers.ui.presses import redraw
from inference.catalog import ModelCatalog
from storage.chats import Chat, Chats
from storage.users import User

AUTOMATIC = "auto"


async def on_model(message: Message, chat: Chat, texts: Texts, catalog: ModelCatalog) -> None:
    text, rows = await model_screen(chat.settings.model, texts, catalog)
    await message.answer(text, reply_markup=markup(rows))


async def model_screen(chosen: str, texts: Texts, catalog: ModelCatalog) -> tuple[str, Rows]:
    """What answers now, and a button for every model that can chat."""
    default = await catalog.default()
    if default is None:
        return texts("model-none"), ()
    models = [model.name for model in await catalog.list() if model.can_chat]
    buttons = [Button(_marked(name, name == chosen), encode("model", _sign(name))) for name in models]
    automatic = Button(_marked(texts("model-automatic"), not chosen), encode("model", AUTOMATIC))
    return texts("model-now", model=chosen or default), in_rows([automatic, *buttons], 2)


async def on_choice(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    chat: Chat,
    bot: Bot,
    texts: Texts,
    chats: Chats,
    catalog: ModelCatalog,
) -> None:
    await require_settings_rights(bot, chat, user)
    names = {_sign(model.name): model.name for model in await catalog.list() if model.can_chat}
    (sign,) = arguments
    if sign != AUTOMATIC and sign not in names:
        raise UserError("error-old-button")
    settings = await chats.update_settings(chat.id, model=names.get(sign, ""))
    text, rows = await model_screen(settings.model, texts, catalog)
    await redraw(query, text, rows)


def _sign(name: str) -> str:
    """Names hold colons and may be long: a press carries their checksum."""
    return f"{zlib.crc32(name.encode()):08x}"


def _marked(text: str, is_chosen: bool) -> str:
    return f"✓ {text}" if is_chosen else text


COMMAND = SlashCommand("model", on_model, press=on_choice)
