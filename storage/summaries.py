"""What the older turns of each conversation came to, and whether its people were told that it grows too long."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ThreadId, TurnId
from storage.database import Database
from storage.tables.conversation import ConversationRow, SummaryRow, TurnRow
from storage.turns import PastTurn, history_in
from storage.upsert import insert_for

NO_TURN = TurnId(0)


@dataclass(frozen=True, slots=True)
class Summary:
    """Of the current conversation; empty before there is one."""

    text: str = ""
    up_to: TurnId = NO_TURN
    """The last turn that is in it."""
    is_warned: bool = False
    """Whether the people were told that the conversation grows too long."""


class Summaries:
    """One of each thread; that of a conversation which is over counts for nothing."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def get(self, thread: ThreadId) -> Summary:
        async with self._database.reading() as session:
            return await _summary(session, thread)

    async def with_rest(
        self, thread: ThreadId, limit: int, before: TurnId | None = None
    ) -> tuple[Summary, list[PastTurn]]:
        """Of the last turns that `Turns.history` gives, those that the summary does not hold.

        Before a turn that is in the summary there is none.
        """
        async with self._database.reading() as session:
            summary = await _summary(session, thread)
            history = await history_in(session, thread, limit, before)
        if before is not None and summary.up_to >= before:
            summary = Summary()
        return summary, [past for past in history if past.id > summary.up_to]

    async def put(self, thread: ThreadId, text: str, turns: Sequence[TurnId], known: Summary) -> bool:
        """What these turns came to after what was `known`.

        False when any of it was erased or left behind meanwhile: what was forgotten must not come back.
        """
        begun = select(ConversationRow.after_turn).where(ConversationRow.thread == thread).scalar_subquery()
        there = select(func.count()).where(
            TurnRow.id.in_(turns), TurnRow.thread == thread, TurnRow.answer != "", TurnRow.id > func.coalesce(begun, 0)
        )
        before = select(SummaryRow.text).where(SummaryRow.thread == thread, SummaryRow.up_to_turn == known.up_to)
        async with self._database.session() as session:
            if await session.scalar(there) != len(turns):
                return False
            if known.text and await session.scalar(before) != known.text:
                return False
            values = {"text": text, "up_to_turn": max(turns), "changed_at": self._clock.now()}
            insert = insert_for(session, SummaryRow).values(thread=thread, **values)
            await session.execute(insert.on_conflict_do_update(index_elements=["thread"], set_=values))
        return True

    async def warn(self, thread: ThreadId, turn: TurnId) -> None:
        """With this turn the people were told."""
        values = {"warned_at_turn": turn, "changed_at": self._clock.now()}
        async with self._database.session() as session:
            insert = insert_for(session, SummaryRow).values(thread=thread, text="", up_to_turn=0, **values)
            await session.execute(insert.on_conflict_do_update(index_elements=["thread"], set_=values))


async def _summary(session: AsyncSession, thread: ThreadId) -> Summary:
    begun = select(ConversationRow.after_turn).where(ConversationRow.thread == thread).scalar_subquery()
    query = select(SummaryRow, func.coalesce(begun, 0)).where(SummaryRow.thread == thread)
    found = (await session.execute(query)).first()
    if found is None:
        return Summary()
    row, after = found
    is_warned = row.warned_at_turn > after
    if row.up_to_turn <= after:
        return Summary(is_warned=is_warned)
    return Summary(row.text, TurnId(row.up_to_turn), is_warned)
