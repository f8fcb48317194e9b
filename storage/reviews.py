"""Posts that wait for somebody's word before they are published: shown, written anew, decided about once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId, RuleId, UserId
from storage.database import Database
from storage.deliveries import Delivery, add_deliveries
from storage.gathering import Gather, gather
from storage.tables.forwarding import DecisionRow
from storage.tables.readers import ReviewRow
from storage.upsert import insert_for

State = Literal["waiting", "published", "skipped", "withdrawn", "expired"]
"""`withdrawn`: its original was deleted. `expired`: nobody said anything for too long."""

DECIDER = "review"
"""What the reason of a decision names in the place of a filter."""

ALBUM_SIZE = 10
"""Albums whose parts came in between each other are at most so many reviews apart."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Review:
    """A post, or the parts of an album, before a reviewer."""

    rule: RuleId
    source: ChatId
    messages: tuple[MessageId, ...]
    place: dict[str, Any]
    """Where it is shown: a `forwarding.spec.Destination` as JSON."""
    via: str
    version: int
    """Of the rule by which it is shown."""
    words: dict[str, Any] | None = None
    """What a reviewer wrote instead: a `forwarding.styled.Styled` as JSON."""
    revision: int = 0
    """How often it was shown anew."""
    state: State = "waiting"
    decided_by: UserId | None = None
    decider: str = ""
    """Their name, as it was then."""
    decided_at: datetime | None = None
    created_at: datetime = field(default=_NEVER, compare=False)

    @property
    def message(self) -> MessageId:
        """The first one, which names it."""
        return self.messages[0]

    @property
    def is_waiting(self) -> bool:
        return self.state == "waiting"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The last word about a review, and what follows from it, in one transaction."""

    review: Review
    state: State
    deliveries: Sequence[Delivery] = ()
    gathered: Sequence[Gather] = ()
    by: UserId | None = None
    """None where no person decided."""
    name: str = ""


class Reviews:
    """All reviews."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()

    async def get(self, rule: RuleId, source: ChatId, message: MessageId) -> Review | None:
        """`message` is the first one of an album."""
        async with self._database.reading() as session:
            row = await session.get(ReviewRow, (rule, source, message))
        return _review(row) if row else None

    async def holding(self, rule: RuleId, source: ChatId, message: MessageId) -> Review | None:
        """The one with this message in it: the first one of an album may be gone."""
        here = (ReviewRow.rule == rule, ReviewRow.source == source, ReviewRow.message <= message)
        query = select(ReviewRow).where(*here).order_by(ReviewRow.message.desc()).limit(ALBUM_SIZE)
        async with self._database.reading() as session:
            found = map(_review, await session.scalars(query))
            return next((each for each in found if message in each.messages), None)

    async def of(self, source: ChatId, messages: Sequence[MessageId]) -> list[Review]:
        """Those that these messages begin, of every rule, decided or not."""
        query = select(ReviewRow).where(ReviewRow.source == source, ReviewRow.message.in_(messages))
        async with self._database.reading() as session:
            return [_review(row) for row in await session.scalars(query.order_by(ReviewRow.rule, ReviewRow.message))]

    async def waiting(self, before: datetime | None = None) -> list[Review]:
        """Oldest first; those alone that came before that moment, if one is given."""
        query = select(ReviewRow).where(ReviewRow.state == "waiting")
        if before is not None:
            query = query.where(ReviewRow.created_at < before)
        async with self._database.reading() as session:
            return [_review(row) for row in await session.scalars(query.order_by(ReviewRow.created_at))]

    async def show_anew(self, seen: Review, fresh: Review, deliveries: Sequence[Delivery]) -> bool:
        """With other words, or elsewhere; False when it was decided about or shown anew by somebody else meanwhile."""
        values = {
            "words": fresh.words,
            "place": fresh.place,
            "version": fresh.version,
            "revision": fresh.revision,
        }
        statement = update(ReviewRow).where(*_seen(seen)).values(values).returning(ReviewRow.rule)
        async with self._database.session() as session:
            if (await session.scalars(statement)).one_or_none() is None:
                return False
            await add_deliveries(session, deliveries, self._clock.now())
        return True

    async def settle(self, settlement: Settlement) -> bool:
        """False when somebody else was quicker, or it was shown anew meanwhile: then nothing follows."""
        async with self._database.session() as session:
            return await settle(session, settlement, self._clock.now())

    async def purge(self, before: datetime) -> int:
        """Forget what was decided about longer ago; returns how many."""
        old = delete(ReviewRow).where(ReviewRow.state != "waiting", ReviewRow.decided_at < before)
        async with self._database.session() as session:
            return len((await session.scalars(old.returning(ReviewRow.rule))).all())


async def add_reviews(session: AsyncSession, reviews: Iterable[Review], now: datetime) -> None:
    """Inside the transaction that enqueues what shows them."""
    for review in reviews:
        values = {
            "rule": review.rule,
            "source": review.source,
            "message": review.message,
            "messages": list(review.messages),
            "place": review.place,
            "via": review.via,
            "version": review.version,
            "state": review.state,
            "words": review.words,
            "revision": review.revision,
            "created_at": now,
            "decider": "",
        }
        await session.execute(insert_for(session, ReviewRow).values(values).on_conflict_do_nothing())


async def settle(session: AsyncSession, settlement: Settlement, now: datetime) -> bool:
    """Inside a transaction that records something else too."""
    review = settlement.review
    values = {
        "state": settlement.state,
        "decided_by": settlement.by,
        "decider": settlement.name,
        "decided_at": now,
    }
    statement = update(ReviewRow).where(*_seen(review)).values(values).returning(ReviewRow.rule)
    if (await session.scalars(statement)).one_or_none() is None:
        return False
    here = (DecisionRow.rule == review.rule, DecisionRow.source == review.source)
    is_published = settlement.state == "published"
    decided: dict[str, Any] = {"verdict": "pass" if is_published else "drop", "version": review.version}
    if not is_published:
        decided["reason"] = f"{DECIDER}: {settlement.state}"
    decisions = update(DecisionRow).where(*here, DecisionRow.message.in_(review.messages))
    await session.execute(decisions.values(decided))
    await gather(session, settlement.gathered, now)
    await add_deliveries(session, settlement.deliveries, now)
    return True


def _seen(review: Review) -> tuple[Any, ...]:
    """Still as it was when somebody looked at it."""
    return (
        ReviewRow.rule == review.rule,
        ReviewRow.source == review.source,
        ReviewRow.message == review.message,
        ReviewRow.state == "waiting",
        ReviewRow.revision == review.revision,
    )


def _review(row: ReviewRow) -> Review:
    return Review(
        rule=RuleId(row.rule),
        source=ChatId(row.source),
        messages=tuple(MessageId(message) for message in row.messages),
        place=row.place,
        via=row.via,
        version=row.version,
        words=row.words,
        revision=row.revision,
        state=row.state,  # type: ignore[arg-type]
        decided_by=UserId(row.decided_by) if row.decided_by is not None else None,
        decider=row.decider,
        decided_at=row.decided_at,
        created_at=row.created_at,
    )
