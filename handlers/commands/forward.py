"""/forward: the rules by which posts travel: made in one line or step by step, changed by buttons."""

from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import DeliveryId, RuleId, UpdateId
from forwarding.forecast import Forecasts
from forwarding.forwarder import Forwarder
from forwarding.history_desk import HistoryDesk
from forwarding.rules import RuleBook
from handlers import rule_edits, rule_history, rule_steps, rule_wizard
from handlers.command import SlashCommand
from handlers.rule_desk import Editing, RuleDesk, list_rules
from handlers.rule_wizard import Wizard, cancel, create_rule, read_arguments, tell_saved
from handlers.ui.keyboards import markup
from handlers.ui.presses import pressed_message, redraw
from storage.outbox import Outbox
from storage.users import Role, User, Users


async def on_forward(
    message: Message,
    command: CommandObject,
    user: User,
    texts: Texts,
    update_id: UpdateId,
    rulebook: RuleBook,
    forecasts: Forecasts,
    histories: HistoryDesk,
) -> None:
    if not command.args:
        text, rows = await list_rules(user, texts, rulebook, forecasts)
        await message.answer(text, reply_markup=markup(rows))
        return
    if rule_history.wants_history(command.args):
        await rule_history.on_history(message, command.args, user, texts, rulebook, histories=histories)
        return
    source, destination, words = read_arguments(command.args)
    rule = await create_rule(source, destination, words, user, update_id, rulebook)
    await tell_saved(message, rule, texts)


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    texts: Texts,
    update_id: UpdateId,
    rulebook: RuleBook,
    forwarder: Forwarder,
    outbox: Outbox,
    users: Users,
    forecasts: Forecasts,
    state: FSMContext,
    histories: HistoryDesk,
) -> str | None:
    desk = RuleDesk(user, texts, state, update_id, rulebook, users, outbox, forecasts, histories)
    match arguments:
        case ("resend", id):
            return texts("forward-resent" if await outbox.resend(DeliveryId(int(id))) else "forward-resent-before")
        case ("held", id):
            return texts("forward-held-released", count=await forwarder.retry_held(RuleId(int(id))))
        case ("new",):
            await state.set_state(Wizard.source)
            await pressed_message(query).answer(texts("forward-ask-source"), reply_markup=markup(cancel(texts)))
        case ("cancel",):
            await state.clear()
            await redraw(query, texts("forward-cancelled"))
        case ("list", *start):
            await redraw(query, *await desk.list(int(start[0]) if start else 0))
        case ("history", id, *rest):
            return await rule_history.press(query, await desk.rule(id), tuple(rest), desk)
        case (action, id, *rest):
            return await rule_edits.press(query, action, id, tuple(rest), desk)
        case _:
            raise UserError("error-old-button")
    return None


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
    ),
)
