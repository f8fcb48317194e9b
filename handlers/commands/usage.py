"""/usage: what is spent and left of today; for admins, in private, also who uses most."""

from datetime import timedelta

from aiogram.types import Message

from core.clock import Clock
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.quota import Quota
from storage.chats import Chat
from storage.usage import Usage
from storage.users import User, Users

MOST = 5
DAY = timedelta(days=1)


async def on_usage(
    message: Message, user: User, chat: Chat, texts: Texts, quota: Quota, usage: Usage, users: Users, clock: Clock
) -> None:
    spent, allowed = await quota.spent(user), quota.of(user)
    minutes = int(quota.until_renewed(user).total_seconds() // 60)
    parts = [
        texts("usage-messages", spent=spent.messages, limit=allowed.messages),
        texts("usage-tokens", spent=spent.tokens, limit=allowed.tokens),
    ]
    if allowed.messages or allowed.tokens:
        parts.append(texts("usage-renewed", hours=minutes // 60, minutes=minutes % 60))
    if user.role.is_admin and chat.is_private:
        parts += ["", texts("usage-most")]
        for id, theirs in await usage.most(clock.now() - DAY, MOST):
            person = await users.get(id)
            name = person.name if person is not None and person.name else str(id)
            parts.append(texts("usage-person", name=name, messages=theirs.messages, tokens=theirs.tokens))
    await message.answer("\n".join(parts))


COMMAND = SlashCommand("usage", on_usage)
