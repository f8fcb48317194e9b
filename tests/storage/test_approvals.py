"""Approvals: one press, of the right person, within a day."""

import asyncio

import pytest

from core.ids import ApprovalId, ChatId, UserId
from storage.approvals import Approvals
from tests.fakes.clock import FakeClock

ANNA, BEN, CHAT = UserId(1001), UserId(1002), ChatId(-100)


@pytest.fixture
def approvals(database, clock: FakeClock) -> Approvals:
    return Approvals(database, clock)


async def test_an_approval_is_taken_once_and_by_its_own_person_only(approvals: Approvals):
    id = await approvals.add(ANNA, CHAT, "propose_rule", {"keep": ["скидка"]})

    assert await approvals.take(id, BEN) is None
    taken = await asyncio.gather(*(approvals.take(id, ANNA) for _ in range(5)))

    (approval,) = [one for one in taken if one]
    assert (approval.user, approval.chat, approval.tool) == (ANNA, CHAT, "propose_rule")
    assert approval.arguments == {"keep": ["скидка"]}
    assert await approvals.take(ApprovalId(999), ANNA) is None


async def test_an_approval_ends_after_a_day(approvals: Approvals, clock: FakeClock):
    id = await approvals.add(ANNA, CHAT, "tool", {})
    clock.advance(24 * 3600)

    assert await approvals.take(id, ANNA) is None
    assert await approvals.add(ANNA, CHAT, "tool", {}) != id


async def test_a_press_that_is_handled_again_after_a_crash_gets_its_approval_again(approvals: Approvals):
    id = await approvals.add(ANNA, CHAT, "tool", {})

    first = await approvals.take(id, ANNA, key="update:7")

    assert first is not None
    assert await approvals.take(id, ANNA, key="update:7") == first
    assert await approvals.take(id, ANNA, key="update:8") is None
    assert await approvals.take(id, ANNA) is None
