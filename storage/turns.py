"""The turns of all conversations: what people asked, what was answered, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, delete, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, ThreadId, TurnId, UpdateId, UserId
from storage.database import Database
from storage.tables.conversation import ConversationRow, SummaryRow, TurnRow
from storage.tables.people import UserRow
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
    update_id: UpdateId | None = None
    """What it was asked with last; each asking again has another one."""
    answer_tokens: int = 0
    context_tokens: int = 0
    """What its last request and the answer filled of the model's context; 0 when nobody knows."""
    rating: int = 0
    """1 for a thumb up, -1 for a thumb down."""
    is_incognito: bool = False
    attachments: tuple[Mapping[str, Any], ...] = ()
    user_name: str = ""
    """Filled in a history."""


class Turns:
    """Every message that went to the agents."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def begin(  # noqa: PLR0917 - each is named by the row
        self,
        thread: ThreadId,
        user: UserId,
        chat: ChatId,
        update_id: UpdateId | None,
        text: str,
        source: str,
        *,
        attachments: Sequence[Mapping[str, Any]] = (),
        is_incognito: bool = False,
    ) -> TurnId:
        """Write the question down; the same update again gives the row that is there. Of an incognito one no word."""
        values = self._fresh(update_id, text, attachments, is_incognito)
        async with self._database.session() as session:
            return await _insert(session, {**values, "thread": thread, "user": user, "chat": chat, "source": source})

    async def begin_again(
        self, past: PastTurn, update_id: UpdateId | None, text: str, attachments: Sequence[Mapping[str, Any]]
    ) -> bool:
        """Ask in the place of this turn: it keeps its id and its place in the history.

        What was there moves to a row of its own that is no part of the history. False when somebody else asked again
        since `past` was read.
        """
        async with self._database.session() as session:
            row = await session.get(TurnRow, past.id, with_for_update=True)
            if row is not None and update_id is not None and row.update_id == update_id:
                return True  # taken up again after a crash
            if row is None or row.update_id != past.update_id:
                return False
            before = {each.key: getattr(row, each.key) for each in TurnRow.__table__.columns if each.key != "id"}
            for key, value in self._fresh(update_id, text, attachments, row.is_incognito).items():
                setattr(row, key, value)
            await session.flush()
            session.add(TurnRow(**{**before, "is_replaced": True}))
        return True

    async def follow(self, past: PastTurn, user: UserId, update_id: UpdateId, text: str, source: str) -> TurnId | None:
        """A turn that goes on from this one; `source` names it, and only one with this name comes to be."""
        known = select(TurnRow.id, TurnRow.update_id).where(
            TurnRow.thread == past.thread, TurnRow.source == source, ~TurnRow.is_replaced
        )
        values = self._fresh(update_id, text, (), is_incognito=False)
        async with self._database.session() as session:
            await session.get(TurnRow, past.id, with_for_update=True)
            if (found := (await session.execute(known)).first()) is not None:
                return TurnId(found.id) if found.update_id == update_id else None
            place = {"thread": past.thread, "user": user, "chat": past.chat, "source": source}
            return await _insert(session, {**values, **place})

    def _fresh(
        self, update_id: UpdateId | None, text: str, attachments: Sequence[Mapping[str, Any]], is_incognito: bool
    ) -> dict[str, Any]:
        return {
            "update_id": update_id,
            "text": "" if is_incognito else text,
            "attachments": [] if is_incognito else [dict(each) for each in attachments],
            "is_incognito": is_incognito,
            "answer": "",
            "agent": "",
            "model": "",
            "state": TurnState.ANSWERING.value,
            "answer_tokens": 0,
            "prompt_tokens": 0,
            "context_tokens": 0,
            "variant": "",
            "rating": 0,
            "created_at": self._clock.now(),
            "finished_at": None,
        }

    async def finish(
        self,
        id: TurnId,
        answer: str,
        agent: str,
        model: str,
        state: TurnState,
        *,
        answer_tokens: int = 0,
        prompt_tokens: int = 0,
        context_tokens: int = 0,
        variant: str = "",
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
                prompt_tokens=prompt_tokens,
                context_tokens=context_tokens,
                variant=variant,
                finished_at=self._clock.now(),
            )
        )
        async with self._database.session() as session:
            await session.execute(change)

    async def history(self, thread: ThreadId, limit: int, before: TurnId | None = None) -> list[PastTurn]:
        """The last turns of the current conversation that have an answer, oldest first; those before a turn, if given.

        Of a turn that is older than the current conversation nothing comes before it.
        """
        async with self._database.reading() as session:
            return await history_in(session, thread, limit, before)

    async def asked(self, thread: ThreadId, *, is_all: bool = False) -> list[PastTurn]:
        """What was asked in the current conversation, or ever in the thread, with what came of it; oldest first."""
        which = TurnRow.thread == thread if is_all else _in_conversation(thread)
        query = select(TurnRow).where(which, TurnRow.text != "", ~TurnRow.is_replaced).order_by(TurnRow.id)
        async with self._database.reading() as session:
            return [_turn(row) for row in await session.scalars(query)]

    async def from_source(self, thread: ThreadId, source: str) -> PastTurn | None:
        """The turn that this message began."""
        query = select(TurnRow).where(TurnRow.thread == thread, TurnRow.source == source, ~TurnRow.is_replaced)
        return await self._one(query.order_by(TurnRow.id.desc()).limit(1))

    async def rate(self, id: TurnId, rating: int) -> None:
        """1, -1, or 0 for what is taken back."""
        async with self._database.session() as session:
            await session.execute(update(TurnRow).where(TurnRow.id == id).values(rating=rating))

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
            await session.execute(delete(SummaryRow).where(SummaryRow.thread == thread))

    async def get(self, id: TurnId) -> PastTurn | None:
        return await self._one(select(TurnRow).where(TurnRow.id == id))

    async def of_update(self, update: UpdateId) -> PastTurn | None:
        """The turn that this update began."""
        return await self._one(select(TurnRow).where(TurnRow.update_id == update))

    async def asked_with(self, thread: ThreadId, file: str, since: datetime) -> PastTurn | None:
        """The turn of the thread, begun at `since` or later, whose question came with this file."""
        has_file = cast(TurnRow.attachments, String).contains(file, autoescape=True)
        where = (TurnRow.thread == thread, TurnRow.created_at >= since, has_file, ~TurnRow.is_replaced)
        return await self._one(select(TurnRow).where(*where).order_by(TurnRow.id).limit(1))

    async def last(self, thread: ThreadId) -> PastTurn | None:
        """The newest turn of the thread whose text is kept, answered or not."""
        query = select(TurnRow).where(TurnRow.thread == thread, TurnRow.text != "", ~TurnRow.is_replaced)
        return await self._one(query.order_by(TurnRow.id.desc()).limit(1))

    async def _one(self, query: Select[TurnRow]) -> PastTurn | None:
        async with self._database.reading() as session:
            row = await session.scalar(query)
        return _turn(row) if row else None


async def history_in(
    session: AsyncSession, thread: ThreadId, limit: int, before: TurnId | None = None
) -> list[PastTurn]:
    """As `Turns.history`, beside other reading."""
    query = (
        select(TurnRow, func.coalesce(UserRow.name, ""))
        .outerjoin(UserRow, UserRow.id == TurnRow.user)
        .where(_in_conversation(thread), TurnRow.answer != "", ~TurnRow.is_replaced)
        .where(true() if before is None else TurnRow.id < before)
        .order_by(TurnRow.id.desc())
        .limit(limit)
    )
    rows = (await session.execute(query)).all()
    return [replace(_turn(row), user_name=name) for row, name in reversed(rows)]


async def _insert(session: AsyncSession, values: Mapping[str, Any]) -> TurnId:
    insert = insert_for(session, TurnRow).values(values).on_conflict_do_nothing(index_elements=["update_id"])
    id = await session.scalar(insert.returning(TurnRow.id))
    if id is None:
        id = await session.scalar(select(TurnRow.id).where(TurnRow.update_id == values["update_id"]))
    if id is None:
        raise LookupError(f"the turn of update {values['update_id']} vanished")
    return TurnId(id)


def _in_conversation(thread: ThreadId) -> ColumnElement[bool]:
    begun = select(ConversationRow.after_turn).where(ConversationRow.thread == thread).scalar_subquery()
    return (TurnRow.thread == thread) & (TurnRow.id > func.coalesce(begun, 0))


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
        update_id=None if row.update_id is None else UpdateId(row.update_id),
        answer_tokens=row.answer_tokens,
        context_tokens=row.context_tokens,
        rating=row.rating,
        is_incognito=row.is_incognito,
        attachments=tuple(row.attachments),
    )
