"""A group that became a supergroup: what was said, set to be done and left unfinished there goes to its new id."""

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ChatId, ThreadId, thread_of
from storage.database import Database
from storage.tables.conversation import ConversationRow, SummaryRow, TurnRow
from storage.tables.inbox import ApprovalRow
from storage.tables.schedule import DigestRow, ReminderRow


class Moving:
    """Messages stay behind under their old numbers, and so does which of them are answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def migrate(self, old: ChatId, new: ChatId) -> None:
        """Everything but the memory; a basic group has no topics, so it is one thread."""
        async with self._database.session() as session:
            turns = update(TurnRow).where(TurnRow.thread == thread_of(old))
            await session.execute(turns.values(thread=thread_of(new), chat=new))
            await _rename(session, ConversationRow, thread_of(old), thread_of(new))
            await _rename(session, SummaryRow, thread_of(old), thread_of(new))
            for kept in (ReminderRow, DigestRow):
                await session.execute(update(kept).where(kept.chat == old).values(chat=new))
            await session.execute(update(ApprovalRow).where(ApprovalRow.chat_id == old).values(chat_id=new))


async def _rename(
    session: AsyncSession, table: type[ConversationRow | SummaryRow], old: ThreadId, new: ThreadId
) -> None:
    """The older conversation goes on, also when the new id was heard of first."""
    if await session.get(table, old) is None:
        return
    await session.execute(delete(table).where(table.thread == new))
    await session.execute(update(table).where(table.thread == old).values(thread=new))
