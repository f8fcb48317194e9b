"""What people use of the models and think of them: questions, tokens and thumbs, counted over the turns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import UserId
from storage.database import Database
from storage.tables.conversation import TurnRow

_TOKENS = func.coalesce(func.sum(TurnRow.prompt_tokens + TurnRow.answer_tokens), 0)


@dataclass(frozen=True, slots=True)
class Spent:
    """Questions, and tokens read and written for them."""

    messages: int
    tokens: int


@dataclass(frozen=True, slots=True)
class TurnStats:
    """Of one person or of everybody."""

    turns: int
    answer_tokens: int
    people: int
    liked: int
    disliked: int
    by_agent: Mapping[str, int]
    """Answered turns by the name of the agent."""


class Usage:
    """Counts turns: those that began at a moment or later, or all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, user: UserId, since: datetime) -> Spent:
        async with self._database.reading() as session:
            return await spent_in(session, user, since)

    async def most(self, since: datetime, limit: int) -> list[tuple[UserId, Spent]]:
        """The people whose turns took the most tokens, most first."""
        query = (
            select(TurnRow.user, func.count(), _TOKENS)
            .where(TurnRow.created_at >= since)
            .group_by(TurnRow.user)
            .order_by(_TOKENS.desc(), TurnRow.user)
            .limit(limit)
        )
        async with self._database.reading() as session:
            rows = (await session.execute(query)).all()
        return [(UserId(user), Spent(int(messages), int(tokens))) for user, messages, tokens in rows]

    async def stats(self, user: UserId | None = None) -> TurnStats:
        """Counts of one person, or of everybody."""
        whose: ColumnElement[bool] = true() if user is None else TurnRow.user == user
        totals = select(
            func.count(),
            func.coalesce(func.sum(TurnRow.answer_tokens), 0),
            func.count(TurnRow.user.distinct()),
            func.count().filter(TurnRow.rating > 0),
            func.count().filter(TurnRow.rating < 0),
        ).where(whose)
        agents = (
            select(TurnRow.agent, func.count().label("turns")).where(whose, TurnRow.agent != "").group_by(TurnRow.agent)
        )
        async with self._database.reading() as session:
            turns, tokens, people, liked, disliked = (await session.execute(totals)).one()
            by_agent = {row.agent: row.turns for row in (await session.execute(agents)).all()}
        return TurnStats(turns, int(tokens), people, liked, disliked, by_agent)


async def spent_in(session: AsyncSession, user: UserId, since: datetime) -> Spent:
    """As `Usage.of`, beside other reading."""
    query = select(func.count(), _TOKENS).where(TurnRow.user == user, TurnRow.created_at >= since)
    messages, tokens = (await session.execute(query)).one()
    return Spent(int(messages), int(tokens))
