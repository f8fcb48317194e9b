"""AgentRunner: a Turn in, ReplyChunks out; one turn at a time in each thread, stoppable at any moment."""

import asyncio
from asyncio import Queue
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Literal

import structlog

import agents.catalog
import agents.tools
from agents.answering import Answering, Progress
from agents.graph import Graph, Nodes, build_graph
from agents.prompting import read_prompts
from agents.services import Services
from agents.spec import AgentSpec
from agents.state import ApprovalAsked, Finished, ReplyChunk, Status, TextDelta, Turn
from agents.supervisor import DEFAULT
from agents.threads import Threads
from agents.tool import AnyTool, Param, Sentence, Tool
from core.discovery import discover
from core.errors import PlatformError, UserError
from core.ids import ThreadId, new_incident_id
from core.tasks import Supervisor
from engines.ledger.cards import mask_numbers
from memory.learning import Learning
from memory.store import owner_of_chat, owner_of_user
from storage.approvals import Approval
from storage.turns import TurnState

THINKING = "status-thinking"

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Answer:
    """What has come of a turn so far."""

    texts: list[str] = field(default_factory=list)
    asked: list[ApprovalAsked] = field(default_factory=list)
    agent: str = ""
    model: str = ""
    tokens: int = 0
    is_cut: bool = False

    def take(self, chunk: ReplyChunk | Progress) -> None:
        match chunk:
            case TextDelta(text=text):
                self.texts.append(text)
            case ApprovalAsked():
                self.asked.append(chunk)
            case Progress():
                self.agent, self.model = chunk.agent, chunk.model
                self.tokens += chunk.answer_tokens
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
        return Finished(state, self.agent, self.model, key, dict(params or {}))


class AgentRunner:
    """Holds the compiled graph and what runs in which thread."""

    def __init__(self, services: Services, learning: Learning, tasks: Supervisor) -> None:
        self._services = services
        self._learning = learning
        self._tasks = tasks
        self._agents = load_agents()
        self._tools = load_tools()
        nodes = Nodes(services, self._agents, read_prompts(tuple(self._agents)), Answering(services, self._tools))
        self._graph: Graph = build_graph(nodes, self._agents)
        self._threads = Threads()

    def agents(self) -> list[AgentSpec]:
        """All of them, the assistant first; some are for admins."""
        return list(self._agents.values())

    async def stream(self, turn: Turn) -> AsyncGenerator[ReplyChunk]:
        """The answer as it is made; the last chunk, and only the last, is Finished. Failures are told by it.

        The next turn of the thread begins when this generator is closed or exhausted: whoever delivers the answer
        after Finished closes it then. Closing the generator before Finished stops the turn as `stop` does.
        """
        chunks: Queue[ReplyChunk] = Queue()
        delivered = asyncio.Event()
        chunks.put_nowait(Status("status-waiting" if self._threads.is_busy(turn.thread) else THINKING))
        work = self._tasks.spawn(self._run(turn, chunks, delivered), name=f"turn:{turn.id}")
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

    async def stop(self, thread: ThreadId) -> bool:
        """Close the model's stream of the turn that runs in the thread; False when none does."""
        return self._threads.stop(thread)

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
        tool = self._tools.get(approval.tool)
        if tool is None or tool.carry_out is None:
            raise UserError("error-old-button")
        if approval.user != turn.user or (tool.is_for_admins and not turn.is_admin):
            raise UserError("error-not-allowed-to-approve")
        log.info("approval_carried_out", tool=tool.name, approval=approval.id)
        return await tool.carry_out(tool.read(approval.arguments), approval, self._services)

    async def _run(self, turn: Turn, chunks: Queue[ReplyChunk], delivered: asyncio.Event) -> None:
        is_waiting = self._threads.is_busy(turn.thread)
        try:
            async with self._threads.turn(turn.thread):
                if is_waiting:
                    chunks.put_nowait(Status(THINKING))
                await self._work(turn, chunks)
                await delivered.wait()
        finally:
            # The end of a turn that was cancelled while it waited; after another end nobody reads it.
            chunks.put_nowait(Finished("stopped"))

    async def _work(self, turn: Turn, chunks: Queue[ReplyChunk]) -> None:
        answer = _Answer()
        work = self._tasks.spawn(self._answer(turn, answer, chunks), name=f"answer:{turn.id}")
        try:
            await self._threads.work(turn.thread, work)
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
        return answer.end("cut" if answer.is_cut else "done")

    async def _record(self, turn: Turn, answer: _Answer, finished: Finished) -> None:
        # What only asked for approval stays in history as the question that the person saw.
        texts = self._services.translator.bound(turn.language)
        text = answer.text or "\n".join(texts(asked.key, **asked.params) for asked in answer.asked)
        state = TurnState(finished.state)
        try:
            await self._services.turns.finish(turn.id, text, answer.agent, answer.model, state, answer.tokens)
        except PlatformError as error:
            log.warning("turn_not_recorded", turn=turn.id, reason=error.key)

    async def _learn(self, turn: Turn) -> None:
        owner = owner_of_user(turn.user) if turn.is_private else owner_of_chat(turn.chat)
        await self._learning.after(owner, mask_numbers(turn.text), source=turn.source, is_untrusted=turn.is_untrusted)


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
