"""/digest <channel> <time>: once a day, what the channel wrote; without arguments the digests of this person."""

import re
from datetime import time

from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from agents.orders import Order, set_digest
from core.buttons import Button, Rows, encode
from core.clock import Clock
from core.errors import UserError
from core.i18n import Texts
from core.ids import DigestId, UpdateId
from core.moments import zone_label
from forwarding.rules import RuleBook
from handlers.command import SlashCommand
from handlers.ui.keyboards import in_rows, markup
from handlers.ui.pages import page_start, short, turning
from handlers.ui.place import place_of
from handlers.ui.presses import redraw
from storage.chats import Chat
from storage.digests import Digests
from storage.users import Role, User

PAGE = 20
SHOWN_LENGTH = 60


async def on_digest(
    message: Message,
    command: CommandObject,
    user: User,
    chat: Chat,
    texts: Texts,
    update_id: UpdateId,
    rulebook: RuleBook,
    digests: Digests,
    clock: Clock,
) -> None:
    if not command.args:
        text, rows = await _list(user, chat, texts, digests, 0)
        await message.answer(text, reply_markup=markup(rows))
        return
    channel, at = read_arguments(command.args)
    source = await rulebook.resolve(channel)
    order = Order(user.id, chat.id, place_of(message).topic, texts.language, user.time_zone, f"update:{update_id}")
    digest = await set_digest(order, digests, clock, source, at)
    cancel = Button(texts("button-cancel"), encode("digest", "cancel", digest.id))
    await message.answer(
        texts("digest-saved", channel=source.title, time=f"{at:%H:%M}", zone=zone_label(user.time_zone)),
        reply_markup=markup(((cancel,),)),
    )


def read_arguments(arguments: str) -> tuple[str, time]:
    """The channel and the time of day.

    Raises:
        UserError: the usage.
    """
    found = re.fullmatch(r"(\S+)\s+(?:at\s+|в\s+)?(\d{1,2})(?:[:.](\d\d))?", arguments.strip(), re.IGNORECASE)
    if found is None:
        raise UserError("usage-digest")
    hour, minute = int(found[2]), int(found[3] or 0)
    if hour > 23 or minute > 59:
        raise UserError("usage-digest")
    return found[1], time(hour, minute)


async def on_press(
    query: CallbackQuery, arguments: tuple[str, ...], user: User, chat: Chat, texts: Texts, digests: Digests
) -> str | None:
    match arguments:
        case ("page", start, owner):
            if owner != str(user.id):
                raise UserError("error-not-yours")
            await redraw(query, *await _list(user, chat, texts, digests, int(start)))
            return None
        case ("cancel", id, *place):
            if not await digests.cancel(DigestId(int(id)), user.id):
                raise UserError("error-old-button")
            await redraw(query, *await _list(user, chat, texts, digests, int(place[0]) if place else 0))
            return texts("digest-cancelled")
    raise UserError("error-old-button")


async def _list(user: User, chat: Chat, texts: Texts, digests: Digests, place: int) -> tuple[str, Rows]:
    """In private all of the person's, in a group only those that come there."""
    mine = [each for each in await digests.of(user.id) if chat.is_private or each.chat == chat.id]
    if not mine:
        return f"{texts('digest-none')}\n\n{texts('usage-digest')}", ()
    start = page_start(place, len(mine), PAGE)
    shown = list(enumerate(mine[start : start + PAGE], start + 1))
    lines = [
        f"{number}. {short(item.title, SHOWN_LENGTH)} — {item.at:%H:%M} ({zone_label(item.time_zone)})"
        for number, item in shown
    ]
    buttons = [Button(f"✕ {number}", encode("digest", "cancel", item.id, start)) for number, item in shown]
    rows = in_rows(buttons, 4) + turning("digest", start, len(mine), PAGE, user.id)
    return "\n".join([texts("digest-list", count=len(mine)), *lines]), rows


COMMAND = SlashCommand("digest", on_digest, role=Role.ADMIN, press=on_press)
