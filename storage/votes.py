"""Thumbs under copies: each person's once, the numbers, when they are shown next, and what a rule learns from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId, RuleId, UpdateId, UserId
from storage.database import Database
from storage.deliveries import Delivery, add_deliveries
from storage.relevance import Lessons, change_lessons
from storage.tables.forwarding import LinkRow
from storage.tables.readers import BallotRow, VoteRow
from storage.upsert import insert_for

SOON = timedelta(seconds=1)
"""After the first thumb; so that several at once are one edit."""
PAUSE = timedelta(seconds=10)
"""Between two edits of the numbers under one copy."""
SURE = timedelta(seconds=0.5)
"""An edit that is due later than this shows the thumb that is being recorded now."""


@dataclass(frozen=True, slots=True)
class Press:
    """A thumb of one person, and what it means after the one that they had given before: 1, -1, or 0 for none."""

    rule: RuleId
    chat: ChatId
    copy: MessageId
    person: UserId
    update: UpdateId
    means: Callable[[int], int]


Learn = Callable[[Lessons, bool], Lessons]
"""Of what is known and whether a thumb is up."""
Show = Callable[[datetime], Delivery]
"""What brings the numbers up to date at that moment."""


class Votes:
    """All votes."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def cast(self, press: Press, learn: Learn | None, show: Show | None) -> int:
        """The thumb that counts from now on.

        A person's thumb in one direction under one copy is learned from once, however often they change their mind.
        """
        now = self._clock.now()
        async with self._database.session() as session:
            ballot = await _ballot(session, press, now)
            vote = await _vote(session, press)
            if vote.press == press.update:
                return vote.thumb
            vote.thumb, vote.press = press.means(vote.thumb), press.update
            if learn is not None and vote.thumb and vote.thumb not in vote.taught:
                is_up = vote.thumb > 0
                vote.taught = [*vote.taught, vote.thumb]
                await change_lessons(session, press.rule, lambda lessons: learn(lessons, is_up), now)
            if show is not None and ballot.shown_at <= now + SURE:
                ballot.shown_at = max(now + SOON, ballot.shown_at + PAUSE)
                await add_deliveries(session, [show(ballot.shown_at)], now)
            return vote.thumb

    async def counts(self, chat: ChatId, copy: MessageId) -> tuple[int, int]:
        """Thumbs up and thumbs down."""
        query = (
            select(VoteRow.thumb, func.count().label("people"))
            .where(VoteRow.chat == chat, VoteRow.copy == copy, VoteRow.thumb != 0)
            .group_by(VoteRow.thumb)
        )
        async with self._database.reading() as session:
            found = {row.thumb: row.people for row in await session.execute(query)}
        return found.get(1, 0), found.get(-1, 0)

    async def purge(self) -> int:
        """Forget what was said about copies that are forgotten; returns how many copies."""
        link = select(LinkRow.copy).where(LinkRow.chat == BallotRow.chat, LinkRow.copy == BallotRow.copy)
        ballot = select(BallotRow.copy).where(BallotRow.chat == VoteRow.chat, BallotRow.copy == VoteRow.copy)
        async with self._database.session() as session:
            gone = await session.scalars(delete(BallotRow).where(~link.exists()).returning(BallotRow.copy))
            count = len(gone.all())
            await session.execute(delete(VoteRow).where(~ballot.exists()))
        return count


async def _ballot(session: AsyncSession, press: Press, now: datetime) -> BallotRow:
    """Locked, so that of several thumbs at once one alone brings the numbers up to date."""
    values = {"rule": press.rule, "chat": press.chat, "copy": press.copy, "shown_at": now - PAUSE}
    await session.execute(insert_for(session, BallotRow).values(values).on_conflict_do_nothing())
    here = (BallotRow.chat == press.chat, BallotRow.copy == press.copy)
    return (await session.scalars(select(BallotRow).where(*here).with_for_update())).one()


async def _vote(session: AsyncSession, press: Press) -> VoteRow:
    key = {"chat": press.chat, "copy": press.copy, "person": press.person}
    values = {**key, "thumb": 0, "taught": [], "press": 0}
    await session.execute(insert_for(session, VoteRow).values(values).on_conflict_do_nothing())
    return await session.get_one(VoteRow, (press.chat, press.copy, press.person))
