"""Events of the world, as one person's page hears them."""

from collections.abc import Callable
from typing import Any

from sandbox.events import (
    AccountAdded,
    ChatChanged,
    CommandsChanged,
    DraftChanged,
    Event,
    HistoryRead,
    MemberChanged,
    MessageEdited,
    MessagesDeleted,
    NewMessage,
    ReactionChanged,
    TopicChanged,
    Typing,
)
from sandbox.model import Account, Chat, Message
from sandbox.web.cards import Card, Cards
from sandbox.world import World


class Feed:
    def __init__(self, world: World, viewer: Account, cards: Cards) -> None:
        self._world = world
        self._viewer = viewer.id
        self._cards = cards
        self._tellers: dict[type[Event], Callable[[Any], list[Card]]] = {
            NewMessage: lambda event: self._on_message(event.message),
            MessageEdited: lambda event: self._on_message(event.message),
            ReactionChanged: lambda event: self._on_message(event.message),
            MessagesDeleted: self._on_deleted,
            DraftChanged: self._on_draft,
            Typing: self._on_typing,
            HistoryRead: lambda event: self._on_chat(event.chat) if event.account == self._viewer else [],
            ChatChanged: lambda event: self._on_chat(event.chat),
            TopicChanged: lambda event: self._on_chat(event.chat),
            MemberChanged: lambda event: self._on_chat(event.chat),
            CommandsChanged: self._on_commands,
            AccountAdded: self._on_account,
        }

    def of(self, event: Event) -> list[Card]:
        teller = self._tellers.get(type(event))
        return teller(event) if teller else []

    def _is_inside(self, chat: Chat) -> bool:
        return self._world.member(chat, self._viewer).is_inside

    def _on_message(self, message: Message) -> list[Card]:
        chat = message.chat
        if not self._is_inside(chat) or not message.id_for(self._viewer) or not self._world.sees(self._viewer, message):
            return []
        told = {"is": "message", "chat": chat.id_for(self._viewer), "message": self._cards.message(message)}
        return [told, *self._on_chat(chat)]

    def _on_chat(self, chat: Chat) -> list[Card]:
        if self._is_inside(chat) and not chat.migrated_to:
            return [{"is": "chat", "chat": self._cards.chat(chat)}]
        return [{"is": "chat-gone", "chat": chat.id_for(self._viewer)}] if self._viewer in chat.members else []

    def _on_deleted(self, event: MessagesDeleted) -> list[Card]:
        ids = event.ids.get(event.chat.id if event.chat.is_shared else self._viewer)
        if not ids or not self._is_inside(event.chat):
            return []
        told = {"is": "deleted", "chat": event.chat.id_for(self._viewer), "messages": list(ids)}
        return [told, *self._on_chat(event.chat)]

    def _on_draft(self, event: DraftChanged) -> list[Card]:
        draft = event.draft
        if not self._is_inside(draft.chat) or draft.bot == self._viewer:
            return []
        chat = draft.chat.id_for(self._viewer)
        if event.is_gone:
            return [{"is": "draft-gone", "chat": chat, "topic": draft.topic, "draft": draft.draft_id}]
        return [{"is": "draft", "chat": chat, "draft": self._cards.draft(draft)}]

    def _on_typing(self, event: Typing) -> list[Card]:
        if event.account == self._viewer or not self._is_inside(event.chat):
            return []
        name = self._world.accounts[event.account].first_name
        chat = event.chat.id_for(self._viewer)
        return [{"is": "typing", "chat": chat, "topic": event.topic, "name": name, "action": event.action}]

    def _on_account(self, event: AccountAdded) -> list[Card]:
        # While a world is seeded anew the viewer may not be in it yet, or never again.
        is_for_viewer = event.account.is_bot and self._viewer in self._world.accounts
        return [{"is": "chat", "chat": self._cards.unmet(event.account)}] if is_for_viewer else []

    def _on_commands(self, event: CommandsChanged) -> list[Card]:
        cards = self._cards.chats()
        return [{"is": "chat", "chat": card} for card in cards]
