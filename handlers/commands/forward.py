"""/forward: the rules by which posts travel; in one line, or step by step."""

from dataclasses import dataclass

from aiogram.filters import CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, MessageOriginChannel

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from core.ids import DeliveryId, RuleId, UpdateId
from forwarding.forwarder import Forwarder
from forwarding.rules import Rule, RuleBook, RuleSpec
from forwarding.transports.protocol import ChatInfo
from handlers.command import SlashCommand
from handlers.ui.keyboards import markup
from handlers.ui.presses import pressed_message, redraw
from storage.outbox import Outbox
from storage.users import Role, User


class Wizard(StatesGroup):
    """What is asked, one after the other."""

    source = State()
    destination = State()
    words = State()


@dataclass(frozen=True, slots=True)
class Words:
    """Keywords as a person writes them: `+keep -drop`, with quotes around several words."""

    keep: tuple[str, ...]
    drop: tuple[str, ...]


async def on_forward(
    message: Message,
    command: CommandObject,
    user: User,
    texts: Texts,
    update_id: UpdateId,
    rulebook: RuleBook,
) -> None:
    if not command.args:
        text, rows = await _list(texts, rulebook)
        await message.answer(text, reply_markup=markup(rows))
        return
    source, destination, words = read_arguments(command.args)
    rule = await _create(source, destination, words, user, update_id, rulebook)
    await message.answer(_described(rule, texts, "forward-saved"), reply_markup=markup(_rule_rows(rule, texts)))


def read_arguments(arguments: str) -> tuple[str, str, Words]:
    """Source, destination, keywords.

    Raises:
        UserError: the usage.
    """
    source, _, rest = arguments.strip().partition(" ")
    destination, _, words = rest.strip().partition(" ")
    if not destination or (destination[0] in "+-" and not destination[1:].isdigit()):
        raise UserError("usage-forward")
    return source, destination, read_words(words)


def read_words(text: str) -> Words:
    """`+word` is kept, `-word` dropped; a word without a sign goes on with the one before it.

    Raises:
        UserError: the text begins without a sign.
    """
    keep: list[str] = []
    drop: list[str] = []
    current: list[str] | None = None
    for part in text.replace(",", " ").split():
        if part[0] in "+-" and len(part) > 1:
            current = keep if part[0] == "+" else drop
            current.append(part[1:])
        elif current:
            current[-1] = f"{current[-1]} {part}"
        else:
            raise UserError("usage-forward")
    return Words(tuple(keep), tuple(drop))


async def _create(
    source: str, destination: str, words: Words, user: User, update_id: UpdateId, rulebook: RuleBook
) -> Rule:
    spec = RuleSpec(
        source=(await rulebook.resolve(source)).id,
        destination=(await rulebook.resolve(destination)).id,
        keep=words.keep,
        drop=words.drop,
    )
    return await rulebook.create(spec, user.id, f"update:{update_id}")


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    texts: Texts,
    rulebook: RuleBook,
    forwarder: Forwarder,
    outbox: Outbox,
    state: FSMContext,
) -> str | None:
    match arguments:
        case ("resend", id):
            return texts("forward-resent" if await outbox.resend(DeliveryId(int(id))) else "forward-resent-before")
        case ("held", id):
            return texts("forward-held-released", count=await forwarder.retry_held(RuleId(int(id))))
        case ("new",):
            await state.set_state(Wizard.source)
            await pressed_message(query).answer(texts("forward-ask-source"), reply_markup=markup(_cancel(texts)))
        case ("cancel",):
            await state.clear()
            await redraw(query, texts("forward-cancelled"))
        case ("list",):
            await redraw(query, *await _list(texts, rulebook))
        case (action, id):
            await _act(action, RuleId(int(id)), query, texts, rulebook)
    return None


async def _act(action: str, id: RuleId, query: CallbackQuery, texts: Texts, rulebook: RuleBook) -> None:
    match action:
        case "pause":
            await rulebook.pause(id)
        case "resume":
            await rulebook.resume(id)
        case "delete":
            await rulebook.delete(id)
            await redraw(query, *await _list(texts, rulebook))
            return
    rule = await rulebook.get(id)
    if rule is None:
        raise UserError("error-old-button")
    if action == "sure":
        await redraw(query, texts("forward-delete-sure", rule=rule.name), _sure_rows(rule, texts))
        return
    await redraw(query, _described(rule, texts, "forward-rule"), _rule_rows(rule, texts))


async def on_source(message: Message, texts: Texts, state: FSMContext, rulebook: RuleBook) -> None:
    source = await _resolved(message, texts, rulebook)
    if source is None:
        return
    await state.update_data(source=str(source.id))
    await state.set_state(Wizard.destination)
    await message.answer(texts("forward-ask-destination", source=source.title), reply_markup=markup(_cancel(texts)))


async def on_destination(message: Message, texts: Texts, state: FSMContext, rulebook: RuleBook) -> None:
    destination = await _resolved(message, texts, rulebook)
    if destination is None:
        return
    await state.update_data(destination=str(destination.id))
    await state.set_state(Wizard.words)
    await message.answer(texts("forward-ask-words"), reply_markup=markup(_cancel(texts)))


async def on_words(
    message: Message, user: User, texts: Texts, state: FSMContext, update_id: UpdateId, rulebook: RuleBook
) -> None:
    text = (message.text or "").strip()
    try:
        words = Words((), ()) if text.lower() in ("-", "all", "все", "всё") else read_words(text)
    except UserError:
        await message.answer(texts("forward-ask-words"), reply_markup=markup(_cancel(texts)))
        return
    data = await state.get_data()
    await state.clear()
    rule = await _create(data["source"], data["destination"], words, user, update_id, rulebook)
    await message.answer(_described(rule, texts, "forward-saved"), reply_markup=markup(_rule_rows(rule, texts)))


async def _resolved(message: Message, texts: Texts, rulebook: RuleBook) -> ChatInfo | None:
    """The chat that is meant; None when the person was told why not: the step goes on, and Cancel is at hand."""
    try:
        return await rulebook.resolve(_reference(message))
    except UserError as error:
        await message.answer(texts(error.key, **error.params), reply_markup=markup(_cancel(texts)))
        return None


def _reference(message: Message) -> str:
    """A name, a link, or a post forwarded from the channel."""
    if isinstance(message.forward_origin, MessageOriginChannel):
        return str(message.forward_origin.chat.id)
    return (message.text or "").strip()


async def _list(texts: Texts, rulebook: RuleBook) -> tuple[str, Rows]:
    rules = await rulebook.list()
    new = Button(texts("forward-new"), encode("forward", "new"))
    if not rules:
        return f"{texts('forward-none')}\n\n{texts('usage-forward')}", ((new,),)
    rows = tuple(
        (Button(f"{'⏸' if rule.is_paused else '▶'} {rule.name}", encode("forward", "show", rule.id)),) for rule in rules
    )
    return texts("forward-list", count=len(rules)), (*rows[:50], (new,))


def _described(rule: Rule, texts: Texts, title: str) -> str:
    lines = [texts(title, rule=rule.name)]
    if rule.spec.keep:
        lines.append(texts("forward-keeps", words=", ".join(rule.spec.keep)))
    if rule.spec.drop:
        lines.append(texts("forward-drops", words=", ".join(rule.spec.drop)))
    if not rule.spec.keep and not rule.spec.drop:
        lines.append(texts("forward-everything"))
    if rule.is_paused:
        lines.append(texts("forward-paused"))
    return "\n".join(lines)


def _rule_rows(rule: Rule, texts: Texts) -> Rows:
    action = "resume" if rule.is_paused else "pause"
    return (
        (
            Button(texts(f"forward-{action}"), encode("forward", action, rule.id)),
            Button(texts("forward-delete"), encode("forward", "sure", rule.id)),
        ),
        (Button(texts("button-back"), encode("forward", "list")),),
    )


def _sure_rows(rule: Rule, texts: Texts) -> Rows:
    return (
        (
            Button(texts("forward-delete"), encode("forward", "delete", rule.id)),
            Button(texts("button-cancel"), encode("forward", "show", rule.id)),
        ),
    )


def _cancel(texts: Texts) -> Rows:
    return ((Button(texts("button-cancel"), encode("forward", "cancel")),),)


COMMAND = SlashCommand(
    "forward",
    on_forward,
    role=Role.ADMIN,
    press=on_press,
    steps=((Wizard.source, on_source), (Wizard.destination, on_destination), (Wizard.words, on_words)),
)
