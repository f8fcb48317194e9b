"""The bot is added to a group or thrown out of one, and groups become supergroups."""

from aiogram import Bot, F, Router
from aiogram.types import ChatMemberUpdated, Message

from core.ids import ChatId
from forwarding.rules import RuleBook
from handlers.addressing import GROUPS
from handlers.doorkeeper import Doorkeeper
from handlers.identities import Identities
from storage.chats import Access, Chat, Chats
from storage.outbox import Outbox
from storage.users import User

PRESENT = frozenset({"member", "administrator", "creator", "restricted"})


def build_router() -> Router:
    router = Router(name="membership")
    router.my_chat_member.register(on_membership, F.chat.type.in_(GROUPS))
    router.message.register(on_migration, F.migrate_to_chat_id)
    return router


async def on_membership(
    event: ChatMemberUpdated,
    user: User | None,
    chat: Chat,
    chats: Chats,
    identities: Identities,
    doorkeeper: Doorkeeper,
) -> None:
    """An admin who adds the bot lets the group in; anybody else makes it wait. Who throws it out starts anew."""
    was_here = event.old_chat_member.status in PRESENT
    is_here = event.new_chat_member.status in PRESENT
    if is_here and not was_here and user is not None:
        if user.role.is_admin:
            await doorkeeper.decide_chat(chat.id, is_welcome=True)
        elif chat.access is Access.PENDING:
            await doorkeeper.ask_about_chat(chat, user)
    if was_here and not is_here:
        await chats.set_access(chat.id, Access.PENDING)
        identities.forget(chat.id)


async def on_migration(
    message: Message, bot: Bot, chats: Chats, rulebook: RuleBook, outbox: Outbox, identities: Identities
) -> None:
    """What was set and allowed goes along to the group's new id."""
    old, new = ChatId(message.chat.id), ChatId(message.migrate_to_chat_id or 0)
    await chats.migrate(old, new)
    await rulebook.migrate(old, new)
    await outbox.migrate(old, new)
    identities.forget(old, new)
