"""Topics that were opened because a rule named them, so that each is opened once."""

from sqlalchemy import delete

from core.ids import ChatId, TopicId
from storage.database import Database
from storage.tables.forwarding import OpenedTopicRow
from storage.upsert import insert_for


class OpenedTopics:
    """By chat and name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat: ChatId, name: str) -> TopicId | None:
        async with self._database.reading() as session:
            row = await session.get(OpenedTopicRow, (chat, name))
        return TopicId(row.topic) if row else None

    async def add(self, chat: ChatId, name: str, topic: TopicId) -> TopicId:
        """The one that counts: another process may have opened one at the same moment."""
        async with self._database.session() as session:
            insert = insert_for(session, OpenedTopicRow).values(chat=chat, name=name, topic=topic)
            await session.execute(insert.on_conflict_do_nothing())
            return TopicId((await session.get_one(OpenedTopicRow, (chat, name))).topic)

    async def forget(self, chat: ChatId, name: str) -> None:
        """Somebody deleted it."""
        here = (OpenedTopicRow.chat == chat, OpenedTopicRow.name == name)
        async with self._database.session() as session:
            await session.execute(delete(OpenedTopicRow).where(*here))
