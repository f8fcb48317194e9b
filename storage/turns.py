"""The turns of all conversations: what people asked, what was answered, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, select, true, update

from core.clock import Clock, SystemClock
from core.ids import ChatId, ThreadId, TurnId, UpdateId, UserId
from storage.database import Database
from storage.tables.conversation import ConversationRow, TurnRow
from storage.upsert import insert_for


class TurnState(StrEnum):
    """How far a turn is; `cut` means that the model hit its length limit."""

    ANSWERING = "answering"
    DONE = "done"
    STOPPED = "stopped"
    CUT = "cut"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PastTurn:
    """A question with its answer, which is empty while it is being made."""

    id: TurnId
    thread: ThreadId
    user: UserId
    chat: ChatId
    text: str
    answer: str
    agent: str
    model: str
    state: TurnState
    source: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TurnStats:
    """Of one person or of everybody."""

    turns: int
    answer_tokens: int
    people: int
    by_agent: Mapping[str, int]
    """Answered turns by the name of the agent."""


class Turns:
    """Every message that went to the agents."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def begin(  # noqa: PLR0917 - each is named by the row
        self, thread: ThreadId, user: UserId, chat: ChatId, update_id: UpdateId | None, text: str, source: str
    ) -> TurnId:
        """Write the question down; the same update again gives the row that is there."""
        insert = (
            insert_for(self._database, TurnRow)
            .values(
                update_id=update_id,
                thread=thread,
                user=user,
                chat=chat,
                text=text,
                source=source,
                answer="",
                agent="",
                model="",
                state=TurnState.ANSWERING.value,
                answer_tokens=0,
                created_at=self._clock.now(),
            )
            .on_conflict_do_nothing(index_elements=["update_id"])
            .returning(TurnRow.id)
        )
        async with self._database.session() as session:
            id = await session.scalar(insert)
            if id is None:
                id = await session.scalar(select(TurnRow.id).where(TurnRow.update_id == update_id))
        if id is None:
            raise LookupError(f"the turn of update {update_id} vanished")
        return TurnId(id)

    async def finish(  # noqa: PLR0917 - each is named by the row
        self, id: TurnId, answer: str, agent: str, model: str, state: TurnState, answer_tokens: int
    ) -> None:
        """Write the end of the turn down, whatever came before."""
        change = (
            update(TurnRow)
            .where(TurnRow.id == id)
            .values(
                answer=answer,
                agent=agent,
                model=model,
                state=state.value,
                answer_tokens=answer_tokens,
                finished_at=self._clock.now(),
            )
        )
        async with self._database.session() as session:
            await session.execute(change)

    async def history(self, thread: ThreadId, limit: int) -> list[PastTurn]:
        """The last turns of the current conversation that have an answer, oldest first."""
        begun = select(ConversationRow.after_turn).where(ConversationRow.thread == thread).scalar_subquery()
        query = (
            select(TurnRow)
            .where(TurnRow.thread == thread, TurnRow.answer != "", TurnRow.id > func.coalesce(begun, 0))
            .order_by(TurnRow.id.desc())
            .limit(limit)
        )
        async with self._database.reading() as session:
            return [_turn(row) for row in reversed((await session.scalars(query)).all())]

    async def new_conversation(self, thread: ThreadId) -> None:
        """From here on `history` starts empty; what was said stays on record."""
        newest = select(func.coalesce(func.max(TurnRow.id), 0)).where(TurnRow.thread == thread)
        async with self._database.session() as session:
            after = await session.scalar(newest)
            await session.execute(
                insert_for(session, ConversationRow)
                .values(thread=thread, after_turn=after)
                .on_conflict_do_update(index_elements=["thread"], set_={"after_turn": after})
            )

    async def get(self, id: TurnId) -> PastTurn | None:
        return await self._one(select(TurnRow).where(TurnRow.id == id))

    async def last(self, thread: ThreadId) -> PastTurn | None:
        """The newest turn of the thread, answered or not."""
        return await self._one(select(TurnRow).where(TurnRow.thread == thread).order_by(TurnRow.id.desc()).limit(1))

    async def count_since(self, user: UserId, since: datetime) -> int:
        """How many turns the person began at `since` or later."""
        query = select(func.count()).select_from(TurnRow).where(TurnRow.user == user, TurnRow.created_at >= since)
        async with self._database.reading() as session:
            return await session.scalar(query) or 0

    async def stats(self, user: UserId | None = None) -> TurnStats:
        """Counts of one person, or of everybody."""
        whose: ColumnElement[bool] = true() if user is None else TurnRow.user == user
        totals = select(
            func.count(), func.coalesce(func.sum(TurnRow.answer_tokens), 0), func.count(TurnRow.user.distinct())
        ).where(whose)
        agents = (
            select(TurnRow.agent, func.count().label("turns")).where(whose, TurnRow.agent != "").group_by(TurnRow.agent)
        )
        async with self._database.reading() as session:
            turns, tokens, people = (await session.execute(totals)).one()
            by_agent = {row.agent: row.turns for row in (await session.execute(agents)).all()}
        return TurnStats(turns, int(tokens), people, by_agent)

    async def _one(self, query: Select[TurnRow]) -> PastTurn | None:
        async with self._database.reading() as session:
            row = await session.scalar(query)
        return _turn(row) if row else None


def _turn(row: TurnRow) -> PastTurn:
    return PastTurn(
        id=TurnId(row.id),
        thread=ThreadId(row.thread),
        user=UserId(row.user),
        chat=ChatId(row.chat),
        text=row.text,
        answer=row.answer,
        agent=row.agent,
        model=row.model,
        state=TurnState(row.state),
        source=row.source,
        created_at=row.created_at,
    )
