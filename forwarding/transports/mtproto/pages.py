"""The past of a source as an account sees it: how far back it goes, page by page, and single messages again."""

from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from telethon import types

from core.clock import Clock, SystemClock
from core.errors import DeliveryRejected, RetryLater, UserError
from core.ids import ChatId, MessageId
from forwarding.backfill import Page, Span
from forwarding.post import Post
from forwarding.transports.mtproto.accounts import Accounts
from forwarding.transports.mtproto.answers import answered
from forwarding.transports.mtproto.posts import to_post

PAGE = 100
"""Telegram's most."""
ALBUM = 10
GROWING = timedelta(seconds=15)
"""So long parts of an album may still come."""

T = TypeVar("T")


class AccountPages:
    """Implements Past for several accounts."""

    def __init__(self, accounts: Accounts, clock: Clock | None = None) -> None:
        self._accounts = accounts
        self._clock = clock or SystemClock()

    async def measure(self, source: ChatId, count: int) -> Span:
        client = await self._client(source)
        newest = await _asked(client.get_messages(source, limit=1))
        if not newest:
            return Span(MessageId(0), MessageId(0), 0)
        if newest[0].grouped_id and self._clock.now() - newest[0].date < GROWING:
            raise RetryLater(GROWING.total_seconds(), "backfill-album-grows")
        until, total = MessageId(newest[0].id), min(count, newest.total)
        oldest = await _asked(client.get_messages(source, limit=1, offset_id=until + 1, add_offset=count - 1))
        if not oldest:
            return Span(MessageId(0), until, total)
        return Span(await self._before(client, source, oldest[0]), until, total)

    async def page(self, source: ChatId, after: MessageId, until: MessageId) -> Page:
        client = await self._client(source)
        asked = client.get_messages(source, limit=PAGE, min_id=after, max_id=until + 1, reverse=True)
        messages = list(await _asked(asked))
        is_last = len(messages) < PAGE
        whole = messages if is_last else _whole(messages)
        posts = [post for post in map(to_post, whole) if post is not None]
        return Page(tuple(posts), MessageId(whole[-1].id) if whole else until, len(whole), is_last)

    async def look(self, source: ChatId, messages: Sequence[MessageId]) -> dict[MessageId, Post | None]:
        client = await self._client(source)
        found = await _asked(client.get_messages(source, ids=[int(message) for message in messages]))
        return {
            number: None if message is None else to_post(message)
            for number, message in zip(messages, found, strict=True)
            if message is None or not isinstance(message, types.MessageService)
        }

    async def is_channel(self, source: ChatId) -> bool:
        entity = await _asked((await self._client(source)).get_entity(source))
        return isinstance(entity, types.Channel) and bool(entity.broadcast)

    async def _client(self, source: ChatId) -> Any:
        """
        Raises:
            UserError: no account sees it.
        """
        account = await self._accounts.reader_of(source)
        if account is None:
            raise UserError("error-backfill-unseen")
        return account.client

    async def _before(self, client: Any, source: ChatId, oldest: Any) -> MessageId:
        """The number before it, or before the album that it is a part of."""
        first = oldest
        if oldest.grouped_id:
            older = await _asked(client.get_messages(source, limit=ALBUM, max_id=oldest.id))
            first = min((each for each in [oldest, *older] if each.grouped_id == oldest.grouped_id), key=_number)
        return MessageId(first.id - 1)


def _number(message: Any) -> int:
    return int(message.id)


def _whole(messages: list[Any]) -> list[Any]:
    """Without the album at the end, more of which may stand on the next page."""
    album = messages[-1].grouped_id
    if not album:
        return messages
    first = next(place for place, message in enumerate(messages) if message.grouped_id == album)
    return messages[:first] or messages


async def _asked(work: Coroutine[Any, Any, T]) -> T:
    try:
        return await answered(work)
    except (ValueError, DeliveryRejected) as error:
        raise UserError("error-backfill-unseen") from error
