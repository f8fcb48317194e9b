"""A chart of what a rule did day by day, as a PNG.

A process of its own draws it, and takes the 70 MB of Matplotlib away with it when it ends.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

from core.errors import Unavailable

ROOT = Path(__file__).parent.parent
SECONDS = 60.0
"""The first chart of an installation takes longest: Matplotlib looks for the fonts of the machine."""
LABELS = 8
"""More dates would touch each other."""
COLOURS = ("#2a9d6f", "#b9c0c8", "#e9a23b")
INK = "#3b4450"


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of decision, a count for each day."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that stand on each other, at most three kinds; `days` are what stands below them."""

    days: tuple[str, ...]
    series: tuple[Series, ...]


async def drawn(chart: Chart, cache: Path) -> bytes:
    """A PNG of 1200 x 600 pixels; Matplotlib keeps what it found out about fonts in `cache`, an absolute path.

    Raises:
        Unavailable: `error-no-chart`.
    """
    env = {"MPLCONFIGDIR": str(cache), "OPENBLAS_NUM_THREADS": "1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "forwarding.charts", stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=ROOT, env=env
    )
    try:
        async with asyncio.timeout(SECONDS):
            png, _ = await process.communicate(json.dumps(asdict(chart)).encode())
    except (TimeoutError, OSError) as error:
        raise Unavailable("error-no-chart") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise Unavailable("error-no-chart")
    return png


def draw(chart: Chart) -> bytes:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(8, 4), dpi=150, layout="constrained")
    axes = figure.subplots()
    places = range(len(chart.days))
    floor = [0] * len(chart.days)
    for series, colour in zip(chart.series, COLOURS, strict=False):
        axes.bar(places, series.counts, bottom=floor, color=colour, label=series.name, width=0.8)
        floor = [below + count for below, count in zip(floor, series.counts, strict=True)]
    axes.set_xticks(*_ticks(chart.days))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max(*floor, 1) * 1.1)
    axes.tick_params(colors=INK, length=0)
    axes.grid(axis="y", color="#e6e9ec")
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.legend(frameon=False, ncols=len(chart.series), labelcolor=INK, loc="lower right", bbox_to_anchor=(1, 1))
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _ticks(days: Sequence[str]) -> tuple[list[int], list[str]]:
    """The last day always has its date."""
    step = -(-len(days) // LABELS)
    places = list(range(len(days) - 1, -1, -step))[::-1]
    return places, [days[place] for place in places]


def main() -> None:
    """A chart as JSON comes in, a PNG goes out."""
    asked = json.load(sys.stdin)
    series = tuple(Series(each["name"], tuple(each["counts"])) for each in asked["series"])
    sys.stdout.buffer.write(draw(Chart(tuple(asked["days"]), series)))


if __name__ == "__main__":
    main()
