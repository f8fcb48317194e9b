"""/memory: what I remember about you (or this group): list, search, forget."""

from aiogram import Bot
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from core.ids import RecordId
from handlers.command import SlashCommand
from handlers.rights import require_settings_rights
from handlers.ui.keyboards import in_rows, markup
from handlers.ui.pages import short
from handlers.ui.presses import redraw
from memory.labels import said_in
from memory.store import MemoryRecord, MemoryStore, Owner, owner_of_chat, owner_of_user
from storage.chats import Chat
from storage.users import User

PAGE = 8
SHOWN_LENGTH = 200
NAME_LENGTH = 60


def owner_of(user: User, chat: Chat) -> Owner:
    """In private your own memory, in a group the group's."""
    return owner_of_user(user.id) if chat.is_private else owner_of_chat(chat.id)


async def on_memory(
    message: Message, command: CommandObject, user: User, chat: Chat, texts: Texts, memory: MemoryStore
) -> None:
    owner = owner_of(user, chat)
    if command.args:
        found = [recollection.record for recollection in await memory.recall(owner, command.args, PAGE)]
        text = _listed(texts("memory-found", count=len(found)), found, 0, texts)
        await message.answer(text, reply_markup=markup(_forget_rows(found, 0)))
        return
    text, rows = await _page(owner, 0, texts, memory)
    await message.answer(text, reply_markup=markup(rows))


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    memory: MemoryStore,
) -> str | None:
    owner = owner_of(user, chat)
    if arguments[0] != "page":
        await require_settings_rights(bot, chat, user)
    toast, offset = None, 0
    match arguments:
        case ("page", start):
            offset = max(0, int(start))
        case ("forget", id):
            if not await memory.forget(owner, RecordId(int(id))):
                raise UserError("error-old-button")
            toast = texts("memory-forgotten", count=1)
        case ("all",):
            await redraw(query, texts("memory-forget-all-sure"), _sure_rows(texts))
            return None
        case ("all", "yes"):
            toast = texts("memory-forgotten", count=await memory.forget_all(owner))
    await redraw(query, *await _page(owner, offset, texts, memory))
    return toast


async def _page(owner: Owner, offset: int, texts: Texts, memory: MemoryStore) -> tuple[str, Rows]:
    records = await memory.page(owner, PAGE, offset)
    total = await memory.count(owner)
    if not records:
        return texts("memory-empty"), ()
    turning = []
    if offset:
        turning.append(Button("←", encode("memory", "page", max(0, offset - PAGE))))
    if offset + PAGE < total:
        turning.append(Button("→", encode("memory", "page", offset + PAGE)))
    rows = _forget_rows(records, offset)
    if turning:
        rows += (tuple(turning),)
    rows += ((Button(texts("memory-forget-all"), encode("memory", "all")),),)
    return _listed(texts("memory-list", count=total), records, offset, texts), rows


def _listed(title: str, records: list[MemoryRecord], offset: int, texts: Texts) -> str:
    lines = [f"{number}. {line(record, texts)}" for number, record in enumerate(records, offset + 1)]
    return "\n".join([title, *lines])


def line(record: MemoryRecord, texts: Texts) -> str:
    """What is remembered; a document's piece after the name of its file and the page."""
    if record.kind != "document":
        return short(record.text, SHOWN_LENGTH)
    label, _, text = said_in(record, texts).removeprefix("[").partition("]\n")
    return f"📄 {short(label, NAME_LENGTH)}: {short(text, SHOWN_LENGTH)}"


def _forget_rows(records: list[MemoryRecord], offset: int) -> Rows:
    buttons = [
        Button(f"✕ {number}", encode("memory", "forget", record.id))
        for number, record in enumerate(records, offset + 1)
    ]
    return in_rows(buttons, 4)


def _sure_rows(texts: Texts) -> Rows:
    yes = Button(texts("memory-forget-all-yes"), encode("memory", "all", "yes"))
    return ((yes, Button(texts("button-cancel"), encode("memory", "page", 0))),)


COMMAND = SlashCommand("memory", on_memory, press=on_press)
