"""The titles of topics: which topic still needs one, and what it was called."""

from sqlalchemy import CursorResult, update

from core.ids import ThreadId
from storage.database import Database
from storage.tables.conversation import ConversationRow
from storage.upsert import insert_for


class Titles:
    """Of the topics in private chats; each is titled by itself at most once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def expect(self, thread: ThreadId) -> None:
        """The topic was opened without a name."""
        await self._put(thread, title="", is_nameless=True)

    async def settle(self, thread: ThreadId, title: str) -> None:
        """The topic has this title now, and keeps it."""
        await self._put(thread, title=title, is_nameless=False)

    async def is_awaited(self, thread: ThreadId) -> bool:
        """Whether the topic still has no name."""
        async with self._database.reading() as session:
            row = await session.get(ConversationRow, thread)
            return row is not None and row.is_nameless

    async def claim(self, thread: ThreadId) -> bool:
        """Whether the caller is the one who shall name the topic: true once, and never after somebody named it."""
        change = update(ConversationRow).where(ConversationRow.thread == thread, ConversationRow.is_nameless)
        async with self._database.session() as session:
            result = await session.execute(change.values(is_nameless=False))
            assert isinstance(result, CursorResult)  # noqa: S101 - narrows a type
            return bool(result.rowcount)

    async def _put(self, thread: ThreadId, *, title: str, is_nameless: bool) -> None:
        values = {"title": title, "is_nameless": is_nameless}
        async with self._database.session() as session:
            await session.execute(
                insert_for(session, ConversationRow)
                .values(thread=thread, after_turn=0, **values)
                .on_conflict_do_update(index_elements=["thread"], set_=values)
            )
