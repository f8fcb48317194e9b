"""Pasted logs: read, grouped, counted."""

from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from engines.operations.groups import examine, template_of
from engines.operations.intake import read_log

YEAR = 2026


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "time", "level", "message"),
    [
        ("2026-11-02 10:00:01,123 ERROR db: lost", "2026-11-02T10:00:01.123", "ERROR", "ERROR db: lost"),
        ("2026-11-02T12:00:01+02:00 [warn] slow", "2026-11-02T10:00:01", "", "warn] slow"),
        ("[2026-11-02T10:00:01Z] FATAL: gone", "2026-11-02T10:00:01", "CRITICAL", "FATAL: gone"),
        ("Nov  2 10:00:01 host app[12]: started", "2026-11-02T10:00:01", "", "host app[12]: started"),
        (
            '10.0.0.1 - - [02/Nov/2026:10:00:01 +0000] "GET / HTTP/1.1" 502 157',
            "2026-11-02T10:00:01",
            "ERROR",
            None,
        ),
        (
            '{"timestamp": "2026-11-02T10:00:01Z", "level": "warning", "event": "slow"}',
            "2026-11-02T10:00:01",
            "WARNING",
            "slow",
        ),
        ('level=err msg="no route"', None, "ERROR", None),
        ("just words", None, "", "just words"),
        ("{broken json", None, "", "{broken json"),
    ],
)
def test_common_formats_are_read(line: str, time: str | None, level: str, message: str | None):
    entry = read_log(line, YEAR)[0]

    assert entry.time == (moment(time) if time else None)
    assert entry.level == level
    assert message is None or entry.message == message


def test_a_traceback_belongs_to_the_line_before_it():
    text = (
        "2026-11-02 10:00:00 worker failed\n"
        "Traceback (most recent call last):\n"
        '  File "a.py", line 1, in f\n'
        "ValueError: no\n"
        "2026-11-02 10:00:05 INFO next\n"
    )

    entries = read_log(text, YEAR)

    assert [(entry.message, entry.level) for entry in entries] == [("worker failed", "ERROR"), ("INFO next", "INFO")]


def test_entries_that_differ_in_numbers_and_ids_are_one_group():
    text = "\n".join(
        f"2026-11-02 10:00:0{n} ERROR user {n} from 10.0.0.{n}:80 order 3f2a9c{n}d said 'x{n}' token=abc{n}"
        for n in range(5)
    )

    report = examine(text + "\n2026-11-02 10:00:09 INFO fine", YEAR)

    group = report.groups[0]
    assert group.template == "ERROR user <n> from <ip> order <id> said <text> token=<secret>"
    assert (group.count, group.level) == (5, "ERROR")
    assert (group.first, group.last) == (moment("2026-11-02T10:00:00"), moment("2026-11-02T10:00:04"))
    assert (report.entries, report.worst, len(report.groups)) == (6, "ERROR", 2)


def test_the_worst_group_comes_first_however_rare():
    report = examine("INFO a\n" * 9 + "CRITICAL b\n" + "WARN c\n" * 3, YEAR)

    assert [group.level for group in report.groups] == ["CRITICAL", "WARNING", "INFO"]


def test_a_minute_far_above_the_usual_one_is_a_spike():
    quiet = [f"2026-11-02 10:{minute:02}:00 INFO tick" for minute in range(10)]
    loud = [f"2026-11-02 10:20:{second:02} ERROR boom" for second in range(30)]

    report = examine("\n".join(quiet + loud), YEAR)

    assert [(spike.minute, spike.count, spike.usual) for spike in report.spikes] == [
        (moment("2026-11-02T10:20:00"), 30, 1)
    ]
    assert examine("\n".join(quiet), YEAR).spikes == ()


def test_secrets_do_not_survive_grouping():
    report = examine("bot 123456789:AAE-abcdefghijklmnopqrstuvwxyz12345 password=hunter2 mail a@b.example", YEAR)

    assert report.groups[0].template == "bot <secret> password=<secret> mail <email>"


def test_nothing_pasted_is_refused():
    with pytest.raises(UserError) as caught:
        examine(" \n ", YEAR)
    assert caught.value.key == "error-no-log-lines"


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(message: str):
    once = template_of(message)

    assert template_of(once) == once


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40), min_size=1, max_size=20))
def test_every_entry_is_in_exactly_one_group(lines: list[str]):
    try:
        report = examine("\n".join(lines), YEAR)
    except UserError:
        return
    assert sum(group.count for group in report.groups) == report.entries


def test_a_large_log_that_looks_like_an_address_all_over_is_read_in_seconds():
    started = process_time()
    examine("a." * 40_000, YEAR)
    assert process_time() - started < 5
