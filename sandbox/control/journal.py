"""What happened, numbered and as JSON, so that a script can wait for it instead of sleeping."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from sandbox import events
from sandbox.bot_api.render import people
from sandbox.bot_api.render.messages import entity, message
from sandbox.model import Chat, Json, Message
from sandbox.world import World

KEPT = 5000


class Journal:
    """The last events. `kind` is the event's class in snake case; ids are those the Bot API shows."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._entries: deque[Json] = deque(maxlen=KEPT)
        self._arrived = asyncio.Event()
        self.last = 0
        world.subscribe(self._on_event)

    def since(self, after: int, matches: Callable[[Json], bool]) -> list[Json]:
        return [entry for entry in self._entries if entry["n"] > after and matches(entry)]

    async def wait(self, after: int, matches: Callable[[Json], bool], count: int, seconds: float) -> list[Json]:
        """At least `count` matching entries, or what there is when the time is over."""
        deadline = asyncio.get_running_loop().time() + seconds
        while len(found := self.since(after, matches)) < count:
            left = deadline - asyncio.get_running_loop().time()
            arrived = self._arrived
            try:
                await asyncio.wait_for(arrived.wait(), max(left, 0))
            except TimeoutError:
                break
        return found

    def _on_event(self, event: events.Event) -> None:
        describe = _DESCRIBED.get(type(event))
        if describe is None:
            return
        self.last += 1
        chat = _chat_of(event)
        entry = {"n": self.last, "kind": _snake(type(event).__name__), "at": self._world.now()}
        if chat is not None:
            entry["chat_key"] = chat.key
        self._entries.append(entry | describe(self._world, event))
        self._arrived.set()
        self._arrived = asyncio.Event()


def shown(world: World, subject: Message, viewer: int = 0) -> Json:
    """A message as the Bot API shows it to `viewer` (or to its author), and what only the sandbox knows."""
    return message(world, world.accounts[viewer or subject.author], subject) | {
        "uid": subject.uid,
        "author": subject.author,
        "file": subject.content.media.file if subject.content.media is not None else 0,
        "reactions": [{"user": account, "emoji": list(emoji)} for account, emoji in subject.reactions.items()],
        "keyboard": subject.markup,
    }


def _chat_of(event: Any) -> Chat | None:
    holder = event
    for name in ("message", "callback", "draft", "query"):
        holder = getattr(event, name, holder)
    holder = getattr(holder, "message", holder)
    chat: Chat | None = getattr(holder, "chat", None)
    return chat


def _snake(name: str) -> str:
    return "".join("_" + char.lower() if char.isupper() else char for char in name).lstrip("_")


def _draft(world: World, event: events.DraftChanged) -> Json:
    draft = event.draft
    return {
        "bot": draft.bot,
        "draft_id": draft.draft_id,
        "text": draft.content.text,
        "entities": [entity(world, each) for each in draft.content.entities],
        "rich": draft.content.rich,
        "topic": draft.topic,
        "can_stop": draft.can_stop,
        "is_stopped": draft.is_stopped,
        "is_gone": event.is_gone,
    }


def _callback(_world: World, event: events.CallbackPressed | events.CallbackAnswered) -> Json:
    callback = event.callback
    return {
        "id": callback.id,
        "account": callback.account,
        "bot": callback.bot,
        "data": callback.data,
        "is_answered": callback.is_answered,
        "text": callback.text,
        "is_alert": callback.is_alert,
    }


def _member(world: World, event: events.MemberChanged) -> Json:
    return {
        "account": event.new.account,
        "actor": event.actor,
        "old": event.old.status,
        "new": event.new.status,
        "chat": people.chat(world, event.chat, event.new.account),
    }


_DESCRIBED: dict[type[events.Event], Callable[[World, Any], Json]] = {
    events.AccountAdded: lambda _world, event: {"account": event.account.id},
    events.NewMessage: lambda world, event: {"message": shown(world, event.message)},
    events.MessageEdited: lambda world, event: {"message": shown(world, event.message), "by": event.by},
    events.MessagesDeleted: lambda _world, event: {"uids": [each.uid for each in event.messages]},
    events.MessagesPinned: lambda _world, event: {
        "uids": [each.uid for each in event.messages],
        "is_pinned": event.is_pinned,
    },
    events.ReactionChanged: lambda world, event: {
        "message": shown(world, event.message),
        "account": event.account,
        "emoji": list(event.new),
    },
    events.MemberChanged: _member,
    events.Typing: lambda _world, event: {"account": event.account, "action": event.action, "topic": event.topic},
    events.DraftChanged: _draft,
    events.GenerationStopped: lambda _world, event: {"bot": event.draft.bot, "draft_id": event.draft.draft_id},
    events.CallbackPressed: _callback,
    events.CallbackAnswered: _callback,
    events.InlineAnswered: lambda _world, event: {"id": event.query.id, "results": event.query.results},
    events.CommandsChanged: lambda _world, event: {"bot": event.bot},
    events.FaultMet: lambda _world, event: {"method": event.method},
    events.TopicChanged: lambda _world, event: {"topic": event.topic.id, "title": event.topic.title},
}
