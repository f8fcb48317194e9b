"""Several accounts as one transport: each source is read, and its copies are sent, by the first account that can."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from telethon import errors

from core.clock import Clock, SystemClock
from core.errors import DeliveryRejected, Unavailable, UserError
from core.ids import ChatId, MessageId, UserId
from forwarding.outgoing import CopyPosts, EditCopy, SendText
from forwarding.post import Post
from forwarding.transports.mtproto.account import Account
from forwarding.transports.mtproto.files import AccountFiles
from forwarding.transports.mtproto.histories import AccountHistory
from forwarding.transports.mtproto.transport import AccountTransport
from forwarding.transports.protocol import Address, ChatInfo, Rights
from storage.watermarks import Watermarks

SIGNED_OUT = (errors.UnauthorizedError, errors.AuthKeyDuplicatedError)
"""What Telegram says to a session that was ended elsewhere."""

REMEMBERED = timedelta(minutes=5)
"""How long an answer about rights holds."""


class Accounts:
    """Implements Transport and Files. Who is not connected or signed out is passed over; the order stays the same."""

    def __init__(self, accounts: Sequence[Account], watermarks: Watermarks, clock: Clock | None = None) -> None:
        self.all = tuple(accounts)
        self._transports = {each.id: AccountTransport(each, watermarks) for each in accounts}
        self._clock = clock or SystemClock()
        self._known: dict[tuple[str, ChatId], tuple[datetime, Rights]] = {}

    async def reader_of(self, source: ChatId) -> Account | None:
        """The first one that sees it; None where nobody does."""
        for account in self._ready():
            with suppress(Unavailable):
                if (await self._rights(account, source)).can_read:
                    return account
        return None

    def forget(self, account: Account, chat: ChatId) -> None:
        """What was known of its rights there is no longer true."""
        self._known.pop((account.id, chat), None)

    async def can_carry(self, source: ChatId, destination: ChatId) -> bool:
        """Whether one of them both reads the one and may post in the other."""
        return bool(await self._carriers(source, destination))

    async def resolve(self, reference: str) -> ChatInfo:
        for account in self._ready():
            try:
                return await self._of(account).resolve(reference)
            except UserError:
                continue
        raise UserError("error-chat-not-found", chat=reference)

    async def rights(self, chat: ChatId, user: UserId | None = None) -> Rights:
        """What any of them may do; of a person, as the first of them tells it who sees the chat."""
        if user is not None:
            told = [await self._of(account).rights(chat, user) for account in self._ready()]
            return next((each for each in told if each.is_member), Rights())
        own = [await self._rights(account, chat) for account in self._ready()]
        return Rights(
            is_member=any(each.is_member for each in own),
            is_admin=any(each.is_admin for each in own),
            can_read=any(each.can_read for each in own),
            can_post=any(each.can_post for each in own),
        )

    async def watch(self, source: ChatId) -> None:
        account = await self.reader_of(source)
        if account is None:
            raise UserError("error-chat-not-found", chat=str(source))
        await self._of(account).watch(source)

    async def copy(
        self, address: Address, posts: CopyPosts, reply_to: MessageId | None = None
    ) -> tuple[MessageId, ...]:
        account = await self._carrier(posts.source, address.chat)
        with _noticing(account):
            return await self._of(account).copy(address, posts, reply_to)

    async def edit(self, address: Address, copy: MessageId, content: EditCopy, *, has_media: bool) -> None:
        account = await self._carrier(content.source, address.chat)
        with _noticing(account):
            await self._of(account).edit(address, copy, content, has_media=has_media)

    async def delete(self, address: Address, copy: MessageId) -> None:
        """Whose copy it is, is not known here: where the first may not, the next one tries."""
        refusal = DeliveryRejected("no account may delete there")
        for account in self._signed_in():
            try:
                await self._of(account).delete(address, copy)
            except DeliveryRejected as error:
                refusal = error
            else:
                return
        raise refusal

    async def say(self, address: Address, text: SendText) -> MessageId:
        ready = self._signed_in()
        writers = [account for account in ready if (await self._rights(account, address.chat)).can_post]
        account = (writers or ready)[0]
        with _noticing(account):
            return await self._of(account).say(address, text)

    async def recent(self, chat: ChatId, since: datetime, sender: UserId | None = None) -> list[Post]:
        """What each of them may have posted."""
        found: dict[MessageId, Post] = {}
        for account in self._signed_in():
            if (await self._rights(account, chat)).can_read:
                found |= {post.message: post for post in await AccountHistory(account).recent(chat, since, sender)}
        return [found[message] for message in sorted(found)]

    async def read(self, post: Post, limit: int) -> bytes:
        account = await self.reader_of(post.source)
        if account is None:
            raise Unavailable("error-account-unreachable")
        return await AccountFiles(account).read(post, limit)

    async def _carrier(self, source: ChatId, destination: ChatId) -> Account:
        """Who reads the one and may post in the other; else whoever reads it, so that Telegram says why not."""
        self._signed_in()
        carriers = await self._carriers(source, destination)
        account = carriers[0] if carriers else await self.reader_of(source)
        if account is None:
            raise DeliveryRejected(f"no account sees the chat {source}")
        return account

    async def _carriers(self, source: ChatId, destination: ChatId) -> list[Account]:
        readers = [each for each in self._ready() if (await self._rights(each, source)).can_read]
        return [each for each in readers if (await self._rights(each, destination)).can_post]

    def _ready(self) -> list[Account]:
        return [account for account in self.all if account.is_ready]

    def _signed_in(self) -> list[Account]:
        """All that may send: once each has said whether it is signed in, else a repeat could be another's.

        Raises:
            Unavailable: one is still connecting, or all are signed out.
        """
        ready = self._ready()
        if not ready or any(account.state == "connecting" for account in self.all):
            raise Unavailable("error-account-unreachable")
        return ready

    def _of(self, account: Account) -> AccountTransport:
        return self._transports[account.id]

    async def _rights(self, account: Account, chat: ChatId) -> Rights:
        now = self._clock.now()
        known = self._known.get((account.id, chat))
        if known is None or now - known[0] > REMEMBERED:
            known = self._known[account.id, chat] = now, await self._of(account).rights(chat)
        return known[1]


@contextmanager
def _noticing(account: Account) -> Iterator[None]:
    """An account that was signed out meanwhile is one no longer; what it was to send waits for another."""
    try:
        yield
    except DeliveryRejected as error:
        if not isinstance(error.__cause__, SIGNED_OUT):
            raise
        account.state = "signed_out"
        raise Unavailable("error-account-unreachable") from error
