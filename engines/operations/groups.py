"""Log entries grouped by what they say: numbers, ids and addresses masked, counted, with spikes by the minute."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from core.errors import UserError
from engines.operations.intake import LogEntry, read_log, severity

MAX_TEXT = 500_000
SPIKE_FACTOR = 3
SPIKE_LEAST = 5
"""A minute is a spike with at least this many entries and three times those of a usual minute."""

_MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE), "<id>"),
    (re.compile(r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\b"), "<email>"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"), "<ip>"),
    (re.compile(r"\b\d{5,}:[\w-]{30,}\b"), "<secret>"),
    (
        re.compile(r"(?i)\b(password|passwd|token|secret|api[_-]?key|authorization)(\s*[=:]\s*)(?:bearer\s+)?\S+"),
        r"\1\2<secret>",
    ),
    (re.compile(r"'[^']*'|\"[^\"]*\""), "<text>"),
    (re.compile(r"\b0x[0-9a-f]+\b|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{6,}\b", re.IGNORECASE), "<id>"),
    (re.compile(r"\d+(?:\.\d+)?"), "<n>"),
)


@dataclass(frozen=True, slots=True)
class LogGroup:
    """Entries that say the same but for numbers and ids."""

    template: str
    count: int
    level: str
    """The worst of the group; empty when no entry says one."""
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Spike:
    """A minute with far more entries than the usual one."""

    minute: datetime
    count: int
    usual: float


@dataclass(frozen=True, slots=True)
class LogReport:
    """What a pasted log says at a glance; groups from the worst and most frequent."""

    entries: int
    worst: str
    first: datetime | None
    last: datetime | None
    groups: tuple[LogGroup, ...]
    spikes: tuple[Spike, ...]


def examine(text: str, year: int) -> LogReport:
    """Read, group and count a pasted log.

    Raises:
        UserError: no lines, or more than 500,000 characters.
    """
    if len(text) > MAX_TEXT:
        raise UserError("error-text-too-long", limit=MAX_TEXT)
    entries = read_log(text, year)
    if not entries:
        raise UserError("error-no-log-lines")
    groups = sorted(_groups(entries), key=lambda group: (-severity(group.level), -group.count, group.template))
    first, last = _span(entries)
    return LogReport(len(entries), _worst(entries), first, last, tuple(groups), tuple(_spikes(entries)))


def template_of(message: str) -> str:
    """The message with what differs from entry to entry masked; masking twice changes nothing more."""
    for pattern, mask in _MASKS:
        message = pattern.sub(mask, message)
    return message


def _groups(entries: Sequence[LogEntry]) -> list[LogGroup]:
    by_template: dict[str, list[LogEntry]] = {}
    for entry in entries:
        by_template.setdefault(template_of(entry.message), []).append(entry)
    return [LogGroup(text, len(same), _worst(same), *_span(same)) for text, same in by_template.items()]


def _worst(entries: Sequence[LogEntry]) -> str:
    return max((entry.level for entry in entries), key=severity)


def _span(entries: Sequence[LogEntry]) -> tuple[datetime | None, datetime | None]:
    times = [entry.time for entry in entries if entry.time is not None]
    return (min(times), max(times)) if times else (None, None)


def _spikes(entries: Sequence[LogEntry]) -> list[Spike]:
    minutes = Counter(entry.time.replace(second=0, microsecond=0) for entry in entries if entry.time is not None)
    if len(minutes) < SPIKE_FACTOR:
        return []
    usual = median(minutes.values())
    return [
        Spike(minute, count, usual)
        for minute, count in sorted(minutes.items())
        if count >= SPIKE_LEAST and count >= SPIKE_FACTOR * usual
    ]
