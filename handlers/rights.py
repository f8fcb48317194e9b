"""Who may change a chat's settings: anyone their own, in a group its administrators and the bot's."""

from aiogram import Bot

from core.errors import UserError
from storage.chats import Chat
from storage.users import User

ADMINISTRATORS = frozenset({"creator", "administrator"})


async def require_settings_rights(bot: Bot, chat: Chat, user: User) -> None:
    """
    Raises:
        UserError: an ordinary member tries to change a group's settings.
    """
    if chat.is_private or user.role.is_admin:
        return
    member = await bot.get_chat_member(chat.id, user.id)
    if member.status not in ADMINISTRATORS:
        raise UserError("error-group-admins-only")
