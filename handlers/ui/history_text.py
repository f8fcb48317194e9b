"""How far the histories of a rule are, on one message."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.buttons import Button, Rows, encode
from core.i18n import Texts
from core.moments import local_moment
from forwarding.history_desk import Board
from forwarding.rules import Rule
from storage.backfills import Backfill
from storage.holes import Hole

BAR = 12
HOLES = 5
COUNTS = (50, 500, 5_000)
"""Offered by buttons; any other number by the command."""


def ask_screen(rule: Rule, texts: Texts) -> tuple[str, Rows]:
    """How far back to go."""
    counts = tuple(Button(str(count), encode("forward", "history", rule.id, count)) for count in COUNTS)
    back = (Button(texts("button-back"), encode("forward", "more", rule.id)),)
    return texts("forward-history-ask", rule=rule.name), (counts, back)


def board_screen(board: Board, rule: Rule | None, now: datetime, zone: str, texts: Texts) -> tuple[str, Rows]:
    """A bar for each source, and a way to stop."""
    first = board.histories[0]
    name = rule.name if rule is not None else str(first.rule)
    lines = [texts("forward-history-title", rule=name)]
    for each in board.histories:
        title = rule.title(each.source) if rule is not None else str(each.source)
        lines += ["", title, *_lines(each, now, zone, texts)]
    if board.is_over:
        return "\n".join(lines), ()
    if rule is not None and rule.is_paused:
        lines += ["", texts("forward-history-paused")]
    cancel = Button(texts("button-cancel"), encode("forward", "history", first.rule, "stop"))
    return "\n".join([*lines, "", texts("forward-history-behind")]), ((cancel,),)


def hole_lines(holes: Sequence[Hole], rule: Rule, texts: Texts) -> list[str]:
    """What stayed missing, newest first."""
    return [
        texts(
            "forward-hole", source=rule.title(each.source), after=each.after, before=each.before or 0, count=each.size
        )
        for each in holes[: -HOLES - 1 : -1]
    ]


def _lines(history: Backfill, now: datetime, zone: str, texts: Texts) -> list[str]:
    counts: Mapping[str, int] = {"done": history.done, "passed": history.passed, "held": history.held}
    if history.finished_at is not None:
        why = [texts(history.reason)] if history.reason else []
        return [texts("forward-history-done", **counts), *why]
    if history.cursor is None and not history.reason:
        return [texts("forward-history-measuring")]
    share = min(1.0, history.done / history.total) if history.total else 0.0
    full = int(share * BAR)
    bar = f"{'▰' * full}{'▱' * (BAR - full)} {int(share * 100)} %"
    return [bar, texts("forward-history-counts", total=history.total, **counts), *_pace(history, now, zone, texts)]


def _pace(history: Backfill, now: datetime, zone: str, texts: Texts) -> list[str]:
    if history.not_before > now and history.reason:
        until = local_moment(history.not_before, zone, texts)
        return [texts("forward-history-resting", reason=texts(history.reason), moment=until)]
    passed = now - history.started_at
    if not history.done or passed.total_seconds() <= 0:
        return []
    left = passed / history.done * max(0, history.total - history.done)
    rate = max(1, round(history.done / passed.total_seconds() * 60))
    return [texts("forward-history-pace", rate=rate, moment=local_moment(now + left, zone, texts))]
