"""/remind <when> <what>: I write to you then; without arguments your reminders, to cancel by button."""

from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.clock import Clock
from core.errors import UserError
from core.i18n import Texts
from core.ids import ReminderId, UpdateId
from core.recurrence import parse_when
from handlers.command import SlashCommand
from handlers.ui.keyboards import in_rows, markup
from handlers.ui.moments import local_moment
from handlers.ui.place import place_of
from handlers.ui.presses import redraw
from storage.chats import Chat
from storage.reminders import Reminder, Reminders
from storage.users import User

MAX_OPEN = 100
MAX_TEXT = 1000


async def on_remind(
    message: Message,
    command: CommandObject,
    user: User,
    chat: Chat,
    texts: Texts,
    update_id: UpdateId,
    reminders: Reminders,
    clock: Clock,
) -> None:
    if not command.args:
        text, rows = await _list(user, texts, reminders)
        await message.answer(text, reply_markup=markup(rows))
        return
    when, what = parse_when(command.args, clock.now(), user.time_zone, texts.language)
    if not what:
        raise UserError("usage-remind")
    if len(what) > MAX_TEXT:
        raise UserError("error-reminder-too-long", limit=MAX_TEXT)
    if len(await reminders.of(user.id)) >= MAX_OPEN:
        raise UserError("error-too-many-reminders", limit=MAX_OPEN)
    reminder = await reminders.add(
        user.id,
        chat.id,
        what,
        when,
        key=f"update:{update_id}",
        language=texts.language,
        topic=place_of(message).topic,
    )
    cancel = Button(texts("button-cancel"), encode("remind", "cancel", reminder.id))
    await message.answer(
        texts("remind-saved", when=_moment(reminder, texts), zone=when.zone, text=what),
        reply_markup=markup(((cancel,),)),
    )


async def on_press(
    query: CallbackQuery, arguments: tuple[str, ...], user: User, texts: Texts, reminders: Reminders
) -> str:
    _, id = arguments
    if not await reminders.cancel(ReminderId(int(id)), user.id):
        raise UserError("error-old-button")
    await redraw(query, *await _list(user, texts, reminders))
    return texts("remind-cancelled")


async def _list(user: User, texts: Texts, reminders: Reminders) -> tuple[str, Rows]:
    mine = await reminders.of(user.id)
    if not mine:
        return f"{texts('remind-none')}\n\n{texts('usage-remind')}", ()
    lines = [f"{number}. {_moment(item, texts)} — {item.text}" for number, item in enumerate(mine, 1)]
    buttons = [Button(f"✕ {number}", encode("remind", "cancel", item.id)) for number, item in enumerate(mine, 1)]
    return "\n".join([texts("remind-list", count=len(mine)), *lines])[:4000], in_rows(buttons[:40], 4)


def _moment(reminder: Reminder, texts: Texts) -> str:
    when = reminder.when
    moment = local_moment(reminder.due or when.at, when.zone, texts)
    return f"{moment} ({texts(f'every-{when.every}')})" if when.every else moment


COMMAND = SlashCommand("remind", on_remind, press=on_press)
