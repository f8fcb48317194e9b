"""What was heard of a model's answer, and what it cost."""

import time
from collections.abc import Sequence

from agents.guardrails import cost_of
from inference.chat_model import ChatMessage, ModelChunk, ToolCall, ToolSpec
from storage.measures import Sample


class Listening:
    """Collects one answer; an answer that is broken off has costs too."""

    def __init__(self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec]) -> None:
        self.calls: list[ToolCall] = []
        self._messages = messages
        self._tools = tools
        self._texts: list[str] = []
        self._pieces = 0
        self._began = time.monotonic()
        self._first_at: float | None = None
        self._end: ModelChunk | None = None
        self._ended_at = 0.0

    def take(self, chunk: ModelChunk) -> None:
        self._first_at = self._first_at or time.monotonic()
        self._texts.append(chunk.text)
        self.calls.extend(chunk.tool_calls)
        self._pieces += bool(chunk.text or chunk.thinking or chunk.tool_calls)
        if chunk.done:
            self._end, self._ended_at = chunk, time.monotonic()

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def is_cut(self) -> bool:
        return self._end is not None and self._end.done_reason == "length"

    @property
    def answer_tokens(self) -> int:
        """As the server counted them, else one for each piece."""
        return (self._end and self._end.answer_tokens) or self._pieces

    @property
    def prompt_tokens(self) -> int:
        """As the server counted them, else estimated; none before the model began to answer."""
        told = self._end.prompt_tokens if self._end else 0
        return told or (cost_of(self._messages, self._tools) if self._pieces else 0)

    @property
    def context_tokens(self) -> int:
        """All that stood in the model's context at the end; 0 when the server did not count."""
        end = self._end
        return end.prompt_tokens + end.answer_tokens if end is not None and end.prompt_tokens else 0

    @property
    def sample(self) -> Sample | None:
        """What the request measured; None when it did not come to its end."""
        end = self._end
        if end is None or self._first_at is None:
            return None
        return Sample(
            load_seconds=end.load_seconds,
            prompt_seconds=end.prompt_seconds,
            answer_seconds=end.answer_seconds or self._ended_at - self._first_at,
            prompt_tokens=end.prompt_tokens,
            answer_tokens=self.answer_tokens,
            request_seconds=self._ended_at - self._began,
        )
