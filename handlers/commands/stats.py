"""/stats: your figures; for admins the bot's too."""

from aiogram.types import Message

from core.i18n import Texts
from handlers.command import SlashCommand
from storage.outbox import DeliveryState, Outbox
from storage.usage import TurnStats, Usage
from storage.users import User, Users


async def on_stats(message: Message, user: User, texts: Texts, usage: Usage, users: Users, outbox: Outbox) -> None:
    mine = await usage.stats(user.id)
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
    await message.answer("\n\n".join(part for part in parts if part))


def _agents(stats: TurnStats, texts: Texts) -> str:
    most_first = sorted(stats.by_agent.items(), key=lambda item: -item[1])
    return "\n".join(texts("stats-agent", agent=texts(f"agent-{name}"), turns=count) for name, count in most_first)


def _thumbs(stats: TurnStats, texts: Texts) -> str:
    return texts("stats-thumbs", liked=stats.liked, disliked=stats.disliked) if stats.liked or stats.disliked else ""


COMMAND = SlashCommand("stats", on_stats)
