"""What follows when a destination takes nothing any more: its rules pause or go on without it, and the owners know."""

from collections.abc import Sequence

from core.ids import UserId
from forwarding.notices import Notices
from forwarding.rules import Rule, RuleBook
from forwarding.spec import Destination
from storage.outbox import Delivery, Outbox


class Departures:
    """A rule that has no other destination is paused. One that has goes on; what was meant for this one is dead."""

    def __init__(self, outbox: Outbox, rulebook: RuleBook, notices: Notices) -> None:
        self._outbox = outbox
        self._rulebook = rulebook
        self._notices = notices

    async def follow(self, delivery: Delivery, reason: str) -> list[Delivery]:
        """After Telegram refused the delivery because the whole place is gone; returns what is to be told."""
        await self._outbox.bury(delivery.chat, delivery.topic, reason)
        affected = [rule for rule in await self._rulebook.list() if not rule.is_paused and _writes_to(rule, delivery)]
        without_other = [rule for rule in affected if _has_no_other(rule, delivery)]
        paused = [rule for rule in without_other if await self._rulebook.pause(rule.id)]
        going_on = [rule for rule in affected if rule not in without_other]
        owners = dict.fromkeys(rule.created_by for rule in [*paused, *going_on])
        return [
            await self._notices.gone(owner, _of(owner, paused), _of(owner, going_on), delivery, reason)
            for owner in owners
        ]


def _of(owner: UserId, rules: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.created_by == owner]


def _writes_to(rule: Rule, delivery: Delivery) -> bool:
    return _asks_at(rule, delivery) or any(_is_it(each, delivery) for each in rule.spec.destinations)


def _has_no_other(rule: Rule, delivery: Delivery) -> bool:
    """Where nobody can be asked any more, nothing goes on."""
    return _asks_at(rule, delivery) or all(_is_it(each, delivery) for each in rule.spec.destinations)


def _asks_at(rule: Rule, delivery: Delivery) -> bool:
    return rule.spec.review_chat is not None and _is_it(rule.spec.review_chat, delivery)


def _is_it(destination: Destination, delivery: Delivery) -> bool:
    """A topic that is named by its title gets its number when it is opened."""
    return destination.chat == delivery.chat and destination.topic in (None, delivery.topic)
