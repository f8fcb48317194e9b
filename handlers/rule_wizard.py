"""A new forwarding rule: from one line, or asked for step by step."""

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from core.ids import UpdateId
from forwarding.amending import Words
from forwarding.rules import Rule, RuleBook
from forwarding.spec import simple_rule
from forwarding.transports.protocol import ChatInfo
from handlers.rule_places import reference_of
from handlers.ui.keyboards import markup
from handlers.ui.rule_screens import rule_screen
from storage.users import User

ALL = ("-", "all", "все", "всё")
"""What people write for every post."""


class Wizard(StatesGroup):
    """What is asked, one after the other."""

    source = State()
    destination = State()
    words = State()


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


def read_answer(text: str) -> Words:
    """What is said when asked for words.

    Raises:
        UserError: the question once more.
    """
    if text.strip().lower() in ALL:
        return Words()
    try:
        words = read_words(text)
    except UserError as error:
        raise UserError("forward-ask-words") from error
    if words == Words():
        raise UserError("forward-ask-words")
    return words


async def create_rule(
    source: str, destination: str, words: Words, user: User, update_id: UpdateId, rulebook: RuleBook
) -> Rule:
    read, written = await rulebook.resolve(source), await rulebook.resolve(destination)
    spec = simple_rule(read.id, written.id, keep=words.keep, drop=words.drop)
    return await rulebook.create(spec, user.id, f"update:{update_id}")


async def tell_saved(message: Message, rule: Rule, texts: Texts) -> None:
    text, rows = rule_screen(rule, texts)
    await message.answer(texts("forward-saved", rule=text), reply_markup=markup(rows))


async def on_source(message: Message, texts: Texts, state: FSMContext, rulebook: RuleBook) -> None:
    source = await _resolved(message, texts, rulebook)
    if source is None:
        return
    await state.update_data(source=str(source.id))
    await state.set_state(Wizard.destination)
    await message.answer(texts("forward-ask-destination", source=source.title), reply_markup=markup(cancel(texts)))


async def on_destination(message: Message, texts: Texts, state: FSMContext, rulebook: RuleBook) -> None:
    destination = await _resolved(message, texts, rulebook)
    if destination is None:
        return
    await state.update_data(destination=str(destination.id))
    await state.set_state(Wizard.words)
    await message.answer(texts("forward-ask-words"), reply_markup=markup(cancel(texts)))


async def on_words(
    message: Message, user: User, texts: Texts, state: FSMContext, update_id: UpdateId, rulebook: RuleBook
) -> None:
    try:
        words = read_answer(message.text or "")
    except UserError as error:
        await message.answer(texts(error.key), reply_markup=markup(cancel(texts)))
        return
    data = await state.get_data()
    await state.clear()
    rule = await create_rule(data["source"], data["destination"], words, user, update_id, rulebook)
    await tell_saved(message, rule, texts)


def cancel(texts: Texts) -> Rows:
    return ((Button(texts("button-cancel"), encode("forward", "cancel")),),)


async def _resolved(message: Message, texts: Texts, rulebook: RuleBook) -> ChatInfo | None:
    """The chat that is meant; None when the person was told why not: the step goes on, and Cancel is at hand."""
    try:
        return await rulebook.resolve(reference_of(message))
    except UserError as error:
        await message.answer(texts(error.key, **error.params), reply_markup=markup(cancel(texts)))
        return None
