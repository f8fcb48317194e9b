"""Posts of channels, and messages of groups that are a rule's source, on their way to the forwarder."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from core.ids import ChatId
from forwarding.forwarder import Forwarder
from forwarding.rules import RuleBook
from forwarding.transports.bot_api.posts import to_post
from handlers.index import InGroup


def build_router() -> Router:
    """First of all: a group's message may be both a post of a source and a question to the bot."""
    router = Router(name="channel-posts")
    router.channel_post.register(on_post)
    router.edited_channel_post.register(on_edit)
    router.message.register(on_group_message, InGroup())
    router.edited_message.register(on_group_edit, InGroup())
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
