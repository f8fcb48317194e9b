"""The outbox under any order of events, on both databases: nothing is lost, doubled or overtaken."""

import asyncio
from collections.abc import Coroutine
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
        """What this process claimed and has not finished."""

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

    @rule(count=st.integers(1, 3))
    def claim(self, count: int) -> None:
        claimed = self.run(self.outbox.claim_many(count, LEASE))
        heads = self.heads()
        assert {delivery.key for delivery in claimed} <= heads
        assert len(claimed) == min(count, len(heads)), "a head that was due was passed over"
        for delivery in claimed:
            self.held[delivery.id] = delivery
            self.states[delivery.key] = DeliveryState.CLAIMED

    def heads(self) -> set[str]:
        """The first of each lane that is not over, where it waits; one sent again comes before those after it."""
        first = [next((key for key in keys if self.states[key] in _OPEN), None) for keys in self.order.values()]
        return {key for key in first if key is not None and self.states[key] is DeliveryState.PENDING}

    @precondition(lambda self: len(self.held) > 1)
    @rule(is_dead=st.booleans())
    def finish_all(self, is_dead: bool) -> None:
        """Everything that this process holds leaves and is written down in one go."""
        assert self.run(self.outbox.sending_many(list(self.held), LEASE)) == set(self.held)
        ends = [DeliveryState.SENT, DeliveryState.DEAD if is_dead else DeliveryState.UNKNOWN]
        outcomes = [Outcome(id, ends[number % 2]) for number, id in enumerate(sorted(self.held))]
        self.run(self.outbox.finish(*outcomes))
        for outcome in outcomes:
            self.states[self.held.pop(outcome.id).key] = outcome.state

    @rule()
    def take_failed(self) -> None:
        """A person looks at what failed, lets the newest go and sends the next again."""
        failed = self.run(self.letters.page(0, 2))
        assert self.run(self.letters.count()) == len([one for one in self.states.values() if one in _FAILED])
        for letter, is_kept in zip(failed, (False, True), strict=False):
            id = letter.delivery.id
            assert self.run(self.outbox.resend(id) if is_kept else self.letters.discard(id))
            self.states[letter.delivery.key] = DeliveryState.PENDING if is_kept else DeliveryState.DISCARDED

    @rule()
    def send_all_failed_again(self) -> None:
        failed = [key for key, state in self.states.items() if state in _FAILED]
        assert self.run(self.letters.retry_all()) == len(failed)
        self.states |= dict.fromkeys(failed, DeliveryState.PENDING)

    @precondition(lambda self: self.held)
    @rule(outcome=st.sampled_from(["sent", "dead", "unknown", "retry", "back"]), pick=st.integers(0, 9))
    def finish(self, outcome: str, pick: int) -> None:
        delivery = self.held.pop(sorted(self.held)[pick % len(self.held)])
        if outcome == "back":
            self.run(self.outbox.retry(delivery.id, self.clock.now(), "waits"))
            self.states[delivery.key] = DeliveryState.PENDING
            return
        assert self.run(self.outbox.sending(delivery.id, LEASE))
        match outcome:
            case "sent":
                self.run(self.outbox.sent(delivery.id))
            case "dead":
                self.run(self.outbox.dead(delivery.id, "gone"))
            case "unknown":
                self.run(self.outbox.unknown(delivery.id, "cut"))
            case "retry":
                self.run(self.outbox.retry(delivery.id, self.clock.now(), "busy"))
        self.states[delivery.key] = DeliveryState.PENDING if outcome == "retry" else DeliveryState(outcome)

    @precondition(lambda self: self.held)
    @rule(pick=st.integers(0, 9), is_cut=st.booleans())
    def kill(self, pick: int, is_cut: bool) -> None:
        """The process dies, perhaps in the middle of one send; the next one takes up what it left."""
        cut = self.held[sorted(self.held)[pick % len(self.held)]] if is_cut else None
        if cut is not None:
            assert self.run(self.outbox.sending(cut.id, LEASE))
        self.outbox = Outbox(self.database, self.clock)
        found = self.run(self.outbox.recover(LEASE, is_alone=True))
        assert [each.key for each in found] == ([cut.key] if cut else [])
        for delivery in self.held.values():
            self.states[delivery.key] = DeliveryState.PENDING
        for delivery in found:
            self.run(self.outbox.unknown(delivery.id, "cut"))
            self.states[delivery.key] = DeliveryState.UNKNOWN
        self.held.clear()

    @rule(seconds=st.sampled_from([1.0, LEASE + 1]))
    def wait(self, seconds: float) -> None:
        """What was only claimed is free again after its lease."""
        self.clock.advance(seconds)
        assert self.run(self.outbox.recover(LEASE)) == []
        if seconds > LEASE:
            for delivery in self.held.values():
                self.states[delivery.key] = DeliveryState.PENDING
            for id in self.held:
                assert not self.run(self.outbox.sending(id, LEASE)), "a lost claim must not send"
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
_OPEN = {DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING}


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
