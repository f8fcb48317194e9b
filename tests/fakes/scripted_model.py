"""What fake servers of models share: chats that go as a test scripted them, in whatever words a server speaks.

Scripted replies are used up in order by what people asked; after them every chat gets the default reply.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.loopback import LoopbackServer
from tests.fakes.ollama_script import Cut, Hold, Line, Raw, Refuse, Step, words

PATIENCE = 20.0
"""Seconds after which a wait of a test gives up."""

ToolCalls = Sequence[tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that arrived."""

    path: str
    body: dict[str, Any] = field(default_factory=dict)


class ScriptedModel(LoopbackServer):
    """Everything a test changes while it runs is a plain attribute or a method named after the reply."""

    chat_path: str
    stream_type: str

    def __init__(self, default: str) -> None:
        super().__init__()
        self.default = default
        self.requests: list[Asked] = []
        self.closed = asyncio.Event()
        """Set when a client closed a chat before its end."""
        self._scripts: deque[list[Step]] = deque()
        self._arrived = asyncio.Condition()

    def said(self, text: str) -> Step:
        """A piece of the answer."""
        raise NotImplementedError

    def thought(self, text: str) -> Step:
        raise NotImplementedError

    def called(self, calls: ToolCalls) -> Sequence[Step]:
        raise NotImplementedError

    def ended(self, reason: str = "stop") -> Sequence[Step]:
        raise NotImplementedError

    @property
    def chats(self) -> list[dict[str, Any]]:
        """The bodies of all chat requests."""
        return [asked.body for asked in self.requests if asked.path == self.chat_path]

    async def wait_for_chats(self, count: int = 1) -> None:
        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(lambda: len(self.chats) >= count)

    async def wait_closed(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.closed.wait()

    def reply(
        self,
        text: str = "",
        *,
        chunks: Sequence[str] | None = None,
        thinking: str = "",
        tool_calls: ToolCalls = (),
        done_reason: str = "stop",
        before: asyncio.Event | None = None,
    ) -> None:
        """The next chat's answer, word by word unless `chunks` says how; nothing is sent before `before`."""
        steps: list[Step] = [Hold(before)] if before is not None else []
        if thinking:
            steps.append(self.thought(thinking))
        steps += [self.said(chunk) for chunk in (words(text) if chunks is None else chunks)]
        if tool_calls:
            steps += self.called(tool_calls)
        self.script(*steps, *self.ended("tool_calls" if tool_calls else done_reason))

    def call_tool(self, name: str, **arguments: Any) -> None:
        """The next chat's answer is one tool call."""
        self.reply(tool_calls=[(name, arguments)])

    def hold(self, *chunks: str, then: str = "") -> asyncio.Event:
        """The next chat sends the chunks, then nothing until the returned event is set, then `then` and the end."""
        release = asyncio.Event()
        rest = [self.said(then)] if then else []
        self.script(*map(self.said, chunks), Hold(release), *rest, *self.ended())
        return release

    def refuse(self, status: int = 500, error: str = "llama runner process has terminated") -> None:
        self.script(Refuse(status, error))

    def break_off(self, chunks: Sequence[str], data: bytes) -> None:
        """After the chunks these bytes, and nothing more."""
        self.script(*map(self.said, chunks), Raw(data))

    def cut(self, *chunks: str) -> None:
        self.script(*map(self.said, chunks), Cut())

    def empty(self) -> None:
        """Status 200 and not one byte."""
        self.script()

    def script(self, *steps: Step) -> None:
        self._scripts.append(list(steps))

    def next_steps(self, body: dict[str, Any]) -> list[Step]:
        """What the model does with this chat."""
        return self._scripts.popleft() if self._scripts else [*map(self.said, words(self.default)), *self.ended()]

    async def note(self, request: web.Request) -> dict[str, Any]:
        """The body of a request, which is told to whoever waits for it."""
        body: dict[str, Any] = await request.json() if request.method == "POST" else {}
        async with self._arrived:
            self.requests.append(Asked(request.path, body))
            self._arrived.notify_all()
        return body

    async def play(
        self, request: web.Request, steps: Sequence[Step], framed: Callable[[dict[str, Any]], bytes]
    ) -> web.StreamResponse:
        """The steps as a stream; `framed` makes bytes of a line's fields."""
        response = web.StreamResponse(headers={"Content-Type": self.stream_type})
        await response.prepare(request)
        for step in steps:
            match step:
                case Line(fields):
                    await response.write(framed(fields))
                case Raw(data):
                    await response.write(data)
                case Hold(until):
                    await until.wait()
                case Cut():
                    assert request.transport is not None
                    request.transport.close()
                    return response
        await response.write_eof()
        return response
