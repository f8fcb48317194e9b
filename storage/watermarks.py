"""How far the account has read each source, so that a start reads on from there."""

from sqlalchemy import case

from core.ids import ChatId, MessageId
from storage.database import Database
from storage.tables.forwarding import WatermarkRow
from storage.upsert import insert_for


class Watermarks:
    """The last message read, by source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, source: ChatId) -> MessageId | None:
        async with self._database.reading() as session:
            row = await session.get(WatermarkRow, source)
        return MessageId(row.message) if row else None

    async def advance(self, source: ChatId, message: MessageId) -> None:
        """Never backwards."""
        further = case((WatermarkRow.message > message, WatermarkRow.message), else_=message)
        async with self._database.session() as session:
            insert = insert_for(session, WatermarkRow).values(source=source, message=message)
            await session.execute(insert.on_conflict_do_update(index_elements=["source"], set_={"message": further}))
