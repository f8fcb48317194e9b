"""Experiments between two models or two personas: what runs, what was adopted, and how people rated each arm."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sqlalchemy import ColumnElement, Select, func, literal, select, update

from core.clock import Clock, SystemClock
from core.errors import UserError
from core.ids import UserId
from storage.database import Database
from storage.kept import Kept
from storage.tables.conversation import TurnRow
from storage.tables.models import ExperimentRow
from storage.turns import TurnState
from storage.upsert import insert_for

Kind = Literal["model", "prompt"]
Arm = Literal["a", "b"]


class ExperimentState(StrEnum):
    """`adopted`: its winner answers everybody, until it is rolled back."""

    RUNNING = "running"
    STOPPED = "stopped"
    ADOPTED = "adopted"
    ROLLED_BACK = "rolled-back"


@dataclass(frozen=True, slots=True)
class Experiment:
    """`a` and `b` name models or personas; `share` is of the chats, between 0 and 1."""

    id: int
    kind: Kind
    a: str
    b: str
    share: float
    error_rate: float
    state: ExperimentState
    winner: Literal["", "a", "b"]

    def name_of(self, arm: Arm) -> str:
        return self.a if arm == "a" else self.b


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one arm: answers given, and the first rating of each person in the order of the turns, True for a thumb up."""

    answers: int
    ratings: tuple[bool, ...]


class Experiments:
    """At most one of each kind runs."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._in_force = Kept(self._read_in_force)

    async def start(self, kind: Kind, a: str, b: str, *, share: float, error_rate: float, author: UserId) -> Experiment:
        """
        Raises:
            UserError: one of this kind runs already.
        """
        values = {
            "kind": kind,
            "a": a,
            "b": b,
            "share": share,
            "error_rate": error_rate,
            "state": ExperimentState.RUNNING.value,
            "winner": "",
            "author": author,
            "started_at": self._clock.now(),
        }
        async with self._database.session() as session:
            # The index on what runs decides between two that start at once.
            insert = insert_for(session, ExperimentRow).values(values).on_conflict_do_nothing()
            row = (await session.scalars(insert.returning(ExperimentRow))).one_or_none()
            if row is None:
                raise UserError("error-experiment-running")
            started = _experiment(row)
        self._in_force.forget()
        return started

    async def get(self, id: int) -> Experiment | None:
        async with self._database.reading() as session:
            row = await session.get(ExperimentRow, id)
        return _experiment(row) if row else None

    async def in_force(self) -> Sequence[Experiment]:
        """Those that run, and of each kind the newest that was adopted."""
        return await self._in_force.get()

    async def end(self, id: int, state: ExperimentState, winner: Literal["", "a", "b"] = "") -> bool:
        """False when it had ended otherwise before: only what runs is stopped or adopted, only what was adopted rolled
        back."""
        before = ExperimentState.ADOPTED if state is ExperimentState.ROLLED_BACK else ExperimentState.RUNNING
        change = (
            update(ExperimentRow)
            .where(ExperimentRow.id == id, _is(before))
            .values(state=state.value, winner=winner, ended_at=self._clock.now())
            .returning(ExperimentRow.id)
        )
        async with self._database.session() as session:
            is_ended = await session.scalar(change) is not None
        self._in_force.forget()
        return is_ended

    async def tally(self, id: int) -> tuple[Tally, Tally]:
        """Arm a, then arm b. A person counts once, with the first answer that they rated: ratings of one person hang
        together, and whoever rates most would decide alone."""
        async with self._database.reading() as session:
            rated = (
                await session.execute(
                    select(TurnRow.user, TurnRow.variant, TurnRow.rating)
                    .where(_took_part(id, "a") | _took_part(id, "b"), TurnRow.rating != 0)
                    .order_by(TurnRow.id)
                )
            ).all()
            answers = [
                await session.scalar(select(func.count()).select_from(TurnRow).where(_took_part(id, arm)))
                for arm in ("a", "b")
            ]
        ratings: dict[str, list[bool]] = {"a": [], "b": []}
        seen: set[int] = set()
        for user, variant, rating in rated:
            if user not in seen:
                seen.add(user)
                ratings["a" if f"{id}:a" in variant.split() else "b"].append(rating > 0)
        a, b = (Tally(count or 0, tuple(ratings[arm])) for arm, count in zip(("a", "b"), answers, strict=True))
        return a, b

    async def _read_in_force(self) -> Sequence[Experiment]:
        query = (
            select(ExperimentRow)
            .where(_is(ExperimentState.RUNNING) | _is(ExperimentState.ADOPTED))
            .order_by(ExperimentRow.id.desc())
        )
        adopted: set[str] = set()
        found: list[Experiment] = []
        for experiment in await self._all(query):
            if experiment.state is ExperimentState.ADOPTED:
                if experiment.kind in adopted:
                    continue
                adopted.add(experiment.kind)
            found.append(experiment)
        return found

    async def _all(self, query: Select[ExperimentRow]) -> Sequence[Experiment]:
        async with self._database.reading() as session:
            return [_experiment(row) for row in (await session.scalars(query)).all()]


def _is(state: ExperimentState) -> ColumnElement[bool]:
    return ExperimentRow.state == state.value


def _took_part(id: int, arm: str) -> ColumnElement[bool]:
    """A turn can take part in one experiment of each kind; one that failed, or had no model, shows nothing."""
    named = literal(" ") + TurnRow.variant + literal(" ")
    return named.contains(f" {id}:{arm} ") & (TurnRow.model != "") & (TurnRow.state != TurnState.FAILED.value)


def _experiment(row: ExperimentRow) -> Experiment:
    return Experiment(
        id=row.id,
        kind=row.kind,  # type: ignore[arg-type]
        a=row.a,
        b=row.b,
        share=row.share,
        error_rate=row.error_rate,
        state=ExperimentState(row.state),
        winner=row.winner,  # type: ignore[arg-type]
    )
