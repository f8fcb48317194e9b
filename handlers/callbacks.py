"""Buttons that belong to no slash command: those of answers, approvals, and the door."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery

from core.errors import UserError
from core.i18n import Texts
from core.ids import ApprovalId, ChatId, UpdateId, UserId
from handlers.answering import Answerer, Asker
from handlers.doorkeeper import Doorkeeper
from handlers.ratings import on_rate, on_reaction
from handlers.turn_controls import on_again, on_follow, on_stop, on_stop_all
from handlers.ui.place import place_of
from handlers.ui.presses import Press, acknowledge, pressed_message, redraw
from storage.approvals import Approvals
from storage.chats import Chat
from storage.users import User

Redo = Callable[[UpdateId, UserId], Awaitable[bool]]
"""Handles an interrupted update of this person once more; False when that is no longer possible."""


def build_router() -> Router:
    router = Router(name="callbacks")
    router.callback_query.register(on_stop, Press("stop"))
    router.callback_query.register(on_stop_all, Press("stopall"))
    router.callback_query.register(on_again, Press("again"))
    router.callback_query.register(on_follow, Press("follow"))
    router.callback_query.register(on_rate, Press("rate"))
    router.message_reaction.register(on_reaction)
    router.callback_query.register(on_redo, Press("redo"))
    router.callback_query.register(on_approval, Press("approval"))
    router.callback_query.register(on_door, Press("door"))
    router.callback_query.register(on_old_button)
    return router


async def on_redo(query: CallbackQuery, arguments: tuple[str, ...], user: User, texts: Texts, redo: Redo) -> None:
    """Retry of an update whose handling a crash cut off."""
    await acknowledge(query)
    if not await redo(UpdateId(int(arguments[0])), user.id):
        raise UserError("error-old-button")
    await redraw(query, texts("interrupted-again"))


async def on_approval(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    chat: Chat,
    texts: Texts,
    approvals: Approvals,
    answerer: Answerer,
    update_id: UpdateId,
) -> None:
    """Yes or no to what a tool wants to do; once, and only by the person who asked."""
    await acknowledge(query)
    verdict, id = arguments
    approval = await approvals.take(ApprovalId(int(id)), user.id, f"update:{update_id}")
    if approval is None:
        raise UserError("error-old-button")
    question = pressed_message(query).text or ""
    await redraw(query, f"{question}\n\n{texts('approval-allowed' if verdict == 'yes' else 'approval-cancelled')}")
    if verdict != "yes":
        return
    await answerer.carry_out(approval, Asker(user, chat, place_of(pressed_message(query)), texts))


async def on_door(
    query: CallbackQuery, arguments: tuple[str, ...], user: User, texts: Texts, doorkeeper: Doorkeeper
) -> None:
    """An admin lets a person or a group in, or not."""
    if not user.role.is_admin:
        raise UserError("error-admins-only")
    kind, verdict, id = arguments
    is_welcome = verdict == "yes"
    await acknowledge(query)
    if kind == "user":
        await doorkeeper.decide_person(UserId(int(id)), is_welcome=is_welcome)
    else:
        await doorkeeper.decide_chat(ChatId(int(id)), is_welcome=is_welcome)
    text = pressed_message(query).text or ""
    await redraw(query, f"{text}\n\n{texts('access-approved' if is_welcome else 'access-refused')}")


async def on_old_button(query: CallbackQuery, texts: Texts) -> None:
    await acknowledge(query, texts("error-old-button"))
