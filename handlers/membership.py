"""The bot is added to a group or thrown out of one, and groups become supergroups."""

from aiogram import F, Router
from aiogram.types import ChatMemberUpdated, Message

from core.ids import ChatId
from forwarding.rules import RuleBook
from handlers.doorkeeper import Doorkeeper
from handlers.index import GROUPS, Kind
from memory.store import MemoryStore, owner_of_chat
from storage.chats import Chat, Chats
from storage.moving import Moving
from storage.outbox import Outbox
from storage.users import User

PRESENT = frozenset({"member", "administrator", "creator", "restricted"})


def build_router() -> Router:
    router = Router(name="membership")
    router.my_chat_member.register(on_membership, F.chat.type.in_(GROUPS))
    router.message.register(on_migration, Kind("migrate_to_chat_id"))
    return router


async def on_membership(
    event: ChatMemberUpdated,
    user: User | None,
    chat: Chat,
    doorkeeper: Doorkeeper,
) -> None:
    """An admin who adds the bot lets the group in; anybody else makes it wait. Who throws it out starts anew."""
    was_here = event.old_chat_member.status in PRESENT
    is_here = event.new_chat_member.status in PRESENT
    if is_here and not was_here and user is not None:
        await doorkeeper.meet_chat(chat, user)
    if was_here and not is_here:
        await doorkeeper.forget_chat(chat.id)


async def on_migration(
    message: Message, chats: Chats, rulebook: RuleBook, outbox: Outbox, moving: Moving, memory: MemoryStore
) -> None:
    """What was set, allowed, said and remembered goes along to the group's new id."""
    old, new = ChatId(message.chat.id), ChatId(message.migrate_to_chat_id or 0)
    await chats.migrate(old, new)
    await rulebook.migrate(old, new)
    await outbox.migrate(old, new)
    await moving.migrate(old, new)
    await memory.change_owner(owner_of_chat(old), owner_of_chat(new))
