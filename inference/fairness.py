"""Who used how much of a model: the counters by which the next in a queue is chosen."""

from collections.abc import Collection

from core.ids import UserId

PROMPT_WEIGHT, ANSWER_WEIGHT = 1, 2
"""Of one token: reading is quicker than writing."""


class Counters:
    """The Virtual Token Counter of Sheng et al., "Fairness in Serving Large Language Models" (OSDI 2024).

    A person's counter grows by the tokens served to them, and the least one is served next. Whoever comes back is
    level with the least of those who are here: being away saves nothing up.
    """

    def __init__(self) -> None:
        self._used: dict[UserId, float] = {}
        self._floor = 0.0

    def of(self, person: UserId) -> float:
        return self._used.get(person, self._floor)

    def arrive(self, person: UserId, others: Collection[UserId]) -> None:
        """The person had nothing to be served; `others` are those who have."""
        least = min(map(self.of, others), default=self._floor)
        self._used[person] = max(self.of(person), least)

    def charge(self, person: UserId, tokens: float) -> None:
        """At least one token: a request that used nothing still took its turn."""
        self._used[person] = self.of(person) + max(1.0, tokens)

    def leave(self, person: UserId, others: Collection[UserId]) -> None:
        """Nothing of the person's is left; the last to go sets the level for the next to come."""
        if others:
            return
        self._floor = max(self._floor, self.of(person))
        self._used = {known: used for known, used in self._used.items() if used > self._floor}
