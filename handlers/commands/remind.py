"""/remind <when> <what>: I write to you then; without arguments your reminders, to cancel by button."""

from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from agents.orders import Order, set_reminder
from core.buttons import Button, Rows, encode
from core.clock import Clock
from core.errors import UserError
from core.i18n import Texts
from core.ids import ReminderId, UpdateId
from core.moments import again, due_moment, local_moment, zone_label
from core.recurrence import parse_when
from handlers.command import SlashCommand
from handlers.commands.settings import zone_rows
from handlers.ui.keyboards import in_rows, markup
from handlers.ui.pages import page_start, short, turning
from handlers.ui.place import place_of
from handlers.ui.presses import pressed_message, redraw
from storage.chats import Chat
from storage.reminders import Reminder, Reminders
from storage.users import NO_ZONE, User

PAGE = 20
SHOWN_LENGTH = 60


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
        text, rows = await listed(user, chat, texts, reminders, 0)
        await message.answer(text, reply_markup=markup(rows))
        return
    when, what = parse_when(command.args, clock.now(), user.time_zone, texts.language)
    if not what:
        raise UserError("usage-remind")
    had = await reminders.of(user.id)
    order = Order(user.id, chat.id, place_of(message).topic, texts.language, user.time_zone, f"update:{update_id}")
    reminder = await set_reminder(order, reminders, when, what)
    text, rows = confirmation(reminder, texts)
    if user.time_zone == NO_ZONE and not had:
        text = f"{text}\n\n{texts('remind-zone-unknown')}"
        rows += ((Button(texts("settings-zone-choose-button"), encode("remind", "zone")),),)
    await message.answer(text, reply_markup=markup(rows))


def confirmation(reminder: Reminder, texts: Texts) -> tuple[str, Rows]:
    when, zone = reminder.when, zone_label(reminder.when.zone)
    if when.every:
        first = local_moment(when.at, when.zone, texts, "day")
        text = texts("remind-saved-again", when=again(when, texts), first=first, zone=zone, text=reminder.text)
    else:
        text = texts("remind-saved", when=local_moment(when.at, when.zone, texts), zone=zone, text=reminder.text)
    return text, ((Button(texts("button-cancel"), encode("remind", "cancel", reminder.id)),),)


async def on_press(
    query: CallbackQuery, arguments: tuple[str, ...], user: User, chat: Chat, texts: Texts, reminders: Reminders
) -> str | None:
    match arguments:
        case ("zone",):
            await pressed_message(query).answer(texts("settings-zone-choose"), reply_markup=markup(zone_rows()))
            return None
        case ("page", start, owner):
            if owner != str(user.id):
                raise UserError("error-not-yours")
            await redraw(query, *await listed(user, chat, texts, reminders, int(start)))
            return None
        case ("cancel", id, *place):
            if not await reminders.cancel(ReminderId(int(id)), user.id):
                raise UserError("error-old-button")
            await redraw(query, *await listed(user, chat, texts, reminders, int(place[0]) if place else 0))
            return texts("remind-cancelled")
    raise UserError("error-old-button")


async def listed(user: User, chat: Chat, texts: Texts, reminders: Reminders, place: int) -> tuple[str, Rows]:
    """In private all of the person's, in a group only those that are to be said there."""
    mine = [each for each in await reminders.of(user.id) if chat.is_private or each.chat == chat.id]
    if not mine:
        return f"{texts('remind-none')}\n\n{texts('usage-remind')}", ()
    start = page_start(place, len(mine), PAGE)
    shown = list(enumerate(mine[start : start + PAGE], start + 1))
    lines = [f"{number}. {_due(item, user, texts)} — {short(item.text, SHOWN_LENGTH)}" for number, item in shown]
    buttons = [Button(f"✕ {number}", encode("remind", "cancel", item.id, start)) for number, item in shown]
    title = texts("remind-list", count=len(mine), zone=zone_label(user.time_zone))
    rows = in_rows(buttons, 4) + turning("remind", start, len(mine), PAGE, user.id)
    return "\n".join([title, *lines]), rows


def _due(reminder: Reminder, user: User, texts: Texts) -> str:
    return due_moment(reminder.due or reminder.when.at, reminder.when, user.time_zone, texts)


COMMAND = SlashCommand("remind", on_remind, press=on_press)
