"""Telegram's speed limits, one governor for both faces: over all, in a chat, in a group."""

import math
from dataclasses import dataclass

from sandbox.model import Chat
from sandbox.refusals import WorldError
from sandbox.store import Store


@dataclass(slots=True)
class _Bucket:
    """A token bucket: `rate` tokens a second, at most `burst` at once."""

    rate: float
    burst: float
    tokens: float
    at: float

    def wait(self, now: float, count: float) -> float:
        """Seconds until `count` tokens are there; 0 means now."""
        self.tokens = min(self.burst, self.tokens + max(now - self.at, 0.0) * self.rate)
        self.at = now
        return max(0.0, (min(count, self.burst) - self.tokens) / self.rate)

    def take(self, count: float) -> None:
        self.tokens -= count


class Limits:
    """Off until `is_on`; what is refused costs nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._buckets: dict[tuple[str, int, str], _Bucket] = {}
        self.is_on = False
        self.overall = (30.0, 30.0)
        """(tokens a second, burst)"""
        self.per_chat = (1.0, 5.0)
        self.per_group = (20 / 60, 20.0)
        self.per_draft_chat = (3.0, 10.0)

    def check(self, account: int, chat: Chat, count: int = 1, *, is_draft: bool = False) -> None:
        """Take `count` messages' worth.

        Raises:
            WorldError: FLOOD with `retry_after`; nothing was taken.
        """
        if not self.is_on:
            return
        now = self._store.clock.time()
        buckets = [self._bucket(*each, now) for each in self._kinds(account, chat, is_draft)]
        wait = max(bucket.wait(now, count) for bucket in buckets)
        if wait > 0:
            raise WorldError("FLOOD", retry_after=max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.take(count)

    def reset(self) -> None:
        self._buckets.clear()

    def _kinds(
        self, account: int, chat: Chat, is_draft: bool
    ) -> list[tuple[tuple[str, int, str], tuple[float, float]]]:
        if is_draft:
            return [(("draft", account, chat.key), self.per_draft_chat)]
        kinds = [(("all", account, ""), self.overall), (("chat", account, chat.key), self.per_chat)]
        if chat.kind != "private":
            kinds.append((("group", account, chat.key), self.per_group))
        return kinds

    def _bucket(self, key: tuple[str, int, str], speed: tuple[float, float], now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None or (bucket.rate, bucket.burst) != speed:
            bucket = self._buckets[key] = _Bucket(*speed, speed[1], now)
        return bucket
