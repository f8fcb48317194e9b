"""Which posts told a story that a copy tells already: they have none of their own, and are named under that one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId, RuleId
from storage.database import Database
from storage.tables.stories import StoryRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Retelling:
    """A post that tells what `first` of another chat, or an earlier one, told before it."""

    rule: RuleId
    source: ChatId
    message: MessageId
    first: tuple[ChatId, MessageId]
    title: str
    """Of its chat, as people know it."""
    link: str = ""
    """Empty where messages have no address."""


class Stories:
    """A post stays where it was put."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def add(self, retelling: Retelling) -> None:
        values = {
            "rule": retelling.rule,
            "source": retelling.source,
            "message": retelling.message,
            "first_source": retelling.first[0],
            "first_message": retelling.first[1],
            "title": retelling.title,
            "link": retelling.link,
            "told_at": self._clock.now(),
        }
        async with self._database.session() as session:
            insert = insert_for(session, StoryRow).values(values)
            await session.execute(insert.on_conflict_do_nothing(index_elements=["rule", "source", "message"]))

    async def get(self, rule: RuleId, source: ChatId, message: MessageId) -> Retelling | None:
        async with self._database.reading() as session:
            row = await session.get(StoryRow, (rule, source, message))
        return _retelling(row) if row else None

    async def of(self, rule: RuleId, source: ChatId, messages: Sequence[MessageId]) -> list[Retelling]:
        """Who told again what these parts of one post told first, in the order of telling."""
        first = (StoryRow.rule == rule, StoryRow.first_source == source, StoryRow.first_message.in_(messages))
        query = select(StoryRow).where(*first).order_by(StoryRow.told_at, StoryRow.source, StoryRow.message)
        async with self._database.reading() as session:
            return [_retelling(row) for row in await session.scalars(query)]

    async def purge(self, before: datetime) -> None:
        async with self._database.session() as session:
            await session.execute(delete(StoryRow).where(StoryRow.told_at < before))


def _retelling(row: StoryRow) -> Retelling:
    first = ChatId(row.first_source), MessageId(row.first_message)
    return Retelling(RuleId(row.rule), ChatId(row.source), MessageId(row.message), first, row.title, row.link)
