"""AgentRunner: a Turn in, ReplyChunks out; one turn at a time in each thread, stoppable at any moment."""

import asyncio
from asyncio import Queue
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import structlog

import agents.catalog
import agents.tools
from agents.answering import Answering
from agents.asking import Progress
from agents.filling import Filling
from agents.graph import Graph, Nodes, build_graph
from agents.prompting import read_prompts
from agents.services import Services
from agents.spec import AgentSpec
from agents.state import THINKING, ApprovalAsked, Finished, ReplyChunk, Status, TextDelta, Turn
from agents.summarising import NEARLY_FULL, Summarising, is_nearly_full
from agents.supervisor import DEFAULT
from agents.threads import Place, Threads
from agents.tool import AnyTool, Param, Sentence, Tool
from agents.toolset import Toolset
from core.discovery import discover
from core.errors import PlatformError, UserError
from core.ids import ThreadId, TurnId, new_incident_id
from core.tasks import Supervisor
from engines.ledger.cards import mask_numbers
from memory.learning import Learning
from storage.approvals import Approval
from storage.turns import TurnState

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Answer:
    """What has come of a turn so far."""

    texts: list[str] = field(default_factory=list)
    asked: list[ApprovalAsked] = field(default_factory=list)
    agent: str = ""
    model: str = ""
    answer_tokens: int = 0
    prompt_tokens: int = 0
    context_tokens: int = 0
    room: int = 0
    filled: int = 0
    is_cut: bool = False

    def take(self, chunk: ReplyChunk | Progress) -> None:
        match chunk:
            case TextDelta(text=text):
                self.texts.append(text)
            case ApprovalAsked():
                self.asked.append(chunk)
            case Progress():
                self.agent, self.model = chunk.agent, chunk.model
                self.answer_tokens += chunk.answer_tokens
                self.prompt_tokens += chunk.prompt_tokens
                self.context_tokens = chunk.context_tokens or self.context_tokens
                self.room, self.filled = (chunk.room, chunk.filled) if chunk.room else (self.room, self.filled)
                self.is_cut = chunk.is_cut

    @property
    def text(self) -> str:
        return "".join(self.texts).strip()

    def end(
        self,
        state: Literal["done", "stopped", "cut", "failed"],
        key: str = "",
        params: Mapping[str, Param] | None = None,
    ) -> Finished:
        return Finished(state, self.agent, self.model, key, dict(params or {}), has_text=bool(self.text))


class AgentRunner:
    """Holds the compiled graph and what runs in which thread."""

    def __init__(self, services: Services, learning: Learning, tasks: Supervisor) -> None:
        self._services = services
        self._learning = learning
        self._tasks = tasks
        self._agents = load_agents()
        self.toolset = Toolset(services, load_tools())
        prompts = read_prompts(tuple(self._agents))
        self._nodes = Nodes(services, self._agents, prompts, Answering(services, self.toolset))
        self._graph: Graph = build_graph(self._nodes, self._agents)
        self._threads = Threads()
        self._summarising = Summarising(services)

    def agents(self) -> list[AgentSpec]:
        """All of them, the assistant first; some are for admins."""
        return list(self._agents.values())

    async def filling(self, turn: Turn) -> Filling | None:
        """What would fill the model's context with this question; None while there is no model."""
        return await self._nodes.filling(turn)

    async def stream(self, turn: Turn) -> AsyncGenerator[ReplyChunk]:
        """The answer as it is made; the last chunk, and only the last, is Finished. Failures are told by it.

        The next turn of the thread begins when this generator is closed or exhausted: whoever delivers the answer
        after Finished closes it then. Closing the generator before Finished stops the turn as `stop` does.
        """
        chunks: Queue[ReplyChunk] = Queue()
        delivered = asyncio.Event()
        place = self._threads.enter(turn)
        chunks.put_nowait(Status("status-waiting" if place.is_waiting else THINKING))
        work = place.task = self._tasks.spawn(self._run(place, chunks, delivered), name=f"turn:{turn.id}")
        work.add_done_callback(lambda _: self._leave(place, chunks))
        is_over = False
        try:
            while not is_over:
                chunk = await chunks.get()
                is_over = isinstance(chunk, Finished)
                yield chunk
        finally:
            delivered.set()
            if not is_over:
                work.cancel()
            await asyncio.wait({work})

    def stoppable(self, thread: ThreadId) -> list[Turn]:
        """What is on its way to the person, then what is unanswered."""
        late = self._threads.delivering(thread)
        return ([late.turn] if late else []) + self.unanswered(thread)

    def unanswered(self, thread: ThreadId) -> list[Turn]:
        """What is being answered in the thread, then what waits for it, in order."""
        return [place.turn for place in self._threads.unanswered(thread)]

    async def stop(self, thread: ThreadId, turn: TurnId | None = None) -> bool:
        """Close the model's stream of the turn that is answered in the thread, or take this turn out wherever it is.

        An answer that is being delivered ends after its current part. False when there is no such turn.
        """
        late = self._threads.delivering(thread)
        if late is not None and turn in (None, late.turn.id):
            late.is_halted = True
            return True
        places = self._threads.unanswered(thread)
        return next((place.stop() for place in places if turn in (None, place.turn.id)), False)

    async def stop_all(self, thread: ThreadId) -> int:
        """Stop what is answered in the thread and all that waits; how many turns these were."""
        return sum(place.stop() for place in reversed(self._threads.unanswered(thread)))

    async def end(self, thread: ThreadId, turn: TurnId) -> None:
        """Stop the turn if it is still there, and wait until what came of it is delivered."""
        place = self._threads.find(thread, turn)
        if place is not None:
            place.stop()
            await place.left.wait()

    def is_halted(self, thread: ThreadId) -> bool:
        """Whether the answer that is being delivered shall end after its current part."""
        late = self._threads.delivering(thread)
        return late is not None and late.is_halted

    async def resume(self, approval: Approval, turn: Turn) -> AsyncGenerator[ReplyChunk]:
        """Do what was approved and say what came of it; `turn` says who presses, and in which language."""
        try:
            said = await self._carry_out(approval, turn)
        except PlatformError as error:
            yield Finished("failed", error_key=error.key, error_params=error.params)
        else:
            yield TextDelta(self._services.translator.text(turn.language, said.key, **said.params))
            yield Finished("done")

    async def _carry_out(self, approval: Approval, turn: Turn) -> Sentence:
        tool = await self.toolset.find(approval.tool)
        if tool is None or tool.carry_out is None:
            raise UserError("error-old-button")
        if approval.user != turn.user or not await self.toolset.is_open(tool, turn):
            raise UserError("error-not-allowed-to-approve")
        log.info("approval_carried_out", tool=tool.name, approval=approval.id)
        return await tool.carry_out(tool.read(approval.arguments), approval, self._services)

    async def _run(self, place: Place, chunks: Queue[ReplyChunk], delivered: asyncio.Event) -> None:
        has_begun = False
        try:
            async with self._threads.inside(place):
                if place.is_waiting:
                    chunks.put_nowait(Status(THINKING))
                has_begun = True
                await self._work(place, chunks)
                await delivered.wait()
        finally:
            if not has_begun:
                await self._record(place.turn, _Answer(), Finished("stopped"))

    def _leave(self, place: Place, chunks: Queue[ReplyChunk]) -> None:
        self._threads.leave(place)
        # The end of a turn that was cancelled while it waited; after another end nobody reads it.
        chunks.put_nowait(Finished("stopped"))

    async def _work(self, place: Place, chunks: Queue[ReplyChunk]) -> None:
        turn = place.turn
        answer = _Answer()
        work = self._tasks.spawn(self._answer(turn, answer, chunks), name=f"answer:{turn.id}")
        try:
            await self._threads.work(place, work)
        finally:
            # Also when this turn is cancelled from outside: what was said so far stays on record.
            is_over = work.done() and not work.cancelled()
            finished = work.result() if is_over else answer.end("stopped")
            try:
                await self._record(turn, answer, finished)
            finally:
                chunks.put_nowait(finished)
        if finished.state != "failed":
            self._tasks.spawn(self._learn(turn), name=f"learn:{turn.id}")
            if answer.room and is_nearly_full(answer.filled, answer.text, answer.room):
                self._tasks.spawn(self._summarising.after(turn, answer.model, answer.room), name=f"summarise:{turn.id}")

    async def _answer(self, turn: Turn, answer: _Answer, chunks: Queue[ReplyChunk]) -> Finished:
        try:
            async with aclosing(_closable(self._graph.astream({"turn": turn}, stream_mode="custom"))) as said:
                async for chunk in said:
                    answer.take(chunk)
                    if not isinstance(chunk, Progress):
                        chunks.put_nowait(chunk)
        except PlatformError as error:
            log.info("turn_failed", turn=turn.id, reason=error.key)
            return answer.end("failed", error.key, error.params)
        except Exception:
            incident = new_incident_id()
            log.exception("turn_broke", turn=turn.id, incident=incident)
            return answer.end("failed", "error-unexpected", {"incident": incident})
        is_long = await self._summarising.is_about_to_lose(turn, answer.text, answer.room)
        return replace(answer.end("cut" if answer.is_cut else "done"), hint=NEARLY_FULL if is_long else "")

    async def _record(self, turn: Turn, answer: _Answer, finished: Finished) -> None:
        # What only asked for approval stays in history as the question that the person saw.
        texts = self._services.translator.bound(turn.language)
        text = answer.text or "\n".join(texts(asked.key, **asked.params) for asked in answer.asked)
        state = TurnState(finished.state)
        try:
            await self._services.turns.finish(
                turn.id,
                "" if turn.is_incognito else text,
                answer.agent,
                answer.model,
                state,
                answer_tokens=answer.answer_tokens,
                prompt_tokens=answer.prompt_tokens,
                context_tokens=answer.context_tokens,
                variant=turn.variant,
            )
        except PlatformError as error:
            log.warning("turn_not_recorded", turn=turn.id, reason=error.key)

    async def _learn(self, turn: Turn) -> None:
        if turn.owner is not None:
            said = mask_numbers(turn.text)
            await self._learning.after(turn.owner, said, source=turn.source, is_untrusted=turn.is_untrusted)


def load_agents() -> dict[str, AgentSpec]:
    """The catalogue by name, the assistant first."""
    found = [spec for spec in discover(agents.catalog, "AGENT") if isinstance(spec, AgentSpec)]
    return {spec.name: spec for spec in sorted(found, key=lambda spec: (spec.name != DEFAULT, spec.name))}


def load_tools() -> dict[str, AnyTool]:
    """All tools by name."""
    return {tool.name: tool for tool in discover(agents.tools, "TOOL") if isinstance(tool, Tool)}


def _closable(chunks: AsyncIterator[Any]) -> AsyncGenerator[Any]:
    """The graph types its generator as a mere iterator; closing it is what ends its nodes at once."""
    assert isinstance(chunks, AsyncGenerator)  # noqa: S101 - narrows a type
    return chunks
