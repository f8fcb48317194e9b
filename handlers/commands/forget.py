"""/forget: take back the last question, this conversation, or everything that was said here."""

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from agents.runner import AgentRunner
from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.ids import ThreadId
from handlers.command import SlashCommand
from handlers.commands.memory import owner_of
from handlers.rights import is_in_charge, require_settings_rights
from handlers.ui.keyboards import markup
from handlers.ui.place import place_of
from handlers.ui.presses import pressed_message, redraw
from memory.store import MemoryStore
from storage.chats import Chat
from storage.erasure import Erasure
from storage.turns import Turns
from storage.users import User


async def on_forget(message: Message, texts: Texts, chat: Chat) -> None:
    rows = _rows(("last", "conversation", "all"), texts, chat)
    await message.answer(texts("forget-choose"), reply_markup=markup(rows))


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    runner: AgentRunner,
    turns: Turns,
    erasure: Erasure,
    memory: MemoryStore,
) -> str | None:
    """The last question at once, more only after another press; in a group administrators alone take back more."""
    thread = place_of(pressed_message(query)).thread
    match arguments:
        case ("last",):
            return await _forget_last(query, bot, user, chat, texts, runner, turns, erasure, memory)
        case ("no",):
            await redraw(query, texts("forget-nothing-done"))
        case (scope,):
            await require_settings_rights(bot, chat, user)
            await redraw(query, texts(_key("sure", scope, chat)), _sure(scope, texts))
        case (scope, "yes"):
            await require_settings_rights(bot, chat, user)
            for turn in reversed(runner.unanswered(thread)):
                await runner.end(thread, turn.id)
            count = await _forget(scope, thread, chat, user, erasure, memory)
            await redraw(query, texts(_key("done", scope, chat), count=count))
    return None


async def _forget_last(
    query: CallbackQuery,
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    runner: AgentRunner,
    turns: Turns,
    erasure: Erasure,
    memory: MemoryStore,
) -> str | None:
    last = await turns.last(place_of(pressed_message(query)).thread)
    if last is None:
        return texts("forget-nothing-there")
    if last.user != user.id and not await is_in_charge(bot, chat, user):
        return texts("error-not-yours")
    await runner.end(last.thread, last.id)
    owner = owner_of(user, chat)
    await memory.forget_sources(owner, await erasure.turn(last, owner))
    await redraw(query, texts("forget-done-last"))
    return None


async def _forget(scope: str, thread: ThreadId, chat: Chat, user: User, erasure: Erasure, memory: MemoryStore) -> int:
    """How many questions were taken back."""
    owner = owner_of(user, chat)
    if scope == "conversation":
        sources = await erasure.conversation(thread, owner)
        await memory.forget_sources(owner, sources)
        return len(sources)
    sources = await erasure.chat(chat.id, owner)
    await memory.forget_all(owner)
    return len(sources)


def _rows(scopes: tuple[str, ...], texts: Texts, chat: Chat) -> Rows:
    choices = tuple((Button(texts(_key("button", scope, chat)), encode("forget", scope)),) for scope in scopes)
    return (*choices, (Button(texts("button-cancel"), encode("forget", "no")),))


def _sure(scope: str, texts: Texts) -> Rows:
    yes = Button(texts("forget-yes"), encode("forget", scope, "yes"))
    return ((yes, Button(texts("button-cancel"), encode("forget", "no"))),)


def _key(stem: str, scope: str, chat: Chat) -> str:
    """Everything takes the memory along, which in a group is another one."""
    return f"forget-{stem}-{scope}" + ("-group" if scope == "all" and not chat.is_private else "")


COMMAND = SlashCommand("forget", on_forget, press=on_press)
