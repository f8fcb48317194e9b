"""What a model is good for on this machine, found out by asking it: Russian, English, tools, JSON, speed."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Literal

from core.errors import PlatformError
from inference.catalog import ModelCatalog
from inference.chat_model import ChatMessage, ChatModel, ModelChunk, Schema, ToolCall, ToolSpec
from inference.gate import Gate

TOTAL_SECONDS = 60.0
MAX_TOKENS = 300
"""Of one answer: a model that runs wild must not take the whole time."""
FLUENT = 5.0
"""Tokens a second from which an answer comes about as fast as people read."""

Check = Literal["russian", "english", "tools", "json", "speed"]
CHECKS: tuple[Check, ...] = ("russian", "english", "tools", "json", "speed")

WEATHER = ToolSpec(
    "get_weather",
    "The weather in a city right now",
    {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)
CITY: Schema = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "country": {"type": "string"}, "population": {"type": "integer"}},
    "required": ["city", "country", "population"],
}
TYPES: dict[str, type] = {"string": str, "integer": int}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one check: `reason` ends the locale key `selftest-…` of what was seen, `params` its variables."""

    check: Check
    state: Literal["good", "bad", "skipped"]
    reason: str
    params: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(slots=True)
class _Reply:
    """All that a model said to one question."""

    text: str = ""
    thinking: str = ""
    calls: list[ToolCall] = field(default_factory=list)

    def take(self, chunk: ModelChunk) -> None:
        self.text += chunk.text
        self.thinking += chunk.thinking
        self.calls += chunk.tool_calls


@dataclass(frozen=True, slots=True)
class _Question:
    check: Check
    text: str
    judge: Callable[["_Reply"], tuple[str, dict[str, str | int | float]]]
    tools: Sequence[ToolSpec] = ()
    schema: Schema | None = None


@dataclass(slots=True)
class _Pace:
    """What the server's own durations add up to."""

    tokens: int = 0
    seconds: float = 0.0


class SelfTest:
    """Asks behind all people: each question takes a place in the model's queue of its own."""

    def __init__(
        self, model: ChatModel, catalog: ModelCatalog, gate: Gate, *, total_seconds: float = TOTAL_SECONDS
    ) -> None:
        self._model = model
        self._catalog = catalog
        self._gate = gate
        self._total_seconds = total_seconds

    async def run(self, model: str) -> AsyncGenerator[Verdict]:
        """One verdict a check, in their order; what the time did not suffice for is skipped.

        Raises:
            Unavailable: the model cannot be asked at all.
        """
        can_call = await self._catalog.can(model, "tools")
        deadline = asyncio.get_running_loop().time() + self._total_seconds
        pace = _Pace()
        for question in QUESTIONS:
            if question.tools and not can_call:
                yield Verdict(question.check, "skipped", "no-tools")
                continue
            yield await self._verdict(question, model, deadline, pace)
        yield _speed(pace)

    async def _verdict(self, question: _Question, model: str, deadline: float, pace: _Pace) -> Verdict:
        try:
            async with asyncio.timeout_at(deadline):
                reply = await self._ask(question, model, pace)
        except TimeoutError:
            return Verdict(question.check, "skipped", "no-time")
        except PlatformError as error:
            if error.key == "error-model-empty":
                return Verdict(question.check, "bad", "empty")
            raise
        reason, params = question.judge(reply)
        return Verdict(question.check, "good" if reason == "fine" else "bad", reason, params)

    async def _ask(self, question: _Question, model: str, pace: _Pace) -> _Reply:
        reply = _Reply()
        messages = [ChatMessage("user", question.text)]
        asked = self._model.stream(
            messages, model=model, tools=question.tools, schema=question.schema, max_tokens=MAX_TOKENS
        )
        async with self._gate.turn(model), aclosing(asked) as chunks:
            async for chunk in chunks:
                reply.take(chunk)
                if chunk.done and chunk.answer_seconds:
                    pace.tokens += chunk.answer_tokens
                    pace.seconds += chunk.answer_seconds
        return reply


def _speed(pace: _Pace) -> Verdict:
    if not pace.seconds:
        return Verdict("speed", "skipped", "no-time")
    rate = pace.tokens / pace.seconds
    state: Literal["good", "bad"] = "good" if rate >= FLUENT else "bad"
    reason = "rate" if state == "good" else "rate-slow"
    return Verdict("speed", state, reason, {"rate": round(rate, 1)})


def _speaks_russian(reply: _Reply) -> tuple[str, dict[str, str | int | float]]:
    return _mostly(reply.text, r"[а-яё]", "not-russian")


def _speaks_english(reply: _Reply) -> tuple[str, dict[str, str | int | float]]:
    return _mostly(reply.text, r"[a-z]", "not-english")


def _mostly(text: str, letters: str, otherwise: str) -> tuple[str, dict[str, str | int | float]]:
    """Three words or more, and nine letters of ten in the language's own script."""
    own = len(re.findall(letters, text.lower()))
    every = sum(letter.isalpha() for letter in text)
    if len(re.findall(r"\w+", text)) < 3:
        return "too-short", {}
    return ("fine", {}) if own >= 0.9 * every else (otherwise, {})


def _calls_the_tool(reply: _Reply) -> tuple[str, dict[str, str | int | float]]:
    if not reply.calls:
        return "no-call", {}
    call = reply.calls[0]
    if call.name != WEATHER.name:
        return "wrong-tool", {"tool": call.name[:60]}
    city = str(call.arguments.get("city", "")).lower()
    return ("fine", {}) if "paris" in city or "париж" in city else ("wrong-arguments", {})


def _keeps_to_the_schema(reply: _Reply) -> tuple[str, dict[str, str | int | float]]:
    try:
        told = json.loads(reply.text)
    except ValueError:
        return "no-json", {}
    wanted = CITY["properties"].items()
    fits = isinstance(told, dict) and all(_is_a(told.get(name), kind["type"]) for name, kind in wanted)
    return ("fine", {}) if fits else ("wrong-json", {})


def _is_a(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and not isinstance(value, bool)


QUESTIONS = (
    _Question("russian", "Опиши двумя предложениями, что такое радуга. Отвечай по-русски.", _speaks_russian),
    _Question("english", "Describe in two sentences what a rainbow is. Answer in English.", _speaks_english),
    _Question("tools", "What is the weather in Paris right now? Use the tool.", _calls_the_tool, tools=(WEATHER,)),
    _Question(
        "json",
        'Tell about Tokyo as JSON with the fields "city", "country" and "population" (a whole number).',
        _keeps_to_the_schema,
        schema=CITY,
    ),
)
