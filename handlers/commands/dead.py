"""/dead: posts and notices that did not arrive; look at them, send them again, or let them go."""

from collections.abc import Mapping

from aiogram.types import CallbackQuery, Message

from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from core.ids import DeliveryId, RuleId
from core.moments import local_moment
from forwarding.attempting import origin_link
from forwarding.rules import Rule, RuleBook
from handlers.command import SlashCommand
from handlers.ui.keyboards import markup
from handlers.ui.pages import page_start, short, turning
from handlers.ui.presses import redraw
from storage.dead_letters import DeadLetter, DeadLetters
from storage.outbox import DeliveryState, Outbox
from storage.users import Role, User

PAGE = 5
REASON_LENGTH = 200


async def on_dead(message: Message, user: User, texts: Texts, dead_letters: DeadLetters, rulebook: RuleBook) -> None:
    text, rows = await listed(0, user, texts, dead_letters, rulebook)
    await message.answer(text, reply_markup=markup(rows))


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    texts: Texts,
    dead_letters: DeadLetters,
    outbox: Outbox,
    rulebook: RuleBook,
) -> str | None:
    toast: str | None = None
    match arguments:
        case ("page", start, _):
            place = int(start)
        case ("retry", id, start):
            place = int(start)
            toast = texts("forward-resent" if await outbox.resend(DeliveryId(int(id))) else "dead-settled-before")
        case ("discard", id, start):
            place = int(start)
            is_done = await dead_letters.discard(DeliveryId(int(id)))
            toast = texts("dead-discarded" if is_done else "dead-settled-before")
        case ("all",):
            place, count = 0, await dead_letters.retry_all()
            outbox.announce()
            toast = texts("dead-retried", count=count)
        case _:
            raise UserError("error-old-button")
    await redraw(query, *await listed(place, user, texts, dead_letters, rulebook))
    return toast


async def listed(
    place: int, user: User, texts: Texts, dead_letters: DeadLetters, rulebook: RuleBook
) -> tuple[str, Rows]:
    """A page of them, with two buttons for each."""
    total = await dead_letters.count()
    if not total:
        return texts("dead-none"), ()
    start = page_start(place, total, PAGE)
    letters = list(enumerate(await dead_letters.page(start, PAGE), start + 1))
    rules = {rule.id: rule for rule in await rulebook.list()}
    parts = [texts("dead-title", count=total)]
    parts += [f"{number}. {_described(letter, rules, user, texts)}" for number, letter in letters]
    rows = tuple(_choices(number, letter, start, texts) for number, letter in letters)
    every = (Button(texts("dead-retry-all", count=total), encode("dead", "all")),)
    return "\n\n".join(parts), (*rows, *turning("dead", start, total, PAGE, user.id), every)


def _described(letter: DeadLetter, rules: Mapping[RuleId, Rule], user: User, texts: Texts) -> str:
    delivery = letter.delivery
    rule = rules.get(delivery.rule) if delivery.rule is not None else None
    chat = rule.title(delivery.chat) if rule else str(delivery.chat)
    key = "dead-unknown" if delivery.state is DeliveryState.UNKNOWN else "dead-refused"
    since = local_moment(letter.since, user.time_zone, texts)
    reason = short(delivery.reason, REASON_LENGTH)
    lines = [texts(key, rule=rule.name if rule else texts("dead-own"), chat=chat, since=since, reason=reason)]
    return "\n".join([*lines, *filter(None, [origin_link(rule, delivery) if rule else ""])])


def _choices(number: int, letter: DeadLetter, start: int, texts: Texts) -> tuple[Button, ...]:
    id = letter.delivery.id
    return (
        Button(texts("dead-retry", number=number), encode("dead", "retry", id, start)),
        Button(texts("dead-discard", number=number), encode("dead", "discard", id, start)),
    )


COMMAND = SlashCommand("dead", on_dead, role=Role.ADMIN, press=on_press)
