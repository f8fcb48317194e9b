"""Which rules pay Telegram for their posts at this moment: those that say so, while too much of theirs waits."""

from datetime import timedelta

from core.clock import Clock, SystemClock
from core.errors import UserError
from forwarding.outgoing import CopyPosts, from_payload
from forwarding.rules import RuleBook
from forwarding.spec import RuleSpec
from storage.outbox import Delivery, Outbox

LOOK_SECONDS = 5.0
NEW = ":new"


class Paying:
    """Nothing is paid where the owner of the bot does not allow it."""

    def __init__(self, rulebook: RuleBook, outbox: Outbox, *, is_allowed: bool, clock: Clock | None = None) -> None:
        self._rulebook = rulebook
        self._outbox = outbox
        self._is_allowed = is_allowed
        self._clock = clock or SystemClock()
        self._over: frozenset[int] = frozenset()
        self._looked_at = self._clock.now() - timedelta(days=1)

    async def look(self) -> None:
        """Every few seconds, at what waits."""
        if not self._is_allowed or self._clock.now() - self._looked_at < timedelta(seconds=LOOK_SECONDS):
            return
        self._looked_at = self._clock.now()
        most = {rule.id: rule.spec.overflow_after for rule in await self._rulebook.list() if pays(rule.spec)}
        waiting: dict[int, int] = {}
        for each in await self._outbox.waiting() if most else ():
            waiting[each.rule or 0] = waiting.get(each.rule or 0, 0) + each.count
        self._over = frozenset(rule for rule, limit in most.items() if waiting.get(rule, 0) > limit)

    def may_pay(self, delivery: Delivery) -> bool:
        """For a new post that the bot sends, in a request that can be paid for."""
        if delivery.rule not in self._over or not delivery.key.endswith(NEW):
            return False
        outgoing = from_payload(delivery.payload)
        if not isinstance(outgoing, CopyPosts) or outgoing.via == "account" or outgoing.is_forward:
            return False
        return len(outgoing.messages) == 1 or outgoing.rewrite is not None


class PayingCheck:
    """Of a rule that is saved."""

    def __init__(self, *, is_allowed: bool) -> None:
        self._is_allowed = is_allowed

    async def check(self, spec: RuleSpec) -> None:
        """
        Raises:
            UserError: it wants to pay, and the owner of the bot does not allow that.
        """
        if pays(spec) and not self._is_allowed:
            raise UserError("error-rule-paid-off")


def pays(spec: RuleSpec) -> bool:
    return spec.overflow == "paid"
