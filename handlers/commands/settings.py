"""/settings: this chat's settings by buttons; `/settings Europe/Berlin` sets any time zone."""

from zoneinfo import available_timezones

from aiogram import Bot
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from agents.runner import AgentRunner
from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.commands.agent import agent_screen
from handlers.commands.language import language_rows
from handlers.commands.model import model_screen
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import in_rows, markup
from handlers.ui.presses import redraw
from inference.catalog import ModelCatalog
from storage.chats import Chat, Chats, ChatSettings
from storage.users import User, Users

ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Asia/Tbilisi",
    "Asia/Almaty",
    "Asia/Yekaterinburg",
    "Asia/Novosibirsk",
    "Asia/Vladivostok",
    "America/New_York",
)
"""Offered by buttons; any other is taken by name."""
TRANSPORTS = ("auto", "draft", "edit", "off")


async def on_settings(
    message: Message, command: CommandObject, user: User, chat: Chat, texts: Texts, users: Users, catalog: ModelCatalog
) -> None:
    if command.args:
        user = await users.set_time_zone(user.id, find_zone(command.args))
    text, rows = await _overview(user, chat.settings, texts, catalog)
    await message.answer(text, reply_markup=markup(rows))


def find_zone(name: str) -> str:
    """The IANA name, in any case.

    Raises:
        UserError: there is no such zone.
    """
    wanted = name.strip().replace(" ", "_").lower()
    for zone in available_timezones():
        if zone.lower() == wanted:
            return zone
    raise UserError("error-time-zone-unknown", zone=name.strip())


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    chat: Chat,
    bot: Bot,
    texts: Texts,
    users: Users,
    chats: Chats,
    catalog: ModelCatalog,
    runner: AgentRunner,
) -> None:
    match arguments:
        case ("zone", zone):
            user = await users.set_time_zone(user.id, find_zone(zone))
        case ("transport", transport) if transport in TRANSPORTS:
            await require_settings_rights(bot, chat, user)
            await chats.update_settings(chat.id, transport=transport)
        case (page,):
            await redraw(query, *await _page(page, user, chat, texts, catalog, runner))
            return
    fresh = await chats.get(chat.id)
    await redraw(query, *await _overview(user, fresh.settings if fresh else chat.settings, texts, catalog))


async def _overview(user: User, settings: ChatSettings, texts: Texts, catalog: ModelCatalog) -> tuple[str, Rows]:
    text = texts(
        "settings-now",
        language=texts("language-name"),
        zone=user.time_zone,
        model=settings.model or await catalog.default() or texts("settings-no-model"),
        agent=texts(f"agent-{settings.agent}") if settings.agent else texts("agent-automatic"),
        transport=texts(f"transport-{settings.transport}"),
    )
    pages = ("language", "zone", "model", "agent", "transport")
    return text, in_rows([Button(texts(f"settings-{page}"), encode("settings", page)) for page in pages], 2)


async def _page(
    page: str, user: User, chat: Chat, texts: Texts, catalog: ModelCatalog, runner: AgentRunner
) -> tuple[str, Rows]:
    back = ((Button(texts("button-back"), encode("settings", "overview")),),)
    match page:
        case "language":
            return texts("language-choose"), language_rows(texts) + back
        case "zone":
            buttons = [Button(zone, encode("settings", "zone", zone)) for zone in ZONES]
            return texts("settings-zone-choose"), in_rows(buttons, 2) + back
        case "model":
            text, rows = await model_screen(chat.settings.model, texts, catalog)
            return text, rows + back
        case "agent":
            text, rows = agent_screen(chat.settings.agent, user, texts, runner)
            return text, rows + back
        case "transport":
            buttons = [Button(texts(f"transport-{name}"), encode("settings", "transport", name)) for name in TRANSPORTS]
            return texts("settings-transport-choose"), in_rows(buttons, 1) + back
    return await _overview(user, chat.settings, texts, catalog)


COMMAND = SlashCommand("settings", on_settings, press=on_press)
