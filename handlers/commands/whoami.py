"""/whoami: your ids, your role, and what is left of today's quota."""

from aiogram.types import Message

from core.i18n import Texts
from handlers.answering import Quota
from handlers.command import SlashCommand
from handlers.ui.moments import zone_label
from handlers.ui.place import place_of
from storage.chats import Chat
from storage.users import User


async def on_whoami(message: Message, user: User, chat: Chat, texts: Texts, quota: Quota) -> None:
    topic = place_of(message).topic
    await message.answer(
        texts(
            "whoami",
            name=user.name,
            id=user.id,
            role=texts(f"role-{user.role.name.lower()}"),
            chat=chat.id,
            topic=topic or "—",
            zone=zone_label(user.time_zone),
            spent=await quota.spent(user),
            limit=quota.daily,
        )
    )


COMMAND = SlashCommand("whoami", on_whoami)
