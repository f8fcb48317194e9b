"""What stands in a chat: an account reads its history; a bot, which may not, what happened there lately."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from telethon import functions, types

from core.errors import DeliveryRejected, Unavailable
from core.ids import ChatId, UserId
from forwarding.post import Post
from forwarding.transports.mtproto.answers import answered
from forwarding.transports.mtproto.bot_line import BotLine
from forwarding.transports.mtproto.numbered import SignedIn
from forwarding.transports.mtproto.posts import to_post

MOST = 500
"""Messages looked at, newest first."""
DEPTHS = (MOST, 100, 20)
"""How many happenings Telegram is asked to go back; of a chat that forgot so many, for fewer."""


class AccountHistory:
    """Implements History."""

    def __init__(self, who: SignedIn) -> None:
        self._who = who

    async def recent(self, chat: ChatId, since: datetime, sender: UserId | None = None) -> list[Post]:
        return await answered(self._read(chat, since, sender))

    async def _read(self, chat: ChatId, since: datetime, sender: UserId | None) -> list[Post]:
        found = []
        try:
            async for message in self._who.client.iter_messages(chat, limit=MOST):
                if message.date < since:
                    break
                found.append(message)
        except ValueError as error:
            raise DeliveryRejected(f"not seen from here: the chat {chat}") from error
        return _by(sender, reversed(found))


class BotHistory:
    """Implements History, for channels and supergroups: elsewhere a bot is told nothing of the past."""

    def __init__(self, line: BotLine) -> None:
        self._line = line

    async def recent(self, chat: ChatId, since: datetime, sender: UserId | None = None) -> list[Post]:
        if not await self._line.is_open():
            raise Unavailable("error-account-unreachable")
        return await answered(self._read(chat, since, sender))

    async def _read(self, chat: ChatId, since: datetime, sender: UserId | None) -> list[Post]:
        client = self._line.client
        try:
            channel = await client.get_input_entity(chat)
        except ValueError as error:
            raise DeliveryRejected(f"not seen from here: the chat {chat}") from error
        if not isinstance(channel, types.InputPeerChannel):
            raise DeliveryRejected("a bot cannot look back in this kind of chat")
        numbers = [message.id for message in await _news(client, channel) if message.date >= since]
        return _by(sender, await client.get_messages(channel, ids=numbers) if numbers else [])


async def _news(client: Any, channel: Any) -> list[Any]:
    full = await client(functions.channels.GetFullChannelRequest(channel))
    now = full.full_chat.pts
    for depth in DEPTHS:
        request = functions.updates.GetChannelDifferenceRequest(
            channel, types.ChannelMessagesFilterEmpty(), pts=max(1, now - depth), limit=depth
        )
        happened = await client(request)
        if isinstance(happened, types.updates.ChannelDifference):
            return [message for message in happened.new_messages if isinstance(message, types.Message)]
        if isinstance(happened, types.updates.ChannelDifferenceEmpty):
            return []
    return []


def _by(sender: UserId | None, messages: Iterable[Any]) -> list[Post]:
    """A channel's posts, and those of who speaks as the group, are of the chat itself."""
    found = []
    for message in messages:
        post = to_post(message)
        if post is None:
            continue
        is_theirs = message.out if sender is None else post.sender == sender
        if is_theirs or post.sender == post.source:
            found.append(post)
    return found
