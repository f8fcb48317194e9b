"""A Transport in memory: chats with rights, messages that arrive, and faults in the order of their script."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from core.buttons import Rows
from core.errors import UserError
from core.ids import ChatId, MessageId, TopicId, UserId
from forwarding.limits import is_paid
from forwarding.outgoing import CopyPosts, EditCopy, SendText
from forwarding.transports.protocol import Address, ChatInfo, Rights

EVERYTHING = Rights(is_member=True, is_admin=True, can_read=True, can_post=True, can_open_topics=True)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What stands in a chat: the ids of copied originals, or a text."""

    chat: ChatId
    id: MessageId
    original: MessageId | None = None
    text: str = ""
    topic: int | None = None
    reply_to: MessageId | None = None


@dataclass(slots=True)
class FakeTransport:
    """Implements Transport. `faults` are raised before a send, `faults_after` when it has arrived."""

    chats: dict[ChatId, ChatInfo] = field(default_factory=dict)
    allowed: dict[tuple[ChatId, UserId | None], Rights] = field(default_factory=dict)
    arrived: list[Arrived] = field(default_factory=list)
    edits: list[tuple[ChatId, MessageId, EditCopy]] = field(default_factory=list)
    deleted: list[tuple[ChatId, MessageId]] = field(default_factory=list)
    opened: list[tuple[ChatId, str]] = field(default_factory=list)
    texts: list[SendText] = field(default_factory=list)
    copied: list[CopyPosts] = field(default_factory=list)
    buttons: list[tuple[ChatId, MessageId, Rows]] = field(default_factory=list)
    payments: list[tuple[ChatId, bool]] = field(default_factory=list)
    """Of each copy, whether it was paid for."""
    watched: list[ChatId] = field(default_factory=list)
    faults: deque[Exception | None] = field(default_factory=deque)
    faults_after: deque[Exception | None] = field(default_factory=deque)
    uncopyable: set[MessageId] = field(default_factory=set)
    hold: asyncio.Event | None = None
    """Nothing is answered before this is set."""
    _next: int = 1000

    def add_chat(self, id: int, title: str, username: str = "") -> ChatId:
        chat = ChatId(id)
        self.chats[chat] = ChatInfo(chat, "channel", title, username)
        return chat

    def allow(self, chat: ChatId, user: UserId | None, rights: Rights = EVERYTHING) -> None:
        self.allowed[chat, user] = rights

    async def resolve(self, reference: str) -> ChatInfo:
        for info in self.chats.values():
            if reference in (str(info.id), f"@{info.username}"):
                return info
        raise UserError("error-chat-not-found", chat=reference)

    async def rights(self, chat: ChatId, user: UserId | None = None) -> Rights:
        return self.allowed.get((chat, user), Rights())

    async def watch(self, source: ChatId) -> None:
        self.watched.append(source)

    async def copy(
        self, address: Address, posts: CopyPosts, reply_to: MessageId | None = None
    ) -> tuple[MessageId, ...]:
        self._fail(self.faults)
        self.copied.append(posts)
        self.payments.append((address.chat, is_paid()))
        text = posts.rewrite.text if posts.rewrite else ""
        copies = tuple(
            self._arrive(address, original=number, text=text, reply_to=reply_to)
            for number in posts.messages
            if number not in self.uncopyable
        )
        await self._answer()
        return copies

    async def edit(self, address: Address, copy: MessageId, content: EditCopy, *, has_media: bool) -> None:
        self._fail(self.faults)
        self.edits.append((address.chat, copy, content))
        await self._answer()

    async def delete(self, address: Address, copy: MessageId) -> None:
        self._fail(self.faults)
        self.deleted.append((address.chat, copy))
        await self._answer()

    async def put_buttons(self, address: Address, message: MessageId, buttons: Rows) -> None:
        self._fail(self.faults)
        self.buttons.append((address.chat, message, buttons))
        await self._answer()

    async def open_topic(self, chat: ChatId, name: str) -> TopicId:
        self._next += 1
        self.opened.append((chat, name))
        return TopicId(self._next)

    async def say(self, address: Address, text: SendText) -> MessageId:
        self._fail(self.faults)
        self.texts.append(text)
        number = self._arrive(address, text=text.text)
        await self._answer()
        return number

    def originals(self, chat: ChatId) -> list[int]:
        """The originals whose copies stand in the chat, in order."""
        return [each.original for each in self.arrived if each.chat == chat and each.original is not None]

    def said(self, chat: ChatId) -> list[str]:
        return [each.text for each in self.arrived if each.chat == chat and each.original is None]

    def _arrive(
        self,
        address: Address,
        original: MessageId | None = None,
        text: str = "",
        reply_to: MessageId | None = None,
    ) -> MessageId:
        self._next += 1
        self.arrived.append(Arrived(address.chat, MessageId(self._next), original, text, address.topic, reply_to))
        return MessageId(self._next)

    async def _answer(self) -> None:
        if self.hold is not None:
            await self.hold.wait()
        self._fail(self.faults_after)

    @staticmethod
    def _fail(faults: deque[Exception | None]) -> None:
        if faults and (fault := faults.popleft()) is not None:
            raise fault
