"""Posts as they were read: waiting ones until a decision, all of them for digests and edits, for some weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId, RuleId
from storage.database import Database
from storage.gathering import Gather, gather, without_copy
from storage.outbox import Delivery, add_deliveries
from storage.reviews import Review, Settlement, add_reviews, settle
from storage.tables.forwarding import DecisionRow, LinkRow, PostRow, PostVersionRow
from storage.tables.gathering import GatheredRow
from storage.upsert import insert_for

BEHIND = "behind"
"""The verdict of a rule that reads a history first: the post waits behind it."""

UNDECIDED = ("held", "review", BEHIND)
"""Verdicts of posts that must not be forgotten yet."""


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post; `content` is a `forwarding.post.Post` as JSON, `version` tells its edits apart."""

    source: ChatId
    message: MessageId
    date: datetime
    content: dict[str, Any]
    album: str = ""
    via: str = "bot"
    version: str = ""
    accepted_at: datetime | None = None
    is_waiting: bool = True
    is_deleted: bool = False
    """In its source."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule decided about a post: "pass", "drop", "held" or BEHIND, which takes no other verdict's place."""

    rule: RuleId
    source: ChatId
    message: MessageId
    verdict: str
    reason: str = ""
    trace: Sequence[Any] = ()
    """The filters that were asked, in their order: number, name, outcome, value."""
    version: int = 1
    """Of the rule."""


class Posts:
    """All posts that were read."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def add(self, post: StoredPost) -> bool:
        """False when it is there already."""
        values = {
            "source": post.source,
            "message": post.message,
            "album": post.album,
            "via": post.via,
            "date": post.date,
            "accepted_at": self._clock.now(),
            "version": post.version,
            "is_waiting": post.is_waiting,
            "content": post.content,
        }
        async with self._database.session() as session:
            insert = insert_for(session, PostRow).values(values)
            statement = insert.on_conflict_do_nothing(index_elements=["source", "message"]).returning(PostRow.message)
            return (await session.scalars(statement)).one_or_none() is not None

    async def get(self, source: ChatId, message: MessageId) -> StoredPost | None:
        async with self._database.reading() as session:
            row = await session.get(PostRow, (source, message))
        return stored_post(row) if row else None

    async def waiting(self, source: ChatId) -> list[StoredPost]:
        """Posts without a decision, in the order of their ids."""
        query = select(PostRow).where(PostRow.is_waiting, PostRow.source == source).order_by(PostRow.message)
        async with self._database.reading() as session:
            return [stored_post(row) for row in await session.scalars(query)]

    async def waiting_sources(self) -> list[ChatId]:
        query = select(PostRow.source).where(PostRow.is_waiting).distinct()
        async with self._database.reading() as session:
            return [ChatId(source) for source in await session.scalars(query)]

    async def album(self, source: ChatId, album: str) -> list[StoredPost]:
        """All parts that are there, in the order of their ids."""
        query = select(PostRow).where(PostRow.source == source, PostRow.album == album).order_by(PostRow.message)
        async with self._database.reading() as session:
            return [stored_post(row) for row in await session.scalars(query)]

    async def between(self, source: ChatId, since: datetime, until: datetime) -> list[StoredPost]:
        """What was taken in in [since, until), oldest first: by its date, a post that came late would be in no span."""
        span = (PostRow.accepted_at >= since, PostRow.accepted_at < until)
        query = select(PostRow).where(PostRow.source == source, *span)
        async with self._database.reading() as session:
            return [stored_post(row) for row in await session.scalars(query.order_by(PostRow.message))]

    async def route(
        self,
        posts: Sequence[StoredPost],
        decisions: Sequence[Decision],
        deliveries: Sequence[Delivery],
        gathered: Sequence[Gather] = (),
        reviews: Sequence[Review] = (),
    ) -> int:
        """Record what was decided, and enqueue or gather what passed, in one transaction.

        Returns how many deliveries are new.
        """
        now = self._clock.now()
        async with self._database.session() as session:
            for decision in decisions:
                await record_decision(session, decision, now)
            for post in posts:
                here = (PostRow.source == post.source, PostRow.message == post.message)
                await session.execute(update(PostRow).where(*here).values(is_waiting=False))
            await gather(session, gathered, now)
            await add_reviews(session, reviews, now)
            return await add_deliveries(session, deliveries, now)

    async def edit(self, post: StoredPost, deliveries: Sequence[Delivery]) -> int:
        """Keep the new content beside the old one and enqueue what follows from it, in one transaction.

        Of a rule that made no copy of it yet, or made it a part of something else, nothing follows.
        """
        async with self._database.session() as session:
            row = await session.get_one(PostRow, (post.source, post.message), with_for_update=True)
            here = (PostVersionRow.source == post.source, PostVersionRow.message == post.message)
            number = await session.scalar(select(func.count()).select_from(PostVersionRow).where(*here))
            session.add(PostVersionRow(source=post.source, message=post.message, number=number, content=row.content))
            row.content, row.version = post.content, post.version
            copyless = await without_copy(session, post.source, post.message)
            following = [each for each in deliveries if each.rule not in copyless]
            return await add_deliveries(session, following, self._clock.now())

    async def versions(self, source: ChatId, message: MessageId) -> list[dict[str, Any]]:
        """What it said before its edits, oldest first."""
        query = select(PostVersionRow.content).where(PostVersionRow.source == source, PostVersionRow.message == message)
        async with self._database.reading() as session:
            return list(await session.scalars(query.order_by(PostVersionRow.number)))

    async def mark_deleted(
        self,
        source: ChatId,
        following: Mapping[MessageId, Sequence[Delivery]],
        settlements: Sequence[Settlement] = (),
    ) -> int:
        """They are gone in their source; what follows from each is enqueued in the same transaction.

        Of a rule that has no copy of it nothing follows.
        """
        here = PostRow.source == source, PostRow.message.in_(list(following))
        async with self._database.session() as session:
            await session.execute(select(PostRow.message).where(*here).order_by(PostRow.message).with_for_update())
            await session.execute(update(PostRow).where(*here).values(is_deleted=True))
            deliveries: list[Delivery] = []
            for message, each in following.items():
                copyless = await without_copy(session, source, message)
                deliveries += [delivery for delivery in each if delivery.rule not in copyless]
            settled = [await settle(session, each, self._clock.now()) for each in settlements]
            return sum(settled) + await add_deliveries(session, deliveries, self._clock.now())

    async def decisions(self, source: ChatId, message: MessageId) -> list[Decision]:
        query = select(DecisionRow).where(DecisionRow.source == source, DecisionRow.message == message)
        async with self._database.reading() as session:
            return [_decision(row) for row in await session.scalars(query.order_by(DecisionRow.rule))]

    async def held(self, rule: RuleId) -> list[Decision]:
        """Posts that the rule could not decide about, oldest first."""
        query = select(DecisionRow).where(DecisionRow.rule == rule, DecisionRow.verdict == "held")
        async with self._database.reading() as session:
            return [_decision(row) for row in await session.scalars(query.order_by(DecisionRow.message))]

    async def purge(self, before: datetime) -> int:
        """Forget older posts, what was decided about them and where their copies are; returns how many posts.

        Those that are held or wait for their time stay.
        """
        gathered = select(GatheredRow.message).where(
            GatheredRow.source == PostRow.source, GatheredRow.message == PostRow.message
        )
        held = select(DecisionRow.message).where(
            DecisionRow.source == PostRow.source,
            DecisionRow.message == PostRow.message,
            DecisionRow.verdict.in_(UNDECIDED),
        )
        kept = (PostRow.is_waiting.is_(False), ~held.exists(), ~gathered.exists())
        old = delete(PostRow).where(PostRow.date < before, *kept)
        async with self._database.session() as session:
            gone = (await session.scalars(old.returning(PostRow.message))).all()
            original = select(PostRow.message).where(
                PostRow.source == LinkRow.source, PostRow.message == LinkRow.message
            )
            await session.execute(delete(LinkRow).where(~original.exists()))
            edited = select(PostRow.message).where(
                PostRow.source == PostVersionRow.source, PostRow.message == PostVersionRow.message
            )
            await session.execute(delete(PostVersionRow).where(~edited.exists()))
            await session.execute(
                delete(DecisionRow).where(DecisionRow.decided_at < before, DecisionRow.verdict.not_in(UNDECIDED))
            )
            return len(gone)


async def record_decision(session: AsyncSession, decision: Decision, now: datetime) -> None:
    """Inside the transaction that does what follows from it."""
    values = {
        "verdict": decision.verdict,
        "reason": decision.reason,
        "trace": list(decision.trace),
        "version": decision.version,
        "decided_at": now,
    }
    insert = insert_for(session, DecisionRow).values(
        rule=decision.rule, source=decision.source, message=decision.message, **values
    )
    key = ["rule", "source", "message"]
    is_last_word = decision.verdict != BEHIND
    await session.execute(
        insert.on_conflict_do_update(index_elements=key, set_=values)
        if is_last_word
        else insert.on_conflict_do_nothing(index_elements=key)
    )


def stored_post(row: PostRow) -> StoredPost:
    return StoredPost(
        source=ChatId(row.source),
        message=MessageId(row.message),
        date=row.date,
        content=row.content,
        album=row.album,
        via=row.via,
        version=row.version,
        accepted_at=row.accepted_at,
        is_waiting=row.is_waiting,
        is_deleted=row.is_deleted,
    )


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        RuleId(row.rule),
        ChatId(row.source),
        MessageId(row.message),
        row.verdict,
        row.reason,
        tuple(row.trace),
        row.version,
    )
