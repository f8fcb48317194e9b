"""One agent's share of a turn: rounds of model and tools until it has answered or handed over."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass

from agents import handover
from agents.guardrails import tokens
from agents.handover import HandOverArguments
from agents.prompting import Prompt
from agents.services import Services
from agents.spec import AgentSpec
from agents.state import ReplyChunk, Status, TextDelta, Turn
from agents.tool import AnyTool
from agents.toolbox import Toolbox
from core.errors import Unavailable, UserError
from inference.chat_model import ChatMessage, ToolCall, ToolSpec

MAX_ROUNDS = 4
"""After so many rounds with tools the model has to answer without them."""
MAX_CALLS = 4
"""Per round; a small model that runs wild names dozens."""


@dataclass(frozen=True, slots=True)
class Progress:
    """For the runner, not for the person: who answers now, and what a finished request used."""

    agent: str
    model: str
    answer_tokens: int = 0
    is_cut: bool = False


Say = Callable[[ReplyChunk | Progress], None]


class Voice:
    """Says text to the person; what comes after a pause starts a paragraph of its own."""

    def __init__(self, say: Say, *, has_spoken: bool) -> None:
        self._say = say
        self.has_spoken = has_spoken
        self._is_paused = has_spoken

    def speak(self, text: str) -> None:
        if self._is_paused:
            text = text.lstrip()
            if not text:
                return
            self._say(TextDelta("\n\n"))
        if text:
            self._say(TextDelta(text))
            self._is_paused = False
            self.has_spoken = self.has_spoken or bool(text.strip())

    def pause(self) -> None:
        self._is_paused = self.has_spoken


@dataclass(frozen=True, slots=True)
class Share:
    """What one agent is to answer, with which model, and whom it may hand over to."""

    agent: AgentSpec
    turn: Turn
    prompt: Prompt
    model: str
    others: Sequence[AgentSpec]


@dataclass(frozen=True, slots=True)
class _Reply:
    text: str
    calls: tuple[ToolCall, ...]


class Answering:
    """Knows the model and all tools; each agent gets its own of them."""

    def __init__(self, services: Services, tools: Mapping[str, AnyTool]) -> None:
        self._services = services
        self._tools = tools

    async def answer(self, share: Share, say: Say, voice: Voice) -> HandOverArguments | None:
        """Stream the answer; returns to whom the agent handed over, None when it answered itself.

        Raises:
            Unavailable: the model failed; what was said so far is said.
        """
        toolbox = Toolbox(share.agent, share.turn, self._services, self._tools, say)
        after: list[ChatMessage] = []
        for round_ in range(MAX_ROUNDS + 1):
            may_call = round_ < MAX_ROUNDS and not share.turn.has_foreign_text and not toolbox.is_spent
            reply = await self._ask(share, after, self._offered(share, toolbox) if may_call else (), say, voice)
            if not (reply.calls and may_call):
                break
            voice.pause()
            after.append(ChatMessage("assistant", reply.text, tool_calls=reply.calls))
            for call in reply.calls:
                if call.name == handover.NAME and share.others:
                    decided = self._read_handover(call, share, toolbox, after)
                    if decided is not None:
                        return decided
                else:
                    after.append(await toolbox.call(call))
            if toolbox.has_asked:
                return None
        if not voice.has_spoken:
            raise Unavailable("error-model-empty", model=share.model)
        return None

    def _offered(self, share: Share, toolbox: Toolbox) -> tuple[ToolSpec, ...]:
        return (*toolbox.specs, *([handover.spec_for(share.others)] if share.others else ()))

    def _read_handover(
        self, call: ToolCall, share: Share, toolbox: Toolbox, after: list[ChatMessage]
    ) -> HandOverArguments | None:
        try:
            return handover.read(call, share.others)
        except UserError as error:
            after.append(toolbox.fault(call, error))
            return None

    async def _ask(
        self, share: Share, after: Sequence[ChatMessage], tools: Sequence[ToolSpec], say: Say, voice: Voice
    ) -> _Reply:
        budget = self._services.num_ctx * 3 // 4 - sum(
            tokens(str(tool.parameters) + tool.description) for tool in tools
        )
        messages = share.prompt.messages(after, budget)
        text: list[str] = []
        calls: list[ToolCall] = []
        async with (
            self._place(share.model, say),
            self._patience("status-loading-model", share.model, say) as patience,
            aclosing(self._services.model.stream(messages, model=share.model, tools=tools)) as chunks,
        ):
            async for chunk in chunks:
                patience.cancel()
                text.append(chunk.text)
                calls.extend(chunk.tool_calls)
                voice.speak(chunk.text)
                if chunk.done:
                    is_cut = chunk.done_reason == "length"
                    say(Progress(share.agent.name, share.model, chunk.answer_tokens, is_cut))
        return _Reply("".join(text), tuple(calls[:MAX_CALLS]))

    @asynccontextmanager
    async def _place(self, model: str, say: Say) -> AsyncIterator[None]:
        """A place at the model; whoever waits long for it is told so."""
        async with AsyncExitStack() as place:
            async with self._patience("status-model-busy", model, say):
                await place.enter_async_context(self._services.gate.turn(model))
            yield

    @asynccontextmanager
    async def _patience(self, key: str, model: str, say: Say) -> AsyncIterator[asyncio.TimerHandle]:
        """Says the status if the block, or what comes before the cancelling, takes longer than a moment."""
        timer = asyncio.get_running_loop().call_later(self._services.slow_seconds, say, Status(key, {"model": model}))
        try:
            yield timer
        finally:
            timer.cancel()
