"""/export: what was said here, as a file."""

from dataclasses import replace

from aiogram import Bot
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.clock import Clock
from core.i18n import Texts
from handlers.choices import Choices
from handlers.command import SlashCommand
from handlers.exports import as_json, as_markdown
from handlers.ui.keyboards import markup
from handlers.ui.place import place_of
from handlers.ui.presses import pressed_message
from storage.chats import Chat
from storage.turns import Turns
from storage.users import User


async def on_export(message: Message, texts: Texts, turns: Turns) -> None:
    """Offers what there is; a group's thread is the group's, and nothing else is in it."""
    thread = place_of(message).thread
    now, ever = len(await turns.asked(thread)), len(await turns.asked(thread, is_all=True))
    if not ever:
        await message.answer(texts("export-empty"))
        return
    text = texts("export-offer", now=now, ever=ever)
    await message.answer(text, reply_markup=markup(_rows(texts, has_now=bool(now), has_more=ever > now)))


def _rows(texts: Texts, *, has_now: bool, has_more: bool) -> Rows:
    scopes = [scope for scope, is_there in (("now", has_now), ("all", has_more)) if is_there]
    return tuple(
        tuple(
            Button(texts(f"export-button-{scope}", kind=kind), encode("export", scope, kind.lower()))
            for kind in ("Markdown", "JSON")
        )
        for scope in scopes
    )


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    chat: Chat,
    texts: Texts,
    turns: Turns,
    choices: Choices,
    clock: Clock,
) -> str | None:
    """While the chat takes part in an experiment between models the file does not tell which one answered."""
    scope, kind = arguments
    place = place_of(pressed_message(query))
    found = await turns.asked(place.thread, is_all=scope == "all")
    if not found:
        return texts("export-empty")
    if await choices.is_blind(chat):
        found = [replace(turn, model="") for turn in found]
    title = texts("export-title", date=f"{clock.now():%Y-%m-%d}")
    is_json = kind == "json"
    text = as_json(found, title) if is_json else as_markdown(found, title, user.time_zone, texts)
    file = BufferedInputFile(text.encode(), f"{title}.{'json' if is_json else 'md'}")
    await bot.send_document(place.chat, file, message_thread_id=place.topic)
    return None


COMMAND = SlashCommand("export", on_export, press=on_press)
