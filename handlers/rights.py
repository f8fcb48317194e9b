"""Who may change a chat's settings: anyone their own, in a group its administrators and the bot's."""

from aiogram import Bot

from core.errors import UserError
from core.ids import ChatId
from storage.chats import Chat
from storage.users import User

ADMINISTRATORS = frozenset({"creator", "administrator"})


async def require_settings_rights(bot: Bot, chat: Chat, user: User) -> None:
    """
    Raises:
        UserError: an ordinary member tries to change a group's settings.
    """
    if not await is_in_charge(bot, chat, user):
        raise UserError("error-group-admins-only")


async def is_in_charge(bot: Bot, chat: Chat, user: User) -> bool:
    """In private everybody is, in a group its administrators and the bot's."""
    if chat.is_private or user.role.is_admin:
        return True
    if user.id < 0:  # speaks as a chat: as the group itself only its anonymous administrators can
        return ChatId(user.id) == chat.id
    member = await bot.get_chat_member(chat.id, user.id)
    return member.status in ADMINISTRATORS
