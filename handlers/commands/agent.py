"""/agent: who answers in this chat; left alone, I choose by what is asked."""

from aiogram import Bot
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from agents.runner import AgentRunner
from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import in_rows, marked, markup
from handlers.ui.pages import short
from handlers.ui.presses import redraw
from storage.chats import Chat, Chats
from storage.users import User

AUTOMATIC = "auto"
NAME = 60


async def on_agent(
    message: Message,
    command: CommandObject,
    user: User,
    chat: Chat,
    bot: Bot,
    texts: Texts,
    chats: Chats,
    runner: AgentRunner,
) -> None:
    words, chosen, lines = (command.args or "").strip(), chat.settings.agent, []
    if words:
        named = _named(words, user, texts, runner)
        if named is None:
            lines.append(texts("no-such-name", name=short(words, NAME)))
        else:
            await require_settings_rights(bot, chat, user)
            chosen = (await chats.update_settings(chat.id, agent=named)).agent
    text, rows = agent_screen(chosen, user, texts, runner)
    await message.answer("\n\n".join((*lines, text)), reply_markup=markup(rows))


def _named(words: str, user: User, texts: Texts, runner: AgentRunner) -> str | None:
    """The agent's name by what a person writes, empty for the automatic choice; None when there is none of it."""
    wanted = words.lower()
    if wanted in (AUTOMATIC, texts("model-automatic"), texts("agent-automatic").lower()):
        return ""
    return next((name for name in _names(user, runner) if wanted in (name, texts(f"agent-{name}").lower())), None)


def agent_screen(chosen: str, user: User, texts: Texts, runner: AgentRunner) -> tuple[str, Rows]:
    """Who can answer and what each is good at, with a button for each."""
    names = _names(user, runner)
    lines = [texts("agent-line", agent=texts(f"agent-{name}"), about=texts(f"agent-{name}-about")) for name in names]
    buttons = [_button(texts("agent-automatic"), AUTOMATIC, not chosen)]
    buttons += [_button(texts(f"agent-{name}"), name, name == chosen) for name in names]
    now = texts(f"agent-{chosen}") if chosen in names else texts("agent-automatic")
    parts = [texts("agent-now", agent=now), "\n".join(lines), texts("choose-hint", example=f"/agent {names[0]}")]
    return "\n\n".join(parts), in_rows(buttons, 2)


async def on_choice(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    chat: Chat,
    bot: Bot,
    texts: Texts,
    chats: Chats,
    runner: AgentRunner,
) -> None:
    await require_settings_rights(bot, chat, user)
    (name,) = arguments
    if name not in (AUTOMATIC, *_names(user, runner)):
        raise UserError("error-old-button")
    settings = await chats.update_settings(chat.id, agent="" if name == AUTOMATIC else name)
    text, rows = agent_screen(settings.agent, user, texts, runner)
    await redraw(query, text, rows)


def _names(user: User, runner: AgentRunner) -> list[str]:
    return [agent.name for agent in runner.agents() if user.role.is_admin or not agent.is_for_admins]


def _button(text: str, name: str, is_chosen: bool) -> Button:
    return Button(marked(text, is_chosen), encode("agent", name))


COMMAND = SlashCommand("agent", on_agent, press=on_choice)
