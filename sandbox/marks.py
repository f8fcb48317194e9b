"""What is put on messages: reactions, pins, read marks."""

from sandbox.events import HistoryRead, MessagesPinned, ReactionChanged
from sandbox.model import Account, Chat, Message, Service
from sandbox.posting import Posting
from sandbox.refusals import WorldError
from sandbox.rules import check_may_pin, check_reachable
from sandbox.store import Store

EMOJI = tuple(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)
"""The reactions that everybody has."""


class Marks:
    def __init__(self, store: Store, posting: Posting) -> None:
        self._store = store
        self._posting = posting

    def react(self, actor: Account, message: Message, emoji: tuple[str, ...]) -> None:
        """Set the actor's reactions to exactly these; none takes them away."""
        check_reachable(self._store, actor, message.chat)
        emoji = tuple(each.removesuffix("\ufe0f") for each in emoji)
        if any(each not in EMOJI for each in emoji):
            raise WorldError("REACTION_INVALID")
        if len(emoji) > 1:
            raise WorldError("REACTIONS_TOO_MANY")
        old = message.reactions.pop(actor.id, ())
        if emoji:
            message.reactions[actor.id] = emoji
        if old != emoji:
            self._store.emit(ReactionChanged(message, actor.id, old, emoji))

    def pin(self, actor: Account, message: Message, *, is_silent: bool = False) -> None:
        """Pin; in groups and private chats a service message tells of it unless silent."""
        chat = message.chat
        check_may_pin(self._store, actor, chat)
        if message.uid in chat.pinned:
            return
        chat.pinned.append(message.uid)
        self._store.emit(MessagesPinned(chat, _numbers([message]), (message,)))
        if not is_silent and chat.kind != "private":
            self._posting.say(
                actor.id, chat, Service("pinned_message", {"uid": message.uid}), message.topic, message.uid
            )

    def unpin(self, actor: Account, chat: Chat, message: Message | None) -> None:
        """Unpin one message, or (None) the latest pinned one."""
        check_may_pin(self._store, actor, chat)
        uid = message.uid if message is not None else (chat.pinned[-1] if chat.pinned else 0)
        if uid not in chat.pinned:
            raise WorldError("MESSAGE_UNPIN_NOT_FOUND")
        chat.pinned.remove(uid)
        found = self._store.messages[uid]
        self._store.emit(MessagesPinned(chat, _numbers([found]), (found,), is_pinned=False))

    def unpin_all(self, actor: Account, chat: Chat, topic: int = 0) -> None:
        check_may_pin(self._store, actor, chat)
        found = [self._store.messages[uid] for uid in chat.pinned]
        found = [each for each in found if not topic or each.topic == topic]
        if not found:
            return
        for each in found:
            chat.pinned.remove(each.uid)
        self._store.emit(MessagesPinned(chat, _numbers(found), tuple(found), is_pinned=False))

    def read(self, actor: Account, chat: Chat, up_to: int) -> None:
        """Everything up to this number (as the actor counts) is read."""
        if up_to > chat.read.get(actor.id, 0):
            chat.read[actor.id] = up_to
            self._store.emit(HistoryRead(chat, actor.id, up_to))


def _numbers(messages: list[Message]) -> dict[int, tuple[int, ...]]:
    """Box -> numbers of these messages there."""
    boxes: dict[int, list[int]] = {}
    for message in messages:
        places = {message.chat.id: message.shared_id} if message.shared_id else message.ids
        for box, number in places.items():
            boxes.setdefault(box, []).append(number)
    return {box: tuple(numbers) for box, numbers in boxes.items()}
