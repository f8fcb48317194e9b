"""/settings: this chat's settings by buttons; `/settings Europe/Berlin` sets any time zone."""

import re
from difflib import get_close_matches
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
from handlers.ui.moments import zone_label
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
    """The IANA name of a zone, a city (in any case) or an offset like UTC+3.

    Raises:
        UserError: there is no such zone, or more than one.
    """
    wanted = "_".join(name.split()).lower()
    if offset := re.fullmatch(r"(?:utc|gmt)_?([+-])_?0?(\d\d?)(?::?00)?", wanted.replace("−", "-")):
        wanted = f"etc/gmt{'-' if offset[1] == '+' else '+'}{offset[2]}"
        wanted = re.sub(r"etc/gmt[+-]0$", "utc", wanted)
    if wanted in {"utc", "gmt"}:
        return "Etc/UTC"
    zones = sorted(available_timezones())
    if found := [zone for zone in zones if zone.lower() == wanted]:
        return found[0]
    cities = [zone for zone in zones if "/" in zone and zone.lower().endswith(f"/{wanted}")]
    if known := [zone for zone in cities if zone in ZONES] or cities[:1] * (len(cities) == 1):
        return known[0]
    raise _unknown(name.strip(), cities or _similar(wanted, zones))


def _similar(wanted: str, zones: list[str]) -> list[str]:
    city = {zone.rpartition("/")[2].lower(): zone for zone in zones if "/" in zone}
    return [city[near] for near in get_close_matches(wanted.rpartition("/")[2], city, n=3, cutoff=0.75)]


def _unknown(name: str, near: list[str]) -> UserError:
    if near:
        return UserError("error-time-zone-near", zone=name, near=", ".join(near[:4]))
    return UserError("error-time-zone-unknown", zone=name)


def zone_rows() -> Rows:
    return in_rows([Button(zone, encode("settings", "zone", zone)) for zone in ZONES], 2)


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
        zone=zone_label(user.time_zone),
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
            return texts("settings-zone-choose"), zone_rows() + back
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
