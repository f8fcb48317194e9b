"""Everything that exists, found by id, name or message number, and who hears of changes."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import WorldClock
from sandbox.events import Event, LoggedEvent, MessageEdited, MessagesDeleted, MessagesPinned, NewMessage
from sandbox.model import Account, Chat, Membership, Message, StoredFile
from sandbox.pending import Callback, Draft, InlineQuery, Summons
from sandbox.references import as_id
from sandbox.refusals import WorldError

Listener = Callable[[Event], None]

LOG_KEPT = 5000
"""Entries of a box's log that a difference after an absence can bring; who was away for longer reads the history."""


@dataclass(slots=True)
class Box:
    """One sequence of message ids and of pts: an account's (private chats, basic groups) or a channel's."""

    key: int
    last_id: int = 0
    pts: int = 1
    messages: dict[int, Message] = field(default_factory=dict)
    log: list[tuple[int, int, LoggedEvent]] = field(default_factory=list)
    """(pts after it, how many pts it took, event), the newest last."""

    def put(self, message: Message) -> int:
        self.last_id += 1
        self.messages[self.last_id] = message
        return self.last_id

    def note(self, event: LoggedEvent, count: int) -> None:
        self.pts += count
        self.log.append((self.pts, count, event))
        if len(self.log) >= 2 * LOG_KEPT:
            del self.log[:-LOG_KEPT]
        event.pts[self.key] = self.pts

    def since(self, pts: int) -> list[tuple[int, int, LoggedEvent]]:
        return [entry for entry in self.log if entry[0] > pts]


class Store:
    """The state of the world. Services change it; faces read it and subscribe."""

    def __init__(self) -> None:
        self.clock = WorldClock()
        self.secret = secrets.randbits(62)
        """Steady over restarts: access hashes and file ids are derived from it."""
        self.accounts: dict[int, Account] = {}
        self.chats: dict[str, Chat] = {}
        self.boxes: dict[int, Box] = {}
        self.messages: dict[int, Message] = {}
        self.history: dict[str, list[Message]] = {}
        self.files: dict[int, StoredFile] = {}
        self.blocked: set[tuple[int, int]] = set()
        """(who blocked, whom)"""
        self.drafts: dict[tuple[int, str, int], Draft] = {}
        """(bot, chat key, topic) -> draft"""
        self.callbacks: dict[str, Callback] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.summons: dict[str, Summons] = {}
        self.random_ids: dict[tuple[int, int], Message] = {}
        self.counters: dict[str, int] = {}
        self.kept: dict[str, Any] = {}
        """What a face must find again after a restart, as JSON under a key of its own."""
        self._names: dict[str, Account | Chat] = {}
        self._listeners: list[Listener] = []

    def wipe(self) -> None:
        """Forget everything but who listens, the secret and what numbers were given out."""
        for kept in (self.accounts, self.chats, self.boxes, self.messages, self.history, self.files, self.drafts):
            kept.clear()
        for pending in (self.callbacks, self.inline_queries, self.summons, self.random_ids, self.kept, self._names):
            pending.clear()
        self.blocked.clear()
        self.clock.reset()

    def now(self) -> int:
        return int(self.clock.time())

    def next(self, counter: str, start: int = 1) -> int:
        self.counters[counter] = self.counters.get(counter, start - 1) + 1
        return self.counters[counter]

    # -- who hears of it

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every event, in the order things happened; what is returned ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def emit(self, event: Event) -> None:
        if isinstance(event, NewMessage | MessageEdited):
            for box in self.boxes_of(event.message):
                box.note(event, 1)
        elif isinstance(event, MessagesDeleted | MessagesPinned):
            for key, ids in event.ids.items():
                self.boxes[key].note(event, len(ids))
        for listener in tuple(self._listeners):
            listener(event)

    # -- accounts and chats

    def add_account(self, account: Account) -> Account:
        self.accounts[account.id] = account
        self.boxes[account.id] = Box(account.id)
        self.name(account, account.username)
        return account

    def add_chat(self, chat: Chat) -> Chat:
        self.chats[chat.key] = chat
        self.history.setdefault(chat.key, [])
        if chat.is_shared:
            self.boxes.setdefault(chat.id, Box(chat.id))
        self.name(chat, chat.username)
        return chat

    def name(self, owner: Account | Chat, username: str) -> None:
        """Give a public name (an empty one takes it away)."""
        taken = self._names.get(username.lower())
        if taken is not None and taken is not owner:
            raise WorldError("USERNAME_OCCUPIED")
        self._names.pop(owner.username.lower(), None)
        owner.username = username
        if username:
            self._names[username.lower()] = owner

    def by_username(self, username: str) -> Account | Chat | None:
        return self._names.get(username.removeprefix("@").lower())

    def account(self, account_id: int) -> Account:
        account = self.accounts.get(account_id)
        if account is None:
            raise WorldError("USER_ID_INVALID")
        return account

    def bot_by_token(self, token: str) -> Account | None:
        account = self.accounts.get(as_id(token.partition(":")[0]) or 0)
        return account if account is not None and account.bot is not None and account.bot.token == token else None

    def private(self, one: int, other: int) -> Chat:
        """The private chat of two accounts, made at the first use; with oneself: saved messages."""
        low, high = sorted((one, other))
        key = f"private:{low}:{high}"
        if key not in self.chats:
            self.account(low)
            self.account(high)
            sides = {account: Membership(account, since=self.now()) for account in (low, high)}
            self.add_chat(Chat(key, "private", date=self.now(), members=sides))
        return self.chats[key]

    def chat(self, chat_id: int, viewer: int) -> Chat:
        """A chat by the id under which `viewer` knows it."""
        chat = self.private(viewer, chat_id) if chat_id in self.accounts else self.chats.get(str(chat_id))
        if chat is None:
            raise WorldError("PEER_ID_INVALID")
        return chat

    def chats_of(self, account: int) -> list[Chat]:
        """Where the account is inside, latest message first."""
        mine = [chat for chat in self.chats.values() if self.member(chat, account).is_inside and not chat.migrated_to]
        return sorted(mine, key=lambda chat: self.last_uid(chat, account), reverse=True)

    def last_uid(self, chat: Chat, viewer: int) -> int:
        return next((each.uid for each in reversed(self.history[chat.key]) if self.sees(viewer, each)), 0)

    def member(self, chat: Chat, account: int) -> Membership:
        return chat.members.get(account) or Membership(account, "left")

    def inside(self, chat: Chat) -> list[int]:
        """Accounts that are in the chat now."""
        return [member.account for member in chat.members.values() if member.is_inside]

    # -- messages

    def box(self, chat: Chat, viewer: int) -> Box:
        return self.boxes[chat.id if chat.is_shared else viewer]

    def boxes_of(self, message: Message) -> Iterable[Box]:
        if message.shared_id:
            return (self.boxes[message.chat.id],)
        return [self.boxes[account] for account in message.ids]

    def sees(self, viewer: int, message: Message) -> bool:
        return not message.only_for or viewer in (message.only_for, message.author)

    def message(self, chat: Chat, viewer: int, message_id: int, refusal: str = "MESSAGE_ID_INVALID") -> Message:
        """A message by its number as `viewer` counts.

        Raises:
            WorldError: `refusal`, when there is none in this chat.
        """
        message = self.box(chat, viewer).messages.get(message_id)
        if message is None or message.chat is not chat or message.is_deleted or not self.sees(viewer, message):
            raise WorldError(refusal)
        return message

    def messages_of(self, chat: Chat, viewer: int) -> list[Message]:
        """The history that `viewer` sees, oldest first."""
        return [each for each in self.history[chat.key] if each.id_for(viewer) and self.sees(viewer, each)]
