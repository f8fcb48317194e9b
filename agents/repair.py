"""Calls of tools that a model writes as text are never shown: text that may be one waits until that is clear.

Ordinary text passes at once: it waits at the first characters of a line or of a tag that look like a call, and only
until they no longer do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from agents.call_text import CALL_KEYS, Offered, end_of_brackets, keys_of, read_calls
from inference.chat_model import ToolCall

LONGEST = 20_000
"""Characters held back at most; a longer text is no call."""
SMALL = 300
FENCE = "```"
CALL_FENCES = frozenset(("", "json", "tool_call", "tool_calls", "tool_code", "tool", "python", "py", "xml"))

TAGS = {
    "<tool_call>": "</tool_call>",
    "<tool_calls>": "</tool_calls>",
    "<function_call>": "</function_call>",
    "<function_calls>": "</function_calls>",
    "<|tool_call|>": "<|/tool_call|>",
    "<|tool_call>": "<tool_call|>",
    "<|python_tag|>": "<|eom_id|>",
    "<function=": "</function>",
    "[TOOL_CALLS]": "",
}

_IDENTIFIER = re.compile(r"[A-Za-z_][\w.]*")
_NEWS = frozenset("}])>`")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text begins with; `end` is how much of it that is."""

    kind: Literal["text", "maybe", "call", "broken"]
    end: int = 1
    calls: tuple[ToolCall, ...] = ()


TEXT = Verdict("text")
MAYBE = Verdict("maybe")


class HeldBack:
    """Takes the pieces of one reply and speaks what is text; `calls` are the others."""

    def __init__(
        self,
        offered: Offered,
        speak: Callable[[str], None],
        *,
        wants_json: bool = False,
        hides_unknown: bool = True,
    ) -> None:
        """`wants_json`: the person asked to see JSON, so that only tags and native calls count.

        `hides_unknown`: what looks like a call of some other tool is one too; else it is text.
        """
        self._offered = offered
        self._hides_unknown = hides_unknown
        self._judge = Judge(offered, wants_json=wants_json)
        self._speak = speak
        self._held = ""
        self._ready = ""
        self._is_line_start = True
        self._is_in_fence = False
        self.calls: list[ToolCall] = []
        self.is_broken = False
        """Whether something was meant as a call and could not be read."""
        self.said = ""

    def take(self, text: str) -> None:
        self._held += text
        if len(self._held) < SMALL or not _NEWS.isdisjoint(text) or len(self._held) == len(text):
            self._sift(is_over=False)

    def close(self) -> None:
        """The reply is over: what still waits is decided."""
        self._sift(is_over=True)

    def _sift(self, *, is_over: bool) -> None:
        self._decide(is_over=is_over)
        text, self._ready = self._ready, ""
        if text:
            self._speak(text)

    def _decide(self, *, is_over: bool) -> None:
        while self._held:
            self._pass_text(is_over=is_over)
            if not self._held or self._is_in_fence:
                return
            verdict = self._judge.of(self._held, is_line_start=self._is_line_start, is_over=is_over)
            if verdict.kind == "maybe" and not is_over and len(self._held) < LONGEST:
                return
            if verdict.kind in ("text", "maybe"):
                self._is_in_fence = self._is_line_start and self._held.startswith(FENCE)
                self._say(len(FENCE) if self._is_in_fence else 1)
                continue
            if not (self._hides_unknown or self._names_known(verdict)):
                self._say(verdict.end)
                continue
            self.calls += verdict.calls
            self.is_broken = self.is_broken or verdict.kind == "broken"
            self._held = self._held[verdict.end :].lstrip()

    def _names_known(self, verdict: Verdict) -> bool:
        if verdict.calls:
            return any(call.name in self._offered for call in verdict.calls)
        return any(name in self._held[: verdict.end] for name in self._offered)

    def _pass_text(self, *, is_over: bool) -> None:
        """Speak up to the next place that a call may begin at."""
        if self._is_in_fence:
            end = self._held.find(FENCE)
            ticks = 0 if is_over else len(self._held) - len(self._held.rstrip("`"))
            self._say(end + len(FENCE) if end >= 0 else len(self._held) - ticks)
            self._is_in_fence = end < 0
            if self._is_in_fence:
                return
        while self._held:
            if self._is_line_start:
                blank = len(self._held) - len(self._held.lstrip())
                self._say(blank)
                return
            found = re.search(r"[<\[]|\n", self._held)
            if found is None or found.group() != "\n":
                self._say(found.start() if found else len(self._held))
                return
            self._say(found.end())

    def _say(self, length: int) -> None:
        text, self._held = self._held[:length], self._held[length:]
        if not text:
            return
        line = text.rpartition("\n")[2]
        self._is_line_start = not line.strip() and ("\n" in text or self._is_line_start)
        self.said += text
        self._ready += text


class Judge:
    """Knows what calls look like."""

    def __init__(self, offered: Offered, *, wants_json: bool) -> None:
        self._offered = offered
        self._wants_json = wants_json

    def of(self, text: str, *, is_line_start: bool, is_over: bool) -> Verdict:
        verdict = self._tag(text, is_over=is_over) if text[0] in "<[" else TEXT
        if verdict is not TEXT or not is_line_start or self._wants_json:
            return verdict
        return self._line(text, is_over=is_over)

    def _line(self, text: str, *, is_over: bool) -> Verdict:
        if text[0] in "{[":
            return self._json(text, is_over=is_over)
        if text[0] == "`":
            return self._fence(text, is_over=is_over)
        return self._python(text, is_over=is_over)

    def _tag(self, text: str, *, is_over: bool) -> Verdict:
        for opening, closing in TAGS.items():
            if text.startswith(opening):
                return self._tagged(text, opening, closing, is_over=is_over)
        is_growing = not is_over and any(opening.startswith(text) for opening in TAGS)
        return MAYBE if is_growing else TEXT

    def _tagged(self, text: str, opening: str, closing: str, *, is_over: bool) -> Verdict:
        start = 0 if opening == "<function=" else len(opening)
        if closing:
            end = text.find(closing, len(opening))
            inner_end, end = (end, end + len(closing)) if end >= 0 else (-1, -1)
        else:
            end = inner_end = _end_of_bare(text, start)
        if end < 0 and not is_over:
            return MAYBE
        calls = read_calls(text[start:inner_end] if end >= 0 else text[start:], self._offered)
        return Verdict("call" if calls else "broken", end if end >= 0 else len(text), calls)

    def _json(self, text: str, *, is_over: bool) -> Verdict:
        first = text[1:].lstrip()[:1]
        if text[0] == "[" and first.isalpha():
            return self._python(text, is_over=is_over)
        if first not in ({'"', "'", ""} if text[0] == "{" else {"{", ""}):
            return TEXT
        keys = keys_of(text)
        if not CALL_KEYS.union(self._offered).issuperset(keys):
            return TEXT
        end = end_of_brackets(text)
        if end < 0 and not is_over:
            return MAYBE
        calls = read_calls(text[:end] if end > 0 else text, self._offered)
        if calls:
            return Verdict("call", end if end > 0 else len(text), calls)
        is_meant = end < 0 and len(keys) > 1
        return Verdict("broken", len(text)) if is_meant else TEXT

    def _fence(self, text: str, *, is_over: bool) -> Verdict:
        info, is_open, inner = text[len(FENCE) :].partition("\n")
        if not (text.startswith(FENCE) and is_open):
            is_growing = FENCE.startswith(text) or (text.startswith(FENCE) and self._may_be_fence(info))
            return MAYBE if is_growing and not is_over else TEXT
        if info.strip().lower() not in CALL_FENCES:
            return TEXT
        calls: tuple[ToolCall, ...] = ()
        rest = inner.lstrip()
        while rest and not rest.startswith(FENCE):
            verdict = self.of(rest, is_line_start=True, is_over=is_over)
            if verdict.kind == "maybe" or (FENCE.startswith(rest) and not is_over):
                return MAYBE
            if verdict.kind == "text":
                return TEXT
            calls += verdict.calls
            rest = rest[verdict.end :].lstrip()
        if not (rest or is_over):
            return MAYBE
        end = len(text) - len(rest.removeprefix(FENCE))
        return Verdict("call", end, calls) if calls else TEXT

    def _may_be_fence(self, info: str) -> bool:
        return any(name.startswith(info.strip().lower()) for name in CALL_FENCES)

    def _python(self, text: str, *, is_over: bool) -> Verdict:
        start = 1 if text[0] == "[" else 0
        named = _IDENTIFIER.match(text[start:].lstrip())
        if named is None:
            return TEXT
        word = re.sub(r"^(?:functions?|tools?)\.", "", named.group())
        bracket = text.find(named.group(), start) + len(named.group())
        if bracket == len(text):
            wholes = (*self._offered, *(f"functions.{name}" for name in self._offered))
            is_growing = any(whole.startswith(named.group()) for whole in wholes)
            return MAYBE if is_growing and not is_over else TEXT
        if word not in self._offered or text[bracket] != "(":
            return TEXT
        end = end_of_brackets(text[0 if start else bracket :])
        if end < 0:
            return TEXT if is_over else MAYBE
        end += 0 if start else bracket
        calls = read_calls(text[:end], self._offered)
        return Verdict("call", end, calls) if calls else TEXT


def _end_of_bare(text: str, start: int) -> int:
    """Of what follows a tag that is never closed: a list, an object, or a name with an object."""
    body = text[start:]
    bracket = re.search(r"[{\[](?!ARGS\])", body)
    if bracket is None:
        return -1
    end = end_of_brackets(body[bracket.start() :])
    return -1 if end < 0 else start + bracket.start() + end
