"""Log lines as pasted by a person -> entries with time, level and message; continuation lines join their entry."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

LEVELS = ("TRACE", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL")
"""From the mildest to the worst."""

_ALIASES = {
    "WARN": "WARNING",
    "ERR": "ERROR",
    "SEVERE": "ERROR",
    "EXCEPTION": "ERROR",
    "FATAL": "CRITICAL",
    "PANIC": "CRITICAL",
    "EMERG": "CRITICAL",
    "ALERT": "CRITICAL",
    "CRIT": "CRITICAL",
}
_LEVEL = re.compile(r"\b(" + "|".join((*LEVELS, *_ALIASES)) + r")\b")
_LEVEL_FIELD = re.compile(r"\b(?:level|lvl|severity)[=:]\s*\"?(\w+)", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\d*(?:Z|[+-]\d\d:?\d\d)?")
_NGINX = re.compile(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}")
_SYSLOG = re.compile(r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d")
_STATUS = re.compile(r"\" (\d{3}) (?:\d+|-)")
_CONTINUES = re.compile(r"^(?:\s+\S|Traceback \(|Caused by:|[\w.]+(?:Error|Exception)\b(?!.*\d{2}:\d{2}))")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One event. `time` is aware in UTC, None when the line has none; `level` is empty when it says none."""

    message: str
    time: datetime | None = None
    level: str = ""


def read_log(text: str, year: int) -> list[LogEntry]:
    """The entries of pasted text, in order. `year` completes syslog's times, which have none."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if blocks and _CONTINUES.match(line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [_entry(block, year) for block in blocks]


def severity(level: str) -> int:
    """Place of the level in LEVELS; an unknown one is below them all."""
    return LEVELS.index(level) if level in LEVELS else -1


def _entry(block: list[str], year: int) -> LogEntry:
    first = block[0].strip()
    fields = _json_fields(first)
    if fields is not None:
        return fields
    time, rest = _take_time(first, year)
    level = _level(rest)
    if not level and len(block) > 1 and any("Traceback" in line for line in block):
        level = "ERROR"
    return LogEntry(_tidy(rest), time, level)


def _json_fields(line: str) -> LogEntry | None:
    if not line.startswith("{"):
        return None
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    stamp = next((str(fields[key]) for key in ("timestamp", "time", "ts", "@timestamp") if key in fields), "")
    message = next((str(fields[key]) for key in ("message", "msg", "event") if key in fields), line)
    return LogEntry(message, _iso(stamp), _known(str(fields.get("level", fields.get("severity", "")))))


def _take_time(line: str, year: int) -> tuple[datetime | None, str]:
    for pattern, read in ((_ISO, _iso), (_NGINX, _nginx), (_SYSLOG, lambda text: _syslog(text, year))):
        match = pattern.search(line)
        if match and (time := read(match[0])) is not None:
            return time, line[: match.start()] + line[match.end() :]
    return None, line


def _level(line: str) -> str:
    if match := _LEVEL_FIELD.search(line):
        return _known(match[1])
    if match := _LEVEL.search(line):
        return _known(match[1])
    if match := _STATUS.search(line):
        return {"5": "ERROR", "4": "WARNING"}.get(match[1][0], "INFO")
    return ""


def _known(level: str) -> str:
    upper = level.upper()
    upper = _ALIASES.get(upper, upper)
    return upper if upper in LEVELS else ""


def _iso(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text.strip().replace(",", "."))
    except ValueError:
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _nginx(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%d/%b/%Y:%H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return None


def _syslog(text: str, year: int) -> datetime | None:
    try:
        return datetime.strptime(f"{year} {text}", "%Y %b %d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _tidy(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip(" -|:[]\t")
