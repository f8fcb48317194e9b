"""What a row measures and what it says: figures with a unit, each beside its goal where it has one."""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a row; without a goal it is there to be known."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def goal(self) -> str:
        """The goal as it is printed; empty without one."""
        if self.at_most is not None:
            return f"≤ {self.at_most:,g} {self.unit}"
        return f"≥ {self.at_least:,g} {self.unit}" if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """Beside the goal; a word for the reader, nothing fails by it."""
        if not self.goal:
            return ""
        is_met = self.value <= (self.at_most or math.inf) and self.value >= (self.at_least or -math.inf)
        return "met" if is_met else "missed"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement; `measure` takes its time and leaves nothing behind."""

    name: str
    about: str
    measure: Callable[[], Awaitable[Sequence[Figure]]]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def milliseconds(name: str, seconds: Sequence[float], *, p50: float | None = None, p95: float) -> list[Figure]:
    """Median, 95th percentile and the worst of what was measured in seconds, with their goals in milliseconds."""
    return [
        Figure(f"{name}, p50", percentile(seconds, 0.5) * 1000, "ms", at_most=p50),
        Figure(f"{name}, p95", percentile(seconds, 0.95) * 1000, "ms", at_most=p95),
        Figure(f"{name}, worst of {len(seconds)}", max(seconds) * 1000, "ms"),
    ]
