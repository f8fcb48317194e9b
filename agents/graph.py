"""The way of a turn: guard -> recall -> supervise -> an agent (and those it hands over to) or fallback -> finish."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Literal, Protocol, TypedDict

import structlog
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command

from agents import fallback, guardrails, handover, supervisor
from agents.answering import Answering, Progress, Share, Voice
from agents.prompting import Prompt, notes_of, question_text, system_text
from agents.services import Services
from agents.spec import AgentSpec
from agents.state import HandOver, TextDelta, Turn
from core.errors import Unavailable
from memory.store import Recollection, owner_of_chat, owner_of_user
from storage.turns import PastTurn

log = structlog.get_logger(__name__)

RECALL_SECONDS = 10.0
QUERY_CHARACTERS = 2000
NOTES_SHARE = 6
"""What is recalled takes at most this part of the model's context."""
HISTORY_TURNS = 30
"""At most; the model's context decides how many of them it sees."""


class GraphState(TypedDict, total=False):
    """What the nodes hand on."""

    turn: Turn
    recalled: tuple[Recollection, ...]
    history: tuple[PastTurn, ...]
    model: str
    hops: int
    summary: str
    """From the agent that handed over."""
    has_spoken: bool


Graph = CompiledStateGraph[GraphState, None, GraphState, GraphState]


class Node(Protocol):
    """A place on the way; says where to go next."""

    def __call__(self, state: GraphState) -> Coroutine[Any, Any, Command[str]]: ...


class Nodes:
    """The nodes as methods, over the services that they share."""

    def __init__(
        self, services: Services, agents: Mapping[str, AgentSpec], prompts: Mapping[str, str], answering: Answering
    ) -> None:
        self._services = services
        self._agents = agents
        self._prompts = prompts
        self._answering = answering
        self._advice = fallback.Advice()

    async def guard(self, state: GraphState) -> Command[Literal["recall"]]:
        guardrails.check(state["turn"], self._services.num_ctx)
        return Command(goto="recall")

    async def recall(self, state: GraphState) -> Command[Literal["supervise"]]:
        """A group's turn sees the group's memory only: nothing private enters a group."""
        turn = state["turn"]
        owner = owner_of_user(turn.user) if turn.is_private else owner_of_chat(turn.chat)
        recalled: list[Recollection] = []
        try:
            async with asyncio.timeout(RECALL_SECONDS):
                recalled = await self._services.memory.recall(
                    owner, turn.text[:QUERY_CHARACTERS], self._services.recall_limit
                )
        except (Unavailable, TimeoutError) as error:
            log.warning("recall_failed", turn=turn.id, reason=repr(error))
        past = await self._services.turns.history(turn.thread, HISTORY_TURNS)
        history = tuple(earlier for earlier in past if earlier.id != turn.id)
        return Command(goto="supervise", update={"recalled": tuple(recalled), "history": history})

    async def supervise(self, state: GraphState) -> Command[str]:
        turn, catalog = state["turn"], self._services.catalog
        model = (turn.model or await catalog.default() or "") if await catalog.is_reachable() else ""
        goto = supervisor.choose(turn, self._agents) if model else fallback.NAME
        return Command(goto=goto, update={"model": model, "hops": 0, "summary": "", "has_spoken": False})

    def answer_as(self, spec: AgentSpec) -> Node:
        """The node of one agent."""

        async def answer(state: GraphState) -> Command[str]:
            say = get_stream_writer()
            say(Progress(spec.name, state["model"]))
            voice = Voice(say, has_spoken=state["has_spoken"])
            try:
                decided = await self._answering.answer(self._share(spec, state), say, voice)
            except Unavailable as error:
                if error.key == "error-model-unreachable" and not voice.has_spoken:
                    return Command(goto=fallback.NAME)
                raise
            if decided is None:
                return Command(goto="finish")
            say(HandOver(spec.name, decided.agent))
            log.info("handed_over", turn=state["turn"].id, agent=spec.name, to=decided.agent)
            update = {"hops": state["hops"] + 1, "summary": decided.summary, "has_spoken": voice.has_spoken}
            return Command(goto=decided.agent, update=update)

        return answer

    async def fallback(self, state: GraphState) -> Command[Literal["finish"]]:
        say = get_stream_writer()
        turn = state["turn"]
        say(Progress(fallback.NAME, ""))
        texts = self._services.translator.bound(turn.language)
        advice = self._advice.key(turn.thread, self._services.clock.now())
        say(TextDelta(fallback.fallback_text(turn, state["recalled"], texts, advice)))
        return Command(goto="finish")

    async def finish(self, state: GraphState) -> dict[str, object]:
        """Where every answered turn ends, whoever answered it."""
        log.info("turn_answered", turn=state["turn"].id, hops=state["hops"])
        return {}

    def _share(self, spec: AgentSpec, state: GraphState) -> Share:
        turn = state["turn"]
        services = self._services
        notes = notes_of(state["recalled"], services.num_ctx // NOTES_SHARE)
        system = system_text(self._prompts[spec.name], turn, services.clock, notes, state["summary"])
        may_hand_over = state["hops"] < handover.MAX_HOPS
        return Share(
            agent=spec,
            turn=turn,
            prompt=Prompt(system, state["history"], question_text(turn)),
            model=state["model"],
            others=handover.open_to(spec.name, turn, self._agents) if may_hand_over else (),
        )


def build_graph(nodes: Nodes, agents: Mapping[str, AgentSpec]) -> Graph:
    """Compile it; there is no checkpointer: history is `storage.turns`, an approval is a row."""
    graph = StateGraph(GraphState)
    names = (*agents, fallback.NAME)
    graph.add_node("guard", nodes.guard)
    graph.add_node("recall", nodes.recall)
    graph.add_node("supervise", nodes.supervise, destinations=names)
    for spec in agents.values():
        graph.add_node(spec.name, nodes.answer_as(spec), destinations=(*names, "finish"))
    graph.add_node(fallback.NAME, nodes.fallback)
    graph.add_node("finish", nodes.finish)
    graph.add_edge(START, "guard")
    graph.add_edge("finish", END)
    return graph.compile()
