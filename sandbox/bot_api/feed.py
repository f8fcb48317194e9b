"""Events of the world become updates in the queues of the bots that may hear of them."""

import zlib
from collections.abc import Callable
from typing import Any

from sandbox.bot_api.queues import UpdateQueue
from sandbox.bot_api.render import people
from sandbox.bot_api.render.messages import message, summoning_message
from sandbox.events import (
    CallbackPressed,
    Event,
    GenerationStopped,
    InlineAsked,
    InlineChosen,
    MemberChanged,
    MessageEdited,
    NewMessage,
    ReactionChanged,
)
from sandbox.model import Account, Chat, Json, Message
from sandbox.world import World


class Feed:
    """Listens to the world; `queue(bot)` is where its updates wait."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._queues: dict[int, UpdateQueue] = {}
        self._handlers: dict[type[Event], Callable[[Any], None]] = {
            NewMessage: self._on_new,
            MessageEdited: self._on_edited,
            CallbackPressed: self._on_pressed,
            GenerationStopped: self._on_stopped,
            MemberChanged: self._on_member,
            ReactionChanged: self._on_reaction,
            InlineAsked: self._on_inline,
            InlineChosen: self._on_chosen,
        }
        world.subscribe(self._on_event)

    @property
    def queues(self) -> dict[int, UpdateQueue]:
        return self._queues

    def queue(self, bot: int) -> UpdateQueue:
        if bot not in self._queues:
            # Ids grow with the clock, so that a world whose file was lost repeats none of them.
            self._queues[bot] = UpdateQueue(next_id=max(self._world.now() - 1_700_000_000, 1) * 4)
        return self._queues[bot]

    def state(self) -> Json:
        """What a snapshot keeps of the queues."""
        return {str(bot): queue.state() for bot, queue in self._queues.items()}

    def restore(self, state: Json, leap: int) -> None:
        """Queues as they were, their next numbers moved on by `leap`."""
        for bot, kept in state.items():
            queue = self.queue(int(bot))
            queue.restore(kept, leap)

    def forget(self, but: str = "") -> None:
        """Drop what waits, except one kind; numbers go on."""
        for queue in self._queues.values():
            queue.updates = [update for update in queue.updates if but in update]

    def _on_event(self, event: Event) -> None:
        handler = self._handlers.get(type(event))
        if handler is not None:
            handler(event)

    def _bots(self, chat: Chat) -> list[Account]:
        accounts = self._world.accounts
        return [accounts[each] for each in chat.members if accounts[each].is_bot]

    def _on_new(self, event: NewMessage) -> None:
        kind = "channel_post" if event.message.chat.kind == "channel" else "message"
        self._tell(event.message, kind)
        for summons in self._world.guests.summoned_by(event.message):
            update = summoning_message(self._world, self._world.accounts[summons.bot], summons)
            self.queue(summons.bot).put("guest_message", update)

    def _on_edited(self, event: MessageEdited) -> None:
        kind = "edited_channel_post" if event.message.chat.kind == "channel" else "edited_message"
        self._tell(event.message, kind, but=event.by)

    def _tell(self, shown: Message, kind: str, but: int = 0) -> None:
        for bot in self._bots(shown.chat):
            if bot.id != but and self._world.hears(bot, shown):
                self.queue(bot.id).put(kind, message(self._world, bot, shown))

    def _on_pressed(self, event: CallbackPressed) -> None:
        callback = event.callback
        bot = self._world.accounts[callback.bot]
        update: Json = {
            "id": callback.id,
            "from": people.user(self._world.accounts[callback.account]),
            "chat_instance": str(self._world.secret ^ zlib.crc32(callback.message.chat.key.encode())),
            "data": callback.data,
        }
        if callback.message.inline_id:
            update["inline_message_id"] = callback.message.inline_id
        else:
            update["message"] = message(self._world, bot, callback.message)
        self.queue(bot.id).put("callback_query", update)

    def _on_stopped(self, event: GenerationStopped) -> None:
        draft = event.draft
        update: Json = {"chat": people.chat(self._world, draft.chat, draft.bot), "draft_id": draft.draft_id}
        if draft.topic:
            update["message_thread_id"] = draft.topic
        self.queue(draft.bot).put("stopped_message_generation", update)

    def _on_member(self, event: MemberChanged) -> None:
        chat = event.chat
        for bot in self._bots(chat):
            is_own = event.new.account == bot.id
            if not is_own and not self._world.member(chat, bot.id).is_admin:
                continue
            update = {
                "chat": people.chat(self._world, chat, bot.id),
                "from": people.user(self._world.accounts[event.actor]),
                "date": self._world.now(),
                "old_chat_member": people.member(self._world, chat, event.old, bot.id),
                "new_chat_member": people.member(self._world, chat, event.new, bot.id),
            }
            self.queue(bot.id).put("my_chat_member" if is_own else "chat_member", update)

    def _on_reaction(self, event: ReactionChanged) -> None:
        shown = event.message
        if self._world.accounts[event.account].is_bot:
            return
        for bot in self._bots(shown.chat):
            if shown.chat.kind != "private" and not self._world.member(shown.chat, bot.id).is_admin:
                continue
            update = {
                "chat": people.chat(self._world, shown.chat, bot.id),
                "message_id": shown.id_for(bot.id),
                "user": people.user(self._world.accounts[event.account]),
                "date": self._world.now(),
                "old_reaction": [{"type": "emoji", "emoji": each} for each in event.old],
                "new_reaction": [{"type": "emoji", "emoji": each} for each in event.new],
            }
            self.queue(bot.id).put("message_reaction", update)

    def _on_inline(self, event: InlineAsked) -> None:
        query = event.query
        kind = query.chat.kind
        if kind == "private":
            kind = "sender" if query.bot in query.chat.members else "private"  # type: ignore[assignment]
        update = {
            "id": query.id,
            "from": people.user(self._world.accounts[query.account]),
            "query": query.query,
            "offset": query.offset,
            "chat_type": kind,
        }
        self.queue(query.bot).put("inline_query", update)

    def _on_chosen(self, event: InlineChosen) -> None:
        update = {
            "result_id": event.result_id,
            "from": people.user(self._world.accounts[event.query.account]),
            "query": event.query.query,
        }
        if event.message.markup:
            update["inline_message_id"] = event.message.inline_id
        self.queue(event.query.bot).put("chosen_inline_result", update)
