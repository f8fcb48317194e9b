"""/whoami: your ids, your role, what is left of today's quota, and whether the conversation is kept."""

from aiogram.types import Message

from core.i18n import Texts
from core.moments import zone_label
from handlers.command import SlashCommand
from handlers.quota import Quota
from handlers.ui.place import place_of
from storage.chats import Chat
from storage.conversations import Conversations
from storage.users import User


async def on_whoami(
    message: Message, user: User, chat: Chat, texts: Texts, quota: Quota, conversations: Conversations
) -> None:
    place = place_of(message)
    about = texts(
        "whoami",
        name=user.name,
        id=user.id,
        role=texts(f"role-{user.role.name.lower()}"),
        chat=chat.id,
        topic=place.topic or "—",
        zone=zone_label(user.time_zone),
    )
    spent = (await quota.spent(user)).messages
    lines = [about, texts("whoami-spent", spent=spent, limit=quota.of(user).messages)]
    if await conversations.is_incognito(place.thread):
        lines.append(texts("whoami-incognito"))
    await message.answer("\n".join(lines))


COMMAND = SlashCommand("whoami", on_whoami)
