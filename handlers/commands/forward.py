"""/forward: the rules by which posts travel: made in one line or step by step, changed by buttons."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import DeliveryId, RuleId, UpdateId
from forwarding.forwarder import Forwarder
from handlers import rule_edits, rule_history, rule_steps, rule_transfer, rule_wizard
from handlers.command import SlashCommand
from handlers.rule_desk import Arguments, Editing, RuleDesk, RuleTools, list_rules
from handlers.rule_transfer import Transfer
from handlers.rule_wizard import Wizard, create_rule, read_arguments, tell_saved
from handlers.ui.keyboards import markup
from storage.outbox import Outbox
from storage.users import Role, User


async def on_forward(
    message: Message, command: CommandObject, user: User, texts: Texts, update_id: UpdateId, rule_tools: RuleTools
) -> None:
    if not command.args:
        text, rows = await list_rules(user, texts, rule_tools)
        await message.answer(text, reply_markup=markup(rows))
        return
    if rule_history.wants_history(command.args):
        await rule_history.on_history(
            message, command.args, user, texts, rule_tools.rulebook, histories=rule_tools.histories
        )
        return
    source, destination, words = read_arguments(command.args)
    rule = await create_rule(source, destination, words, user, update_id, rule_tools.rulebook)
    await tell_saved(message, rule, texts, rule_tools.rulebook)


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    texts: Texts,
    update_id: UpdateId,
    rule_tools: RuleTools,
    forwarder: Forwarder,
    outbox: Outbox,
    state: FSMContext,
) -> str | None:
    desk = RuleDesk(user, texts, state, update_id, rule_tools)
    match arguments:
        case ("resend", id):
            return texts("forward-resent" if await outbox.resend(DeliveryId(int(id))) else "forward-resent-before")
        case ("held", id):
            return texts("forward-held-released", count=await forwarder.retry_held(RuleId(int(id))))
        case ("list", *start):
            await desk.show(query, await desk.list(int(start[0]) if start else 0))
        case (action, *more) if action in BESIDE:
            await BESIDE[action](query, tuple(more), desk)
        case ("history", id, *rest):
            return await rule_history.press(query, await desk.rule(id), tuple(rest), desk)
        case (action, id, *rest):
            return await rule_edits.press(query, action, id, tuple(rest), desk)
        case _:
            raise UserError("error-old-button")
    return None


async def _cancel(query: CallbackQuery, _: Arguments, desk: RuleDesk) -> None:
    await desk.state.clear()
    await desk.show(query, (desk.texts("forward-cancelled"), ()))


BESIDE: Mapping[str, Callable[[CallbackQuery, Arguments, RuleDesk], Awaitable[None]]] = {
    "cancel": _cancel,
    "new": rule_wizard.press_new,
    "later": rule_wizard.press_later,
    "import": rule_transfer.press_import,
    "take": rule_transfer.press_take,
    "exportall": rule_transfer.press_export_all,
}
"""Presses that are about no saved rule."""

COMMAND = SlashCommand(
    "forward",
    on_forward,
    role=Role.ADMIN,
    press=on_press,
    steps=(
        (Wizard.source, rule_wizard.on_source),
        (Wizard.destination, rule_wizard.on_destination),
        (Wizard.words, rule_wizard.on_words),
        (Editing.answer, rule_steps.on_answer),
        (Transfer.file, rule_transfer.on_file),
    ),
)
