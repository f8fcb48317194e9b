"""Gathering a post, and asking who has it, inside of the transactions in which posts are decided about and changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, literal, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from core.ids import ChatId, MessageId, RuleId
from storage.tables.forwarding import DecisionRow, RuleRow
from storage.tables.gathering import GatheredRow, GatheringRow
from storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Gather:
    """These messages, an album or one, wait from now on, and `due` is when the rule should look at them next."""

    rule: RuleId
    version: int
    source: ChatId
    messages: tuple[MessageId, ...]
    due: datetime | None


async def gather(session: AsyncSession, posts: Iterable[Gather], now: datetime) -> None:
    """Inside the transaction that decides about them; a rule that is gone gathers nothing."""
    for post in posts:
        alive = select(RuleRow.id).where(RuleRow.id == post.rule).with_for_update(read=True, key_share=True)
        if await session.scalar(alive) is None:
            continue
        await _look_at(session, post)
        values = {"rule": post.rule, "source": post.source, "head": post.messages[0], "gathered_at": now}
        rows = [{**values, "message": message} for message in post.messages]
        await session.execute(insert_for(session, GatheredRow).values(rows).on_conflict_do_nothing())


async def without_copy(session: AsyncSession, source: ChatId, message: MessageId) -> set[int]:
    """The rules that have the post waiting or made it a part of something else; asked under the lock of its row."""
    waits = select(GatheredRow.rule).where(GatheredRow.source == source, GatheredRow.message == message)
    here = DecisionRow.source == source, DecisionRow.message == message
    went_elsewhere = select(DecisionRow.rule).where(*here, DecisionRow.made != "")
    return set(await session.scalars(union(waits, went_elsewhere)))


async def _look_at(session: AsyncSession, post: Gather) -> None:
    """The rule is looked at when that was due, or at the post's own moment, whichever comes first."""
    sooner: ColumnElement[Any] = GatheringRow.due.expression
    if post.due is not None:
        moment = literal(post.due, GatheringRow.due.type)
        sooner = case((GatheringRow.due < moment, GatheringRow.due), else_=moment)
    first = {"rule": post.rule, "due": post.due, "version": post.version, "changes": 1, "left_at": None}
    insert = insert_for(session, GatheringRow).values(first)
    later = {"due": sooner, "changes": GatheringRow.changes + 1}
    await session.execute(insert.on_conflict_do_update(index_elements=["rule"], set_=later))
