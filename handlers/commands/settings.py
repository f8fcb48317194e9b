"""/settings: this chat's settings by buttons; `/settings Europe/Berlin` sets any time zone."""

from aiogram import Bot
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from agents.runner import AgentRunner
from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.moments import zone_label
from core.zones import ZONES, find_zone
from handlers.command import SlashCommand
from handlers.commands.agent import agent_screen
from handlers.commands.language import language_rows
from handlers.model_desk import ModelDesk
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import in_rows, markup
from handlers.ui.presses import redraw
from storage.chats import Chat, Chats
from storage.users import User, Users

TRANSPORTS = ("auto", "draft", "edit", "off")
LAYOUTS = ("auto", "rich", "plain")


async def on_settings(
    message: Message, command: CommandObject, user: User, chat: Chat, texts: Texts, users: Users, model_desk: ModelDesk
) -> None:
    if command.args:
        user = await users.set_time_zone(user.id, find_zone(command.args))
    text, rows = await _overview(user, chat, texts, model_desk)
    await message.answer(text, reply_markup=markup(rows))


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
    model_desk: ModelDesk,
    runner: AgentRunner,
) -> None:
    match arguments:
        case ("zone", zone):
            user = await users.set_time_zone(user.id, find_zone(zone))
        case ("transport", transport) if transport in TRANSPORTS:
            await require_settings_rights(bot, chat, user)
            await chats.update_settings(chat.id, transport=transport)
        case ("layout", layout) if layout in LAYOUTS:
            await require_settings_rights(bot, chat, user)
            await chats.update_settings(chat.id, layout=layout)
        case (page,):
            await redraw(query, *await _page(page, user, chat, texts, model_desk, runner))
            return
    fresh = await chats.get(chat.id)
    await redraw(query, *await _overview(user, fresh or chat, texts, model_desk))


async def _overview(user: User, chat: Chat, texts: Texts, model_desk: ModelDesk) -> tuple[str, Rows]:
    settings = chat.settings
    text = texts(
        "settings-now",
        language=texts("language-name"),
        zone=zone_label(user.time_zone),
        model=await model_desk.answering(chat, texts),
        agent=texts(f"agent-{settings.agent}") if settings.agent else texts("agent-automatic"),
        transport=texts(f"transport-{settings.transport}"),
        layout=texts(f"layout-{settings.layout}"),
    )
    pages = ("language", "zone", "model", "agent", "transport", "layout")
    return text, in_rows([Button(texts(f"settings-{page}"), encode("settings", page)) for page in pages], 2)


async def _page(
    page: str, user: User, chat: Chat, texts: Texts, model_desk: ModelDesk, runner: AgentRunner
) -> tuple[str, Rows]:
    back = ((Button(texts("button-back"), encode("settings", "overview")),),)
    match page:
        case "language":
            return texts("language-choose"), language_rows(texts) + back
        case "zone":
            return texts("settings-zone-choose"), zone_rows() + back
        case "model":
            text, rows = await model_desk.screen(user, chat, texts)
            return text, rows + back
        case "agent":
            text, rows = agent_screen(chat.settings.agent, user, texts, runner)
            return text, rows + back
        case "transport" | "layout":
            names = TRANSPORTS if page == "transport" else LAYOUTS
            buttons = [Button(texts(f"{page}-{name}"), encode("settings", page, name)) for name in names]
            return texts(f"settings-{page}-choose"), in_rows(buttons, 1) + back
    return await _overview(user, chat, texts, model_desk)


COMMAND = SlashCommand("settings", on_settings, press=on_press)
