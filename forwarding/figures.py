"""What a rule did in the last days, for people: counts, what kept posts back, how fast copies came, a chart by day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

from core.clock import Clock, SystemClock
from forwarding.charts import Chart, Series, drawn
from forwarding.rules import Rule
from storage.outbox import DeliveryState
from storage.tallies import Tallies, Tally

VERDICTS = ("pass", "drop", "held")
"""In the order in which they stand on each other."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the last days, today included; days are those of the rule's time zone."""

    days: tuple[date, ...]
    counts: dict[str, tuple[int, ...]]
    """By verdict, one number for each day."""
    dropped_by: tuple[tuple[str, int], ...]
    sends: dict[DeliveryState, int]
    median_seconds: float | None
    """From the decision to the arrival of the copy; None where none arrived."""
    p95_seconds: float | None

    def total(self, verdict: str) -> int:
        return sum(self.counts[verdict])

    def sent(self, *states: DeliveryState) -> int:
        return sum(self.sends.get(state, 0) for state in states)


class Statistics:
    """Reads what was recorded, and draws it."""

    def __init__(self, tallies: Tallies, data_dir: Path, clock: Clock | None = None) -> None:
        self._tallies = tallies
        self._cache = data_dir.absolute() / "matplotlib"
        self._clock = clock or SystemClock()

    async def of(self, rule: Rule, days: int) -> Figures:
        zone = ZoneInfo(rule.spec.time_zone)
        today = self._clock.now().astimezone(zone).date()
        shown = tuple(today - timedelta(days=back) for back in range(days - 1, -1, -1))
        since = datetime.combine(shown[0], time(), zone)
        return _figures(await self._tallies.of(rule.id, since), shown, zone)

    async def chart(self, figures: Figures, names: dict[str, str]) -> bytes:
        """A PNG; `names` are what people call the verdicts.

        Raises:
            Unavailable: `error-no-chart`.
        """
        series = tuple(Series(names[verdict], figures.counts[verdict]) for verdict in VERDICTS)
        return await drawn(Chart(tuple(f"{day:%d.%m}" for day in figures.days), series), self._cache)


def _figures(tally: Tally, days: tuple[date, ...], zone: ZoneInfo) -> Figures:
    counts = {verdict: dict.fromkeys(days, 0) for verdict in VERDICTS}
    for each in tally.decided:
        day = each.since.astimezone(zone).date()
        if each.verdict in counts and day in counts[each.verdict]:
            counts[each.verdict][day] += each.count
    return Figures(
        days,
        {verdict: tuple(by_day.values()) for verdict, by_day in counts.items()},
        tally.dropped_by,
        tally.sends,
        _quantile(tally.seconds, 0.5),
        _quantile(tally.seconds, 0.95),
    )


def _quantile(ordered: tuple[float, ...], share: float) -> float | None:
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None
