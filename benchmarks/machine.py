"""The machine under the figures: what it is, and how much other work it had meanwhile."""

import os
import platform
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

TICKS = os.sysconf("SC_CLK_TCK")
IDLE = (3, 4)
"""The columns idle and iowait of /proc/stat."""
COUNTED_TWICE = 8
"""From this column on guests, which the first columns hold already."""


def description() -> str:
    """Cores, processor, system, Python."""
    cores = len(os.sched_getaffinity(0))
    return (
        f"{cores} cores, {_processor()}, {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def load() -> str:
    """The load averages of 1 and 5 minutes."""
    one, five, _ = os.getloadavg()
    return f"{one:.2f} {five:.2f}"


@dataclass(frozen=True, slots=True)
class WorkMeter:
    """How many cores were busy with work that was not ours, between `start` and `others`."""

    at: float
    busy: float
    own: float
    total: float

    @classmethod
    def start(cls) -> Self:
        columns = [int(word) / TICKS for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
        total = sum(columns[:COUNTED_TWICE])
        return cls(time.monotonic(), total - sum(columns[column] for column in IDLE), _own_seconds(), total)

    def seconds(self) -> float:
        """Since `start`."""
        return time.monotonic() - self.at

    def others(self) -> float:
        """In cores. What another guest of the same host took away counts too; children must have ended."""
        now = self.start()
        share = (now.busy - self.busy - (now.own - self.own)) / max(now.total - self.total, 1 / TICKS)
        return max(0.0, share) * (os.cpu_count() or 1)


def _own_seconds() -> float:
    """CPU time of this process and of its children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
