"""What a person writes to the bot in private where a rule of theirs reads that: a post, and no question."""

from aiogram.types import Message

from core.ids import ChatId
from forwarding.rules import RuleBook
from handlers.ui.place import topic_of


async def is_own_post(message: Message, rulebook: RuleBook, raw_state: str | None) -> bool:
    """Commands, and answers in a dialogue of several steps, are meant for the bot even there."""
    if message.chat.type != "private" or raw_state is not None or (message.text or "").startswith("/"):
        return False
    return bool(await rulebook.matching(ChatId(message.chat.id), topic_of(message)))
