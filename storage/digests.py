"""Daily digests of channels: rows that survive restarts; `due` is the next moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import delete, func, select, update

from core.clock import Clock, SystemClock
from core.ids import ChatId, DigestId, TopicId, UserId
from storage.database import Database
from storage.outbox import Delivery, add_deliveries
from storage.tables.schedule import DigestRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Digest:
    """The last day of `source`, told in `chat` each day `at` that wall-clock time."""

    id: DigestId
    user: UserId
    source: ChatId
    title: str
    username: str
    """Of the source; empty for a private one."""
    chat: ChatId
    topic: TopicId | None
    at: time
    time_zone: str
    language: str
    told_until: datetime
    """Posts before this moment were told already."""
    due: datetime


class Digests:
    """All digests."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call it whenever a digest is added."""
        self._listeners.append(listener)

    async def add(
        self,
        user: UserId,
        source: ChatId,
        chat: ChatId,
        at: time,
        first: datetime,
        *,
        key: str,
        title: str = "",
        username: str = "",
        time_zone: str = "UTC",
        language: str = "en",
        topic: TopicId | None = None,
    ) -> Digest:
        """The digest of this key, made now or before; `first` is its first moment and tells the day before it."""
        values = {
            "key": key,
            "user": user,
            "source": source,
            "title": title,
            "username": username,
            "chat": chat,
            "topic": topic,
            "at": at.strftime("%H:%M"),
            "time_zone": time_zone,
            "language": language,
            "told_until": first - timedelta(days=1),
            "due": first,
            "created_at": self._clock.now(),
        }
        async with self._database.session() as session:
            insert = insert_for(session, DigestRow).values(values)
            await session.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
            digest = _digest((await session.scalars(select(DigestRow).where(DigestRow.key == key))).one())
        for listener in self._listeners:
            listener()
        return digest

    async def all(self) -> list[Digest]:
        async with self._database.reading() as session:
            return [_digest(row) for row in await session.scalars(select(DigestRow).order_by(DigestRow.id))]

    async def of(self, user: UserId) -> list[Digest]:
        return [digest for digest in await self.all() if digest.user == user]

    async def cancel(self, id: DigestId, user: UserId) -> bool:
        """False when it is not this person's, or is gone."""
        statement = delete(DigestRow).where(DigestRow.id == id, DigestRow.user == user).returning(DigestRow.id)
        async with self._database.session() as session:
            return (await session.scalars(statement)).one_or_none() is not None

    async def due(self, now: datetime) -> list[Digest]:
        query = select(DigestRow).where(DigestRow.due <= now).order_by(DigestRow.due, DigestRow.id)
        async with self._database.reading() as session:
            return [_digest(row) for row in await session.scalars(query)]

    async def next_due(self) -> datetime | None:
        async with self._database.reading() as session:
            return await session.scalar(select(func.min(DigestRow.due)))

    async def fired(self, digest: Digest, until: datetime, following: datetime, *deliveries: Delivery) -> None:
        """Enqueue what is said of the time before `until` and move on to the next moment, in one transaction."""
        statement = (
            update(DigestRow)
            .where(DigestRow.id == digest.id, DigestRow.due == digest.due)
            .values(due=following, told_until=until)
            .returning(DigestRow.id)
        )
        async with self._database.session() as session:
            if (await session.scalars(statement)).one_or_none() is not None:
                await add_deliveries(session, deliveries, self._clock.now())


def _digest(row: DigestRow) -> Digest:
    return Digest(
        id=DigestId(row.id),
        user=UserId(row.user),
        source=ChatId(row.source),
        title=row.title,
        username=row.username,
        chat=ChatId(row.chat),
        topic=TopicId(row.topic) if row.topic is not None else None,
        at=time.fromisoformat(row.at),
        time_zone=row.time_zone,
        language=row.language,
        told_until=row.told_until,
        due=row.due,
    )
