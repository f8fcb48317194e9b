"""How each thread's conversation is set, and what has to be known of it before the next question."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ThreadId, UserId
from storage.database import Database
from storage.tables.conversation import ConversationRow
from storage.turns import PastTurn, history_in
from storage.upsert import insert_for
from storage.usage import Spent, spent_in


@dataclass(frozen=True, slots=True)
class Opening:
    """What a question finds."""

    is_incognito: bool
    spent: Spent | None
    """By its author; None where nobody asked."""
    last: PastTurn | None
    """The newest turn that has an answer; None also where nobody asked."""


class Conversations:
    """The current conversation of every thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opening(self, thread: ThreadId, user: UserId, since: datetime | None, *, has_last: bool) -> Opening:
        """All at once, for it is asked before every answer: what is `spent` counts from `since` on."""
        async with self._database.reading() as session:
            is_incognito = await _is_incognito(session, thread)
            spent = await spent_in(session, user, since) if since is not None else None
            history = await history_in(session, thread, 1) if has_last else []
        return Opening(is_incognito, spent, history[-1] if history else None)

    async def is_incognito(self, thread: ThreadId) -> bool:
        async with self._database.reading() as session:
            return await _is_incognito(session, thread)

    async def set_incognito(self, thread: ThreadId, *, is_on: bool) -> None:
        async with self._database.session() as session:
            await session.execute(
                insert_for(session, ConversationRow)
                .values(thread=thread, after_turn=0, is_incognito=is_on)
                .on_conflict_do_update(index_elements=["thread"], set_={"is_incognito": is_on})
            )


async def _is_incognito(session: AsyncSession, thread: ThreadId) -> bool:
    query = select(ConversationRow.is_incognito).where(ConversationRow.thread == thread)
    return bool(await session.scalar(query))
