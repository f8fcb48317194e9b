"""Posts of channels, and what is said in groups and private chats that a rule reads, on their way to the forwarder."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from core.ids import ChatId
from forwarding.forwarder import Forwarder
from forwarding.rules import RuleBook
from forwarding.transports.bot_api.posts import to_post
from handlers.index import InGroup, InPrivate
from handlers.own_posts import is_own_post
from storage.users import User


def build_router() -> Router:
    """First of all: what is said in a group may be both a post and a question to the bot; a private message is not."""
    router = Router(name="channel-posts")
    router.channel_post.register(on_post)
    router.edited_channel_post.register(on_edit)
    router.message.register(on_group_message, InGroup())
    router.edited_message.register(on_group_edit, InGroup())
    router.message.register(on_private_message, InPrivate())
    router.edited_message.register(on_private_edit, InPrivate())
    return router


async def on_post(message: Message, forwarder: Forwarder) -> None:
    if (post := to_post(message)) is not None:
        await forwarder.accept(post)


async def on_edit(message: Message, forwarder: Forwarder) -> None:
    if (post := to_post(message)) is not None:
        await forwarder.accept_edit(post)


async def on_group_edit(message: Message, forwarder: Forwarder) -> None:
    """What is edited may be a question to the bot as well."""
    await on_edit(message, forwarder)
    raise SkipHandler


async def on_group_message(message: Message, forwarder: Forwarder, rulebook: RuleBook, is_for_me: bool) -> None:
    """What people say to the bot is no post; all else goes on to the other handlers too."""
    if not is_for_me and await rulebook.reading(ChatId(message.chat.id)):
        await on_post(message, forwarder)
    raise SkipHandler


async def on_private_message(
    message: Message,
    forwarder: Forwarder,
    rulebook: RuleBook,
    is_for_me: bool,
    user: User | None = None,
    raw_state: str | None = None,
) -> None:
    """A post of the person's own rule is answered by nobody; without its author's rights the rule takes none."""
    is_post = is_for_me and _is_admin(user) and await is_own_post(message, rulebook, raw_state)
    post = to_post(message) if is_post else None
    if post is None:
        raise SkipHandler
    await forwarder.accept(post)


async def on_private_edit(message: Message, forwarder: Forwarder, is_for_me: bool, user: User | None = None) -> None:
    """What is edited may be a question: only the forwarder knows what was a post."""
    if is_for_me and _is_admin(user):
        await on_edit(message, forwarder)
    raise SkipHandler


def _is_admin(user: User | None) -> bool:
    return user is not None and user.role.is_admin
