"""Posts of channels, and messages of groups that are a rule's source, on their way to the forwarder."""

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from core.ids import ChatId
from forwarding.forwarder import Forwarder
from forwarding.rules import RuleBook
from forwarding.transports.bot_api.posts import to_post
from handlers.addressing import GROUPS


def build_router() -> Router:
    """First of all: a group's message may be both a post of a source and a question to the bot."""
    router = Router(name="channel-posts")
    router.channel_post.register(on_post)
    router.edited_channel_post.register(on_edit)
    router.message.register(on_group_message, F.chat.type.in_(GROUPS))
    router.edited_message.register(on_edit, F.chat.type.in_(GROUPS))
    return router


async def on_post(message: Message, forwarder: Forwarder) -> None:
    if (post := to_post(message)) is not None:
        await forwarder.accept(post)


async def on_edit(message: Message, forwarder: Forwarder) -> None:
    if (post := to_post(message)) is not None:
        await forwarder.accept_edit(post)


async def on_group_message(message: Message, forwarder: Forwarder, rulebook: RuleBook, is_for_me: bool) -> None:
    """What people say to the bot is no post; all else goes on to the other handlers too."""
    if not is_for_me and await rulebook.matching(ChatId(message.chat.id)):
        await on_post(message, forwarder)
    raise SkipHandler
