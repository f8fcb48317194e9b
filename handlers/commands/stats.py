"""/stats: your figures; for admins the bot's too, and those of each forwarding rule."""

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from core.errors import UserError
from core.i18n import Texts
from core.ids import RuleId
from forwarding.figures import Statistics
from forwarding.rules import RuleBook
from handlers.command import SlashCommand
from handlers.rule_stats import SPANS, rule_rows, show_figures
from handlers.ui.keyboards import markup
from handlers.ui.presses import pressed_message, put_buttons
from storage.outbox import DeliveryState, Outbox
from storage.usage import TurnStats, Usage
from storage.users import User, Users


async def on_stats(
    message: Message, user: User, texts: Texts, usage: Usage, users: Users, outbox: Outbox, rulebook: RuleBook
) -> None:
    mine = await usage.stats(user.id)
    rules = await rulebook.list() if user.role.is_admin else ()
    parts = [
        texts("stats-mine", turns=mine.turns, tokens=mine.answer_tokens),
        _agents(mine, texts),
        _thumbs(mine, texts),
    ]
    if user.role.is_admin:
        everybody = await usage.stats()
        sends = await outbox.counts()
        parts += [
            texts("stats-bot", people=await users.count(), turns=everybody.turns, tokens=everybody.answer_tokens),
            _agents(everybody, texts),
            _thumbs(everybody, texts),
            texts(
                "stats-sends",
                sent=sends.get(DeliveryState.SENT, 0),
                waiting=sends.get(DeliveryState.PENDING, 0),
                dead=sends.get(DeliveryState.DEAD, 0) + sends.get(DeliveryState.UNKNOWN, 0),
            ),
        ]
    if rules:
        parts.append(texts("stats-rules"))
    await message.answer("\n\n".join(part for part in parts if part), reply_markup=markup(rule_rows(rules)))


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    bot: Bot,
    user: User,
    texts: Texts,
    rulebook: RuleBook,
    statistics: Statistics,
) -> None:
    """
    Raises:
        UserError: not an admin; or the rule is gone.
        Unavailable: `error-no-chart`.
    """
    if not user.role.is_admin:
        raise UserError("error-admins-only")
    pressed = pressed_message(query)
    if arguments[0] == "page":
        await put_buttons(bot, pressed, markup(rule_rows(await rulebook.list(), int(arguments[1]))))
        return
    _, id, days = arguments
    rule = await rulebook.get(RuleId(int(id)))
    if rule is None or int(days) not in SPANS:
        raise UserError("error-old-button")
    await show_figures(pressed, rule, int(days), statistics, texts)


def _agents(stats: TurnStats, texts: Texts) -> str:
    most_first = sorted(stats.by_agent.items(), key=lambda item: -item[1])
    return "\n".join(texts("stats-agent", agent=texts(f"agent-{name}"), turns=count) for name, count in most_first)


def _thumbs(stats: TurnStats, texts: Texts) -> str:
    return texts("stats-thumbs", liked=stats.liked, disliked=stats.disliked) if stats.liked or stats.disliked else ""


COMMAND = SlashCommand("stats", on_stats, press=on_press)
