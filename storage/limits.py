"""Until when Telegram asked us to keep away from a chat: obeyed over restarts too."""

from datetime import datetime

from sqlalchemy import delete, select

from core.ids import ChatId
from storage.database import Database
from storage.tables.forwarding import LimitRow
from storage.upsert import insert_for


class Limits:
    """Chats that are closed for now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def close(self, chat: ChatId, until: datetime) -> None:
        async with self._database.session() as session:
            insert = insert_for(session, LimitRow).values(chat=chat, until=until)
            await session.execute(insert.on_conflict_do_update(index_elements=["chat"], set_={"until": until}))

    async def closed(self, now: datetime) -> dict[ChatId, datetime]:
        """Those still closed; the others are forgotten."""
        async with self._database.session() as session:
            await session.execute(delete(LimitRow).where(LimitRow.until <= now))
            return {ChatId(row.chat): row.until for row in await session.scalars(select(LimitRow))}
