"""Taking back what was said: texts go, of a turn stay its id, its state and how many tokens it took."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ChatId, ThreadId
from storage.database import Database
from storage.tables.conversation import (
    AnswerMessageRow,
    CachedAnswerRow,
    ConversationRow,
    SummaryRow,
    TurnRow,
)
from storage.tables.inbox import ApprovalRow, InboxUpdateRow
from storage.turns import PastTurn

FAILED = "failed"
"""A stage of the inbox."""


class Erasure:
    """Each method returns where the erased questions came from, once each: the memory may have learned from them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def turn(self, turn: PastTurn, owner: str) -> list[str]:
        """One question with its answer, earlier versions of it too, and what may hold it: the summary, the cache."""
        async with self._erasing(owner) as session:
            await session.execute(delete(SummaryRow).where(SummaryRow.thread == turn.thread))
            same = (TurnRow.thread == turn.thread) & (TurnRow.source == turn.source) & (TurnRow.source != "")
            return await _erase(session, same | (TurnRow.id == turn.id))

    async def conversation(self, thread: ThreadId, owner: str) -> list[str]:
        """The current conversation of the thread, and what was cached for its owner."""
        begun = select(ConversationRow.after_turn).where(ConversationRow.thread == thread).scalar_subquery()
        async with self._erasing(owner) as session:
            await session.execute(delete(SummaryRow).where(SummaryRow.thread == thread))
            return await _erase(session, (TurnRow.thread == thread) & (TurnRow.id > func.coalesce(begun, 0)))

    async def chat(self, chat: ChatId, owner: str) -> list[str]:
        """All conversations of the chat, in all its topics, what waits there for leave, and what was cached."""
        threads = select(TurnRow.thread).where(TurnRow.chat == chat).distinct()
        async with self._erasing(owner) as session:
            await session.execute(delete(SummaryRow).where(SummaryRow.thread.in_(threads)))
            titled = update(ConversationRow).where(ConversationRow.thread.in_(threads)).values(title="")
            await session.execute(titled)
            await session.execute(delete(ApprovalRow).where(ApprovalRow.chat_id == chat))
            return await _erase(session, TurnRow.chat == chat)

    @asynccontextmanager
    async def _erasing(self, owner: str) -> AsyncIterator[AsyncSession]:
        """One transaction, which takes the owner's cached answers along and leaves nothing in the database's log."""
        async with self._database.session() as session:
            await session.execute(delete(CachedAnswerRow).where(CachedAnswerRow.owner == owner))
            yield session
        await self._database.empty_log()


async def _erase(session: AsyncSession, which: ColumnElement[bool]) -> list[str]:
    kept = which & (TurnRow.text != "")
    sources = (await session.scalars(select(TurnRow.source).where(kept).distinct())).all()
    turns = select(TurnRow.id).where(which)
    updates = select(TurnRow.update_id).where(which)
    # What failed is kept for its Retry and for the operator; what is still open is about to be answered.
    given_up = (InboxUpdateRow.stage == FAILED) & InboxUpdateRow.update_id.in_(updates)
    await session.execute(update(InboxUpdateRow).where(given_up).values(payload={}))
    await session.execute(delete(AnswerMessageRow).where(AnswerMessageRow.turn.in_(turns)))
    await session.execute(update(TurnRow).where(which).values(text="", answer="", attachments=[]))
    return list(sources)
