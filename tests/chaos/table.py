"""The table of a full run: what became of the posts, by act, way, database and step."""

from collections.abc import Sequence
from typing import Any

COLUMNS = ("rounds", "missed", "lost", "doubled", "told", "unlinked")


def lines_of(matrices: Sequence[dict[str, Any]]) -> list[str]:
    """Each act and way in one line, and below it the steps at which something happened that was not to happen quietly.

    `missed` are rounds in which the step was not met, `told` those in which the owner was told that nobody can know.
    """
    lines = [f"{'':68}" + "".join(f"{name:>9}" for name in COLUMNS)] if matrices else []
    for matrix in sorted(matrices, key=lambda each: (each["way"], each["act"], each["database"])):
        steps = matrix["tallies"]
        name = f"{matrix['act']}, {matrix['way']}, {matrix['database']}: {len(steps) - 1} steps"
        lines.append(_line(name, {column: sum(each[column] for each in steps.values()) for column in COLUMNS}))
        lines += [_line(f"  {step}", counts) for step, counts in steps.items() if any(map(counts.get, COLUMNS[2:]))]
    return lines


def _line(name: str, counts: dict[str, int]) -> str:
    return f"{name[:68]:68}" + "".join(f"{counts[column]:9}" for column in COLUMNS)
