"""One request to the model: a place in its queue, a sign of what is waited for, and the answer as it comes."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field

import structlog

from agents.budget import longest_answer
from agents.listening import Listening
from agents.services import Services
from agents.state import THINKING, Queued, ReplyChunk, Status, Turn
from core.errors import PlatformError
from inference.chat_model import ChatMessage, ModelChunk, Schema, ToolCall, ToolSpec
from inference.gate import Seat, Standing
from storage.measures import Sample

log = structlog.get_logger(__name__)

NOTICEABLE_SECONDS = 0.3
"""A shorter wait in the queue is not worth a word."""


@dataclass(frozen=True, slots=True)
class Progress:
    """For the runner, not for the person: who answers now, and what a finished request used."""

    agent: str
    model: str
    answer_tokens: int = 0
    prompt_tokens: int = 0
    is_cut: bool = False
    context_tokens: int = 0
    """What the request and its answer filled of the model's context; 0 when the server did not tell."""
    room: int = 0
    """Tokens that there were for history and question."""
    filled: int = 0
    """Tokens that history and question took, or would have taken with room for all."""


Say = Callable[[ReplyChunk | Progress], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said and which tools it asks for, in its order."""

    text: str
    calls: tuple[ToolCall, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What goes to the model, for which turn, and which agent asks."""

    turn: Turn
    agent: str
    model: str
    messages: Sequence[ChatMessage]
    tools: Sequence[ToolSpec] = ()
    schema: Schema | None = None
    """Of the JSON that the answer has to be."""
    room: int = 0
    """Tokens that there are for history and question."""
    filled: int = 0
    """Tokens that all of both would take."""


@dataclass(slots=True)
class Notice:
    """Tells the place in the queue once the wait is noticeable, then whenever it changes."""

    say: Say
    standing: Standing = field(default_factory=lambda: Standing(0, 0.0))
    has_told: bool = False
    _timer: asyncio.TimerHandle | None = None

    def take(self, standing: Standing) -> None:
        self.standing = standing
        if self.has_told:
            self._tell()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(NOTICEABLE_SECONDS, self._tell)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _tell(self) -> None:
        self.has_told = True
        self.say(Queued(self.standing.before, self.standing.seconds))


class Asking:
    """Knows the model and the queue before it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def ask(self, request: Request, say: Say, speak: Callable[[str], None]) -> Reply:
        """Every piece of text goes to `speak` as it comes.

        Raises:
            RetryLater: too many wait for the model.
            Unavailable: the model failed; what was said so far is said.
        """
        async with self._place(request, say) as seat:
            await self._tell_cold(request.model, say)
            heard = Listening(request.messages, request.tools)
            try:
                await self._listen(request, heard, say, speak)
            finally:
                seat.served(heard.prompt_tokens, heard.answer_tokens)
        await self._note(request.model, heard.sample)
        say(
            Progress(
                request.agent,
                request.model,
                heard.answer_tokens,
                heard.prompt_tokens,
                is_cut=heard.is_cut,
                context_tokens=heard.context_tokens,
                room=request.room,
                filled=request.filled,
            )
        )
        return Reply(heard.text, tuple(heard.calls))

    async def _listen(self, request: Request, heard: Listening, say: Say, speak: Callable[[str], None]) -> None:
        model = request.model
        longest = await longest_answer(self._services, model, request.messages, request.tools)
        async with (
            self._patience(model, say) as patience,
            aclosing(self._answer(request, longest)) as chunks,
        ):
            async for chunk in chunks:
                patience.cancel()
                self._services.warmup.saw(model)
                heard.take(chunk)
                speak(chunk.text)

    def _answer(self, request: Request, longest: int) -> AsyncGenerator[ModelChunk]:
        return self._services.model.stream(
            request.messages, model=request.model, tools=request.tools, schema=request.schema, max_tokens=longest
        )

    @asynccontextmanager
    async def _place(self, request: Request, say: Say) -> AsyncIterator[Seat]:
        """A place at the model; whoever waits for it is told how long."""
        turn, notice = request.turn, Notice(say)
        await self._services.measures.load()
        try:
            async with self._services.gate.turn(
                request.model, turn.user, is_admin=turn.is_admin, on_place=notice.take
            ) as seat:
                notice.close()
                if notice.has_told:
                    say(Status(THINKING))
                yield seat
        finally:
            notice.close()

    async def _tell_cold(self, model: str, say: Say) -> None:
        if await self._services.warmup.is_cold(model):
            seconds = round(self._services.measures.load_seconds(model))
            say(Status("status-loading-model", {"model": model, "seconds": seconds}))

    async def _note(self, model: str, sample: Sample | None) -> None:
        """An answer that was measured; one that cannot be noted is an answer nevertheless."""
        if sample is None:
            return
        try:
            await self._services.measures.note(model, sample)
        except PlatformError as error:
            log.warning("model_not_measured", model=model, reason=error.key)

    @asynccontextmanager
    async def _patience(self, model: str, say: Say) -> AsyncIterator[asyncio.TimerHandle]:
        """Says that the model is silent if the first token takes longer than a moment."""
        silent = Status("status-model-silent", {"model": model})
        timer = asyncio.get_running_loop().call_later(self._services.slow_seconds, say, silent)
        try:
            yield timer
        finally:
            timer.cancel()
