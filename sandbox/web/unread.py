"""How many messages of others a person has not seen, in a chat and in each topic of a forum."""

from sandbox.model import Chat, Message
from sandbox.world import World

MOST = 1000
"""Further back nobody counts."""


class Unread:
    """The world has one read mark a chat; those of topics are the page's own, kept with the world."""

    def __init__(self, world: World, viewer: int) -> None:
        self._world = world
        self._viewer = viewer

    def in_chat(self, chat: Chat) -> int:
        if chat.topics:
            shown = [topic.id for topic in chat.topics.values() if not topic.is_hidden]
            return sum(self.in_topic(chat, topic) for topic in (shown if chat.is_forum else [0, *shown]))
        return self._count(chat, chat.read.get(self._viewer, 0))

    def in_topic(self, chat: Chat, topic: int) -> int:
        return self._count(chat, self._marks.get(self._key(chat, topic), 0), topic)

    def mark(self, chat: Chat, topic: int) -> None:
        """Everything there is now has been seen."""
        newest = next((each for each in reversed(self._history(chat)) if each.topic == topic), None)
        if newest is None:
            return
        number = newest.id_for(self._viewer)
        self._marks[self._key(chat, topic)] = number
        self._world.marks.read(self._world.accounts[self._viewer], chat, number)

    def _count(self, chat: Chat, mark: int, topic: int | None = None) -> int:
        count = 0
        for message in reversed(self._history(chat)[-MOST:]):
            if message.id_for(self._viewer) <= mark:
                break
            count += self._is_news(message) and topic in (None, message.topic)
        return count

    def _is_news(self, message: Message) -> bool:
        return message.author != self._viewer and message.service is None and self._world.sees(self._viewer, message)

    def _history(self, chat: Chat) -> list[Message]:
        return self._world.history.get(chat.key, [])

    def _key(self, chat: Chat, topic: int) -> str:
        return f"{chat.id or chat.key}/{topic}/{self._viewer}"

    @property
    def _marks(self) -> dict[str, int]:
        marks: dict[str, int] = self._world.kept.setdefault("page_read", {})
        return marks
