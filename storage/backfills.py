"""Histories that are read for a rule: how far each has come, and the live posts that wait behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId, RuleId, UserId
from storage.database import Database
from storage.posts import BEHIND, StoredPost, stored_post
from storage.tables.forwarding import DecisionRow, PostRow
from storage.tables.gaps import BackfillRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Backfill:
    """The last `wanted` messages of a source for a rule; `cursor` is None before it has begun."""

    id: int
    rule: RuleId
    source: ChatId
    wanted: int
    cursor: MessageId | None
    until: MessageId
    total: int
    done: int
    passed: int
    held: int
    is_cancelled: bool
    reason: str
    not_before: datetime
    touched_at: datetime
    started_at: datetime
    finished_at: datetime | None
    asked_by: UserId
    chat: ChatId
    message: MessageId


class Backfills:
    """At most one open one of a rule and a source."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def begin(self, rule: RuleId, sources: Sequence[ChatId], wanted: int, by: UserId) -> bool:
        """All of them, or none: False where one of them is open already."""
        now = self._clock.now()
        fixed: dict[str, Any] = {"rule": rule, "wanted": wanted, "asked_by": by, "reason": "", "is_cancelled": False}
        zero = dict.fromkeys(("until", "total", "done", "passed", "held", "chat", "message"), 0)
        moments = dict.fromkeys(("not_before", "touched_at", "started_at"), now)
        busy = (
            select(func.count())
            .select_from(BackfillRow)
            .where(BackfillRow.rule == rule, BackfillRow.finished_at.is_(None))
        )
        async with self._database.session() as session:
            if await session.scalar(busy):
                return False
            for source in sources:
                values = {**fixed, **zero, **moments, "source": source, "is_told": False}
                await session.execute(insert_for(session, BackfillRow).values(values).on_conflict_do_nothing())
        return True

    async def show_in(self, rule: RuleId, chat: ChatId, message: MessageId) -> None:
        """Where the progress of the rule's open ones is shown."""
        await self._change(BackfillRow.rule == rule, _OPEN, chat=chat, message=message)

    async def open(self) -> list[Backfill]:
        """Oldest first."""
        return await self._listed(_OPEN)

    async def shown(self) -> list[Backfill]:
        """Those whose last word has not been told, oldest first."""
        return await self._listed(BackfillRow.is_told.is_(False), BackfillRow.message != 0)

    async def told(self, *ids: int) -> None:
        await self._change(BackfillRow.id.in_(ids), is_told=True)

    async def busy(self, source: ChatId) -> set[RuleId]:
        """The rules whose live posts of the source have to wait."""
        query = select(BackfillRow.rule).where(BackfillRow.source == source, _OPEN)
        async with self._database.reading() as session:
            return {RuleId(rule) for rule in await session.scalars(query)}

    async def measured(self, backfill: Backfill, after: MessageId, until: MessageId, total: int) -> None:
        """What is to be read is known: messages after the one up to the other."""
        await self._change(BackfillRow.id == backfill.id, cursor=after, until=until, total=total, reason="")

    async def advance(self, backfill: Backfill, cursor: MessageId, done: int, passed: int, held: int) -> None:
        """All up to `cursor` is decided about."""
        counted = {
            "done": BackfillRow.done + done,
            "passed": BackfillRow.passed + passed,
            "held": BackfillRow.held + held,
        }
        await self._change(BackfillRow.id == backfill.id, cursor=cursor, reason="", **counted)

    async def rest(self, backfill: Backfill, reason: str, not_before: datetime) -> None:
        """Not before that moment, for what the key says."""
        await self._change(BackfillRow.id == backfill.id, reason=reason, not_before=not_before)

    async def cancel(self, rule: RuleId) -> bool:
        """A person wants no more of it; False where none of the rule was open."""
        return await self._change(BackfillRow.rule == rule, _OPEN, is_cancelled=True) > 0

    async def finish(self, backfill: Backfill, reason: str = "") -> None:
        """From now on live posts wait behind it no longer."""
        values = {"finished_at": self._clock.now(), "reason": reason}
        await self._change(BackfillRow.id == backfill.id, _OPEN, **values)

    async def take(self, posts: Sequence[StoredPost]) -> list[StoredPost]:
        """Store what was not there, as decided about by everybody else; returns all of them as they are stored.

        They count as taken in when they were posted: for hours, digests and retention they are old.
        """
        values = [
            {
                "source": post.source,
                "message": post.message,
                "album": post.album,
                "via": post.via,
                "date": post.date,
                "accepted_at": post.date,
                "version": post.version,
                "is_waiting": False,
                "content": post.content,
            }
            for post in posts
        ]
        if not values:
            return []
        here = (PostRow.source == posts[0].source, PostRow.message.in_([post.message for post in posts]))
        async with self._database.session() as session:
            insert = insert_for(session, PostRow).values(values)
            await session.execute(insert.on_conflict_do_nothing(index_elements=["source", "message"]))
            rows = await session.scalars(select(PostRow).where(*here).order_by(PostRow.message))
            return [stored_post(row) for row in rows]

    async def decided(self, rule: RuleId, source: ChatId, messages: Sequence[MessageId]) -> set[MessageId]:
        """Those of the messages that the rule has decided about, for good or for now."""
        mine = (DecisionRow.rule == rule, DecisionRow.source == source, DecisionRow.message.in_(messages))
        query = select(DecisionRow.message).where(*mine, DecisionRow.verdict != BEHIND)
        async with self._database.reading() as session:
            return {MessageId(message) for message in await session.scalars(query)}

    async def behind(self, rule: RuleId, source: ChatId, limit: int) -> list[StoredPost]:
        """What the rule has not decided about because of a history, in the order of the ids."""
        query = (
            select(PostRow)
            .join(DecisionRow, (DecisionRow.source == PostRow.source) & (DecisionRow.message == PostRow.message))
            .where(DecisionRow.rule == rule, DecisionRow.source == source, DecisionRow.verdict == BEHIND)
            .order_by(PostRow.message)
            .limit(limit)
        )
        async with self._database.reading() as session:
            return [stored_post(row) for row in await session.scalars(query)]

    async def forget(self, rule: RuleId) -> None:
        """It is gone: nothing waits for it."""
        mine = (DecisionRow.rule == rule, DecisionRow.verdict == BEHIND)
        async with self._database.session() as session:
            await session.execute(delete(DecisionRow).where(*mine))

    async def lines(self) -> list[tuple[RuleId, ChatId]]:
        """The rules and sources of which posts wait behind something."""
        query = select(DecisionRow.rule, DecisionRow.source).where(DecisionRow.verdict == BEHIND).distinct()
        async with self._database.reading() as session:
            return [(RuleId(rule), ChatId(source)) for rule, source in await session.execute(query)]

    async def _listed(self, *conditions: Any) -> list[Backfill]:
        query = select(BackfillRow).where(*conditions).order_by(BackfillRow.id)
        async with self._database.reading() as session:
            return [_backfill(row) for row in await session.scalars(query)]

    async def _change(self, *conditions: Any, **values: Any) -> int:
        seen: Mapping[str, Any] = {"touched_at": self._clock.now(), **values}
        statement = update(BackfillRow).where(*conditions).values(**seen).returning(BackfillRow.id)
        async with self._database.session() as session:
            return len((await session.scalars(statement)).all())


_OPEN = BackfillRow.finished_at.is_(None)


def _backfill(row: BackfillRow) -> Backfill:
    return Backfill(
        id=row.id,
        rule=RuleId(row.rule),
        source=ChatId(row.source),
        wanted=row.wanted,
        cursor=None if row.cursor is None else MessageId(row.cursor),
        until=MessageId(row.until),
        total=row.total,
        done=row.done,
        passed=row.passed,
        held=row.held,
        is_cancelled=row.is_cancelled,
        reason=row.reason,
        not_before=row.not_before,
        touched_at=row.touched_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        asked_by=UserId(row.asked_by),
        chat=ChatId(row.chat),
        message=MessageId(row.message),
    )
