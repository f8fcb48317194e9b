"""`python -m benchmarks [NAME…]`: runs the rows one after another and prints their figures. It asserts nothing."""

import argparse
import asyncio
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import uvloop

import benchmarks.rows
from benchmarks import machine
from benchmarks.row import Figure, Row
from core.discovery import discover
from core.logs import configure_logs


@dataclass(frozen=True, slots=True)
class Result:
    """What a row said, and how busy the machine was; without figures it crashed."""

    row: Row
    figures: Sequence[Figure]
    load_before: str
    load_after: str
    others: float


def main(arguments: Sequence[str] | None = None) -> int:
    """1 when a row crashed, 2 when there is no such row; a missed goal is no failure."""
    rows = {row.name: row for row in cast(list[Row], discover(benchmarks.rows, "ROW"))}
    command = parser()
    options = command.parse_args(arguments)
    if unknown := [name for name in options.names if name not in rows]:
        command.error(f"no row is called {', '.join(unknown)}; there are {', '.join(rows)}")
    if options.list:
        print("\n".join(f"{row.name:16}{row.about}" for row in rows.values()))
        return 0
    configure_logs("ERROR", [])
    print(machine.description(), flush=True)
    results = [run(rows[name]) for name in options.names or rows]
    print(f"\n{table(results)}")
    return 0 if all(result.figures for result in results) else 1


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, print, assert nothing.")
    root.add_argument("names", nargs="*", metavar="NAME", help="the rows to run; all of them without one")
    root.add_argument("--list", action="store_true", help="print the rows and what they measure")
    return root


def run(row: Row) -> Result:
    """Measure one row; a row that crashes hides no other."""
    print(f"{row.name} …", end=" ", flush=True)
    before, meter = machine.load(), machine.WorkMeter.start()
    figures: Sequence[Figure] = ()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            figures = runner.run(_measured(row))
    except Exception:  # noqa: BLE001 - the edge: what went wrong is printed, and the exit status tells of it
        traceback.print_exc()
    took = f"{meter.seconds():.0f} s"
    print(took if figures else f"crashed after {took}", flush=True)
    return Result(row, figures, before, machine.load(), meter.others())


async def _measured(row: Row) -> Sequence[Figure]:
    return await row.measure()


def table(results: Sequence[Result]) -> str:
    """One line a figure, under a line with the row and what the machine did meanwhile."""
    return "\n".join(line for result in results for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield (
        f"{result.row.name}   load {result.load_before} -> {result.load_after}, "
        f"other work meanwhile {result.others:.1f} cores"
    )
    if not result.figures:
        yield "    crashed, see above"
    for figure in result.figures:
        yield f"    {figure.name:44}{_amount(figure):>16}   {figure.goal:14}{figure.verdict}".rstrip()


def _amount(figure: Figure) -> str:
    digits = 0 if figure.value >= 100 else 2 if figure.value < 10 else 1
    return f"{figure.value:,.{digits}f} {figure.unit}"


if __name__ == "__main__":
    sys.exit(main())
