"""Reminders: rows that survive restarts; `due` is the next moment, none when a reminder is over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import delete, func, select, update

from core.clock import Clock, SystemClock
from core.ids import ChatId, ReminderId, TopicId, UserId
from core.recurrence import Every, When
from storage.database import Database
from storage.outbox import Delivery, add_deliveries
from storage.tables.schedule import ReminderRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Reminder:
    """`text` is said in `chat` by `when`; `due` is the next time, None when it is over."""

    id: ReminderId
    user: UserId
    chat: ChatId
    topic: TopicId | None
    text: str
    when: When
    language: str
    due: datetime | None


class Reminders:
    """Everybody's reminders."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call it whenever a reminder is added."""
        self._listeners.append(listener)

    async def add(
        self,
        user: UserId,
        chat: ChatId,
        text: str,
        when: When,
        *,
        key: str,
        language: str = "en",
        topic: TopicId | None = None,
    ) -> Reminder:
        """The reminder of this key, made now or before."""
        values = {
            "key": key,
            "user": user,
            "chat": chat,
            "topic": topic,
            "text": text,
            "every": when.every,
            "time_zone": when.zone,
            "wall": when.wall,
            "language": language,
            "at": when.at,
            "due": when.at,
            "created_at": self._clock.now(),
        }
        async with self._database.session() as session:
            insert = insert_for(session, ReminderRow).values(values)
            await session.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
            row = (await session.scalars(select(ReminderRow).where(ReminderRow.key == key))).one()
            reminder = _reminder(row)
        for listener in self._listeners:
            listener()
        return reminder

    async def get(self, id: ReminderId) -> Reminder | None:
        async with self._database.reading() as session:
            row = await session.get(ReminderRow, id)
        return _reminder(row) if row else None

    async def of(self, user: UserId) -> list[Reminder]:
        """The person's open reminders, soonest first."""
        query = select(ReminderRow).where(ReminderRow.user == user, ReminderRow.due.is_not(None))
        async with self._database.reading() as session:
            return [_reminder(row) for row in await session.scalars(query.order_by(ReminderRow.due, ReminderRow.id))]

    async def cancel(self, id: ReminderId, user: UserId) -> bool:
        """False when it is not this person's, or is over."""
        statement = (
            update(ReminderRow)
            .where(ReminderRow.id == id, ReminderRow.user == user, ReminderRow.due.is_not(None))
            .values(due=None)
            .returning(ReminderRow.id)
        )
        async with self._database.session() as session:
            return (await session.scalars(statement)).one_or_none() is not None

    async def due(self, now: datetime, limit: int = 100) -> list[Reminder]:
        """Those whose moment has come, oldest first."""
        query = select(ReminderRow).where(ReminderRow.due <= now).order_by(ReminderRow.due).limit(limit)
        async with self._database.reading() as session:
            return [_reminder(row) for row in await session.scalars(query)]

    async def next_due(self) -> datetime | None:
        async with self._database.reading() as session:
            return await session.scalar(select(func.min(ReminderRow.due)))

    async def purge(self, before: datetime) -> None:
        """Forget those that are over and were due longer ago."""
        over = (ReminderRow.due.is_(None), ReminderRow.at < before, ReminderRow.created_at < before)
        async with self._database.session() as session:
            await session.execute(delete(ReminderRow).where(*over))

    async def fired(self, reminder: Reminder, following: datetime | None, delivery: Delivery) -> None:
        """Enqueue what is said and move on to the next moment, in one transaction."""
        statement = (
            update(ReminderRow)
            .where(ReminderRow.id == reminder.id, ReminderRow.due == reminder.due)
            .values(due=following)
            .returning(ReminderRow.id)
        )
        async with self._database.session() as session:
            if (await session.scalars(statement)).one_or_none() is not None:
                await add_deliveries(session, [delivery], self._clock.now())


def _reminder(row: ReminderRow) -> Reminder:
    return Reminder(
        id=ReminderId(row.id),
        user=UserId(row.user),
        chat=ChatId(row.chat),
        topic=TopicId(row.topic) if row.topic is not None else None,
        text=row.text,
        when=When(row.at, cast(Every, row.every), row.time_zone, row.wall),
        language=row.language,
        due=row.due,
    )
