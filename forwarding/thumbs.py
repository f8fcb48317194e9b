"""The thumbs under a copy, with how many people gave each."""

from core.buttons import Button, Rows, encode

VOTE = "vote"
"""The first word of their presses."""
SIGNS = {1: "👍", -1: "👎"}
DIRECTIONS = {"up": 1, "down": -1}


def thumb_rows(ups: int = 0, downs: int = 0) -> Rows:
    counts = {1: ups, -1: downs}
    return (
        tuple(
            Button(f"{SIGNS[thumb]} {counts[thumb]}" if counts[thumb] else SIGNS[thumb], encode(VOTE, direction))
            for direction, thumb in DIRECTIONS.items()
        ),
    )


def without_thumbs(rows: Rows) -> Rows:
    """What else stands there."""
    return tuple(row for row in rows if not any(each.data.startswith(f"{VOTE}:") for each in row))
