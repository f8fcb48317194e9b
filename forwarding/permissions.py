"""Who may read and who may write: the chats of a rule as the transports see them, and what nobody may do there."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from core.errors import PlatformError, UserError
from core.ids import ChatId, UserId, endpoint_of
from forwarding.linting import Remark
from forwarding.outgoing import Via
from forwarding.spec import RuleSpec
from forwarding.transports.protocol import ChatInfo, Reader
from forwarding.transports.references import is_on_web


@dataclass(frozen=True, slots=True)
class ChatTitle:
    """A chat of a rule, as it was when the rule was saved."""

    title: str
    username: str = ""
    via: Via = "bot"
    """Who reads it, where it is a source."""


@dataclass(frozen=True, slots=True)
class _Lack:
    """Something that the bot may not do in a chat: what refuses a rule, and what a saved one is warned of."""

    refusal: str
    remark: str


NO_POSTS = _Lack("error-rule-bot-cannot-post", "lint-no-rights")
NO_TOPICS = _Lack("error-rule-bot-cannot-open-topics", "lint-no-topics")


@runtime_checkable
class Carrier(Protocol):
    """Several that read: what one of them sees, only that one can post elsewhere."""

    async def can_carry(self, source: ChatId, destination: ChatId) -> bool:
        """Whether one of them both reads the one and may post in the other."""


class Permissions:
    """`readers` are the transports that can read a source, the bot's first; the bot's also looks at destinations."""

    def __init__(self, readers: Mapping[Via, Reader]) -> None:
        self._readers = dict(readers)
        self._in_telegram = {via: reader for via, reader in readers.items() if via != "web"}

    async def resolve(self, reference: str) -> ChatInfo:
        """
        Raises:
            UserError: `error-chat-not-found`, or why there is nothing at this address of the web.
        """
        if is_on_web(reference):
            return await self.reader("web", reference).resolve(reference)
        for reader in self._in_telegram.values():
            try:
                return await reader.resolve(reference)
            except UserError:
                continue
        raise UserError("error-chat-not-found", chat=reference)

    def reader(self, via: Via, reference: str = "") -> Reader:
        if via not in self._readers:
            raise UserError("error-chat-not-found", chat=reference)
        return self._readers[via]

    async def check(self, spec: RuleSpec, author: UserId, maker: UserId) -> dict[ChatId, ChatTitle]:
        """`author` saves it now, `maker` made the rule.

        Raises:
            UserError: somebody may not read or write where the rule says.
        """
        if spec.check_chat is not None and endpoint_of(spec.check_chat.chat) is not None:
            raise UserError("error-rule-check-chat-on-web")
        chats: dict[ChatId, ChatTitle] = {}
        for destination in spec.written_chats:
            chat = await self._writer(destination).resolve(str(destination))
            _check_private(chat, author, maker)
            await self._check_destination(chat, spec, author)
            chats[destination] = ChatTitle(chat.title, chat.username)
        for source in dict.fromkeys(each.chat for each in spec.sources):
            chat = await self.resolve(str(source))
            _check_private(chat, author, maker)
            via = await self._check_source(chat, author)
            chats[source] = ChatTitle(chat.title, chat.username, via)
            if via == "web" and spec.mode == "forward":
                raise UserError("error-rule-feed-forward", chat=chat.title)
            if via == "account" and spec.votes:
                raise UserError("error-rule-votes-account", chat=chat.title)
            if via == "account":
                await self._check_account(via, chat, spec, chats)
        return chats

    async def remarks(self, spec: RuleSpec, known: Mapping[ChatId, ChatTitle]) -> list[Remark]:
        """What the bot may not do where the rule writes, as things are now; of a chat that nobody can ask, nothing."""
        found = await asyncio.gather(*(self._remark(chat, spec, known) for chat in spec.written_chats))
        return [each for each in found if each is not None]

    async def _remark(self, chat: ChatId, spec: RuleSpec, known: Mapping[ChatId, ChatTitle]) -> Remark | None:
        try:
            lack = await self._lack(chat, spec)
        except PlatformError:
            return None
        if lack is None:
            return None
        title = known[chat].title if chat in known else await self._title(chat)
        return Remark(lack.remark, {"chat": title})

    async def _title(self, chat: ChatId) -> str:
        try:
            return (await self.resolve(str(chat))).title
        except PlatformError:
            return str(chat)

    async def _lack(self, chat: ChatId, spec: RuleSpec) -> _Lack | None:
        granted = await self._writer(chat).rights(chat)
        if not granted.can_post:
            return NO_POSTS
        opens = any(place.is_opened_by_name for place in spec.written_places if place.chat == chat)
        return NO_TOPICS if opens and not granted.can_open_topics else None

    def _writer(self, destination: ChatId) -> Reader:
        return self.reader("bot" if endpoint_of(destination) is None else "web", str(destination))

    async def _check_destination(self, chat: ChatInfo, spec: RuleSpec, author: UserId) -> None:
        if chat.kind == "feed":
            raise UserError("error-rule-feed-as-destination", chat=chat.title)
        if (lack := await self._lack(chat.id, spec)) is not None:
            raise UserError(lack.refusal, chat=chat.title)
        if not (await self._writer(chat.id).rights(chat.id, author)).is_admin:
            raise UserError("error-rule-you-cannot-post", chat=chat.title)

    async def _check_source(self, chat: ChatInfo, author: UserId) -> Via:
        if chat.kind == "webhook":
            raise UserError("error-rule-hook-as-source", chat=chat.title)
        via = await self._who_reads(chat)
        # What everybody can open, nobody needs to be a member of.
        is_open = via != "bot" and bool(chat.username)
        if not is_open and not (await self.reader(via).rights(chat.id, author)).is_member:
            raise UserError("error-rule-you-cannot-read", chat=chat.title)
        return via

    async def _check_account(
        self, via: Via, source: ChatInfo, spec: RuleSpec, chats: Mapping[ChatId, ChatTitle]
    ) -> None:
        """Only who reads a post can copy it; a webhook is told of it by us."""
        for destination in spec.written_chats:
            if endpoint_of(destination) is None and not await _can_carry(self.reader(via), source.id, destination):
                title = chats[destination].title
                raise UserError("error-rule-account-cannot-post", source=source.title, chat=title)

    async def _who_reads(self, source: ChatInfo) -> Via:
        if endpoint_of(source.id) is not None:
            return "web"
        for via, reader in self._in_telegram.items():
            if (await reader.rights(source.id)).can_read:
                return via
        raise UserError("error-rule-bot-cannot-read", chat=source.title)


def _check_private(chat: ChatInfo, *people: UserId) -> None:
    """
    Raises:
        UserError: it is somebody's private chat, and not that of all these people.
    """
    if chat.kind == "private" and any(int(person) != chat.id for person in people):
        raise UserError("error-rule-private-chat", chat=chat.title)


async def _can_carry(reader: Reader, source: ChatId, destination: ChatId) -> bool:
    if isinstance(reader, Carrier):
        return await reader.can_carry(source, destination)
    return (await reader.rights(destination)).can_post
