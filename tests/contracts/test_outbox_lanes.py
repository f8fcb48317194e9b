"""The outbox under any order of events, on both databases: nothing is lost, doubled or overtaken."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from core.ids import ChatId, DeliveryId
from storage.database import Database
from storage.dead_letters import DeadLetters
from storage.outbox import Delivery, DeliveryState, Outbox, Outcome
from tests.fakes.clock import FakeClock
from tests.fakes.database import clear_all

T = TypeVar("T")
LEASE = 30.0
LANES = ("a", "b")
ENDS = [DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.UNKNOWN, DeliveryState.PENDING]


class OutboxMachine(RuleBasedStateMachine):
    """Enqueues, sends, refuses, cuts and restarts at random, and remembers what must be true."""

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = FakeClock()
        self.database = Database(self.url)
        self.outbox = Outbox(self.database, self.clock)
        self.letters = DeadLetters(self.database, self.clock)
        self.order: dict[str, list[str]] = {lane: [] for lane in LANES}
        self.states: dict[str, DeliveryState] = {}
        self.held: dict[DeliveryId, Delivery] = {}
        """What this process took and has not finished."""
        self.due: dict[str, datetime] = {}
        """What was put off, and until when."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def clean(self) -> None:
        if self.database.dialect == "postgresql":
            self.run(clear_all(self.database))
        else:
            self.run(_empty(self.database))

    @rule(lane=st.sampled_from(LANES), number=st.integers(0, 12))
    def enqueue(self, lane: str, number: int) -> None:
        key = f"{lane}:{number}"
        added = self.run(self.outbox.enqueue(Delivery(key, ChatId(1), {}, lane=lane)))
        assert added == (key not in self.states)
        if added:
            self.order[lane].append(key)
            self.states[key] = DeliveryState.PENDING

    @rule(count=st.integers(1, 3), asked=st.lists(st.sampled_from([0.0, 0.0, None, 2.0]), max_size=3))
    def take(self, count: int, asked: list[float | None]) -> None:
        """The gate lets pass, leaves where it is, or puts off."""
        heads, answers, put_off = self.heads(), [*asked], []

        def gate(delivery: Delivery) -> float | None:
            answer = answers.pop() if answers else 0.0
            put_off.extend([delivery.key] if answer != 0.0 else [])
            if answer:
                self.due[delivery.key] = self.clock.now() + timedelta(seconds=answer)
            return answer

        taken = self.run(self.outbox.take(count, LEASE, gate)).deliveries
        assert {delivery.key for delivery in taken} <= heads
        assert len(taken) == min(count, len(heads) - len(put_off)), "a head that was due was passed over"
        for delivery in taken:
            self.held[delivery.id] = delivery
            self.states[delivery.key] = DeliveryState.SENDING

    def heads(self) -> set[str]:
        """The first of each lane that is not over, where it waits; one sent again comes before those after it."""
        first = [next((key for key in keys if self.states[key] in _OPEN), None) for keys in self.order.values()]
        now = self.clock.now()
        pending = [key for key in first if key is not None and self.states[key] is DeliveryState.PENDING]
        return {key for key in pending if self.due.get(key, now) <= now}

    @precondition(lambda self: len(self.held) > 1)
    @rule(is_dead=st.booleans())
    def finish_all(self, is_dead: bool) -> None:
        """Everything that this process holds is written down in one go."""
        ends = [DeliveryState.SENT, DeliveryState.DEAD if is_dead else DeliveryState.PENDING]
        outcomes = [Outcome(self.held[id], ends[number % 2]) for number, id in enumerate(sorted(self.held))]
        self.run(self.outbox.finish(*outcomes))
        for outcome in outcomes:
            self.states[self.held.pop(outcome.delivery.id).key] = outcome.state

    @rule()
    def take_failed(self) -> None:
        """A person looks at what failed, lets the newest go and sends the next again."""
        failed = self.run(self.letters.page(0, 2))
        assert self.run(self.letters.count()) == len([one for one in self.states.values() if one in _FAILED])
        for letter, is_kept in zip(failed, (False, True), strict=False):
            id = letter.delivery.id
            assert self.run(self.outbox.resend(id) if is_kept else self.letters.discard(id))
            self.due.pop(letter.delivery.key, None)
            self.states[letter.delivery.key] = DeliveryState.PENDING if is_kept else DeliveryState.DISCARDED

    @rule()
    def send_all_failed_again(self) -> None:
        failed = [key for key, state in self.states.items() if state in _FAILED]
        assert self.run(self.letters.retry_all()) == len(failed)
        self.states |= dict.fromkeys(failed, DeliveryState.PENDING)
        self.due = {key: moment for key, moment in self.due.items() if key not in failed}

    @precondition(lambda self: self.held)
    @rule(state=st.sampled_from(ENDS), pick=st.integers(0, 9), seconds=st.sampled_from([0.0, 2.0]))
    def finish(self, state: DeliveryState, pick: int, seconds: float) -> None:
        delivery = self.held.pop(sorted(self.held)[pick % len(self.held)])
        moment = self.clock.now() + timedelta(seconds=seconds)
        self.run(self.outbox.finish(Outcome(delivery, state, "so it ended", not_before=moment)))
        self.states[delivery.key] = state
        if state is DeliveryState.PENDING:
            self.due[delivery.key] = moment

    @precondition(lambda self: self.held)
    @rule()
    def kill(self) -> None:
        """The process dies in the middle of all its sends; the next one takes up what it left."""
        self.outbox = Outbox(self.database, self.clock)
        found = self.run(self.outbox.recover(LEASE, is_alone=True))
        assert {each.key for each in found} == {each.key for each in self.held.values()}
        self.take_up(found)

    @rule(seconds=st.sampled_from([1.0, LEASE + 1]))
    def wait(self, seconds: float) -> None:
        """Another process takes up what stands as leaving for longer than its lease."""
        self.clock.advance(seconds)
        found = self.run(self.outbox.recover(LEASE))
        assert {each.key for each in found} == {each.key for each in self.held.values() if seconds > LEASE}
        if found:
            self.take_up(found)

    def take_up(self, found: list[Delivery]) -> None:
        """Every other one is repeated; what the dead process would still say of it changes nothing."""
        ends = [DeliveryState.UNKNOWN, DeliveryState.PENDING]
        outcomes = [Outcome(each, ends[number % 2], "cut") for number, each in enumerate(found)]
        self.run(self.outbox.finish(*outcomes))
        self.states |= {outcome.delivery.key: outcome.state for outcome in outcomes}
        self.run(self.outbox.finish(*(Outcome(each, DeliveryState.DEAD, "late") for each in self.held.values())))
        self.held.clear()

    @invariant()
    def the_counts_are_those_of_the_model(self) -> None:
        counts = self.run(self.outbox.counts())
        assert {state: count for state, count in counts.items() if count} == {
            state: list(self.states.values()).count(state) for state in set(self.states.values())
        }

    def teardown(self) -> None:
        self.run(self.database.close())
        self.loop.close()


_FAILED = {DeliveryState.DEAD, DeliveryState.UNKNOWN}
_OPEN = {DeliveryState.PENDING, DeliveryState.SENDING}


async def _empty(database: Database) -> None:
    async with database.session() as session:
        await session.execute(text("DELETE FROM deliveries"))


def test_the_outbox_neither_loses_nor_doubles_nor_overtakes(database_url: str):
    machine = type("Machine", (OutboxMachine,), {"url": database_url})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6 if database_url.startswith("postgresql") else 20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
