"""What a scripted chat of the fake Ollama consists of: NDJSON lines, holds, cuts and nonsense."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CREATED = "2026-11-21T08:00:00.000000Z"


@dataclass(frozen=True, slots=True)
class Line:
    """One NDJSON object of a chat; the server adds model and time."""

    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as they are, for a server that speaks nonsense."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing more is sent before the event."""

    until: asyncio.Event


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection breaks without an end of the answer."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """An error status instead of a stream."""

    status: int
    error: str


Step = Line | Raw | Hold | Cut | Refuse


def words(text: str) -> list[str]:
    """The text in pieces that join to it, as tokens do."""
    head, *rest = text.split(" ")
    return [piece for piece in (head, *(f" {word}" for word in rest)) if piece]


def message(text: str = "", *, thinking: str = "", tool_calls: Sequence[tuple[str, dict[str, Any]]] = ()) -> Line:
    body: dict[str, Any] = {"role": "assistant", "content": text}
    if thinking:
        body["thinking"] = thinking
    if tool_calls:
        body["tool_calls"] = [{"function": {"name": name, "arguments": given}} for name, given in tool_calls]
    return Line({"message": body, "done": False})


def done(reason: str = "stop", *, prompt_tokens: int = 26, answer_tokens: int = 7) -> Line:
    return Line(
        {
            "message": {"role": "assistant", "content": ""},
            "done": True,
            "done_reason": reason,
            "total_duration": 4_883_583_458,
            "load_duration": 1_334_875,
            "prompt_eval_count": prompt_tokens,
            "prompt_eval_duration": 342_546_000,
            "eval_count": answer_tokens,
            "eval_duration": 4_535_599_000,
        }
    )
