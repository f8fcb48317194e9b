"""The way of a turn: guard -> recall -> supervise -> an agent (and those it hands over to) or fallback -> finish."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, Literal, Protocol, TypedDict

import structlog
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command

from agents import fallback, guardrails, handover
from agents.answering import Answering, Decided, Share, Voice
from agents.asking import Progress
from agents.budget import budget_of, window_of
from agents.filling import Filling, filling_of
from agents.guardrails import BYTES_PER_TOKEN, tokens
from agents.prompting import Prompt, fitting_parts, notes_of, question_text, system_parts
from agents.repeats import Echo, key_of
from agents.services import Services
from agents.spec import AgentSpec
from agents.state import HandOver, Turn
from agents.summarising import HISTORY_TURNS
from agents.supervisor import DEFAULT, Supervisor
from core.errors import Unavailable, UserError
from core.i18n import Texts
from memory.store import Recollection
from storage.turns import PastTurn

log = structlog.get_logger(__name__)

RECALL_SECONDS = 10.0
QUERY_CHARACTERS = 2000
NOTES_SHARE = 6
"""What is recalled takes at most this part of the model's context."""


class GraphState(TypedDict, total=False):
    """What the nodes hand on."""

    turn: Turn
    recalled: tuple[Recollection, ...]
    history: tuple[PastTurn, ...]
    earlier: str
    """What the turns before the history came to."""
    model: str
    window: int
    """The model's context, in tokens."""
    hops: int
    summary: str
    """From the agent that handed over."""
    has_spoken: bool
    has_foreign_text: bool
    """The agent that handed over had read the words of others."""


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
        self._without_model = fallback.WithoutModel(services)
        self._supervisor = Supervisor(services, agents)

    async def guard(self, state: GraphState) -> Command[Literal["recall"]]:
        guardrails.check(state["turn"], self._services.num_ctx)
        return Command(goto="recall")

    async def recall(self, state: GraphState) -> Command[Literal["supervise"]]:
        """A group's turn sees the group's memory only: nothing private enters a group."""
        turn = state["turn"]
        recalled = await self._recalled(turn)
        earlier, history = await self._said_before(turn)
        update = {"recalled": tuple(recalled), "history": history, "earlier": earlier}
        return Command(goto="supervise", update=update)

    async def _said_before(self, turn: Turn) -> tuple[str, tuple[PastTurn, ...]]:
        """What the older turns came to, and the newer ones; a question asked again sees no summary of what followed."""
        if turn.is_incognito or turn.stands_alone:
            return "", ()
        summary, history = await self._services.summaries.with_rest(turn.thread, HISTORY_TURNS, turn.history_end)
        return summary.text, tuple(history)

    async def _recalled(self, turn: Turn) -> list[Recollection]:
        if turn.owner is None:
            return []
        query, limit = turn.text[:QUERY_CHARACTERS], self._services.recall_limit
        try:
            async with asyncio.timeout(RECALL_SECONDS):
                return await self._services.memory.recall(turn.owner, query, limit)
        except (Unavailable, TimeoutError) as error:
            log.warning("recall_failed", turn=turn.id, reason=repr(error))
            return []

    async def supervise(self, state: GraphState) -> Command[str]:
        turn = state["turn"]
        model = await self._model(turn)
        if model and await self._carried_out(turn, model):
            return Command(goto="finish", update={"hops": 0})
        goto = (await self._supervisor.choose(turn, model, get_stream_writer())).agent if model else fallback.NAME
        window = await window_of(self._services, model) if model else self._services.num_ctx
        update = {"model": model, "window": window, "hops": 0, "summary": "", "has_spoken": False}
        return Command(goto=goto, update={**update, "has_foreign_text": False})

    async def _carried_out(self, turn: Turn, model: str) -> bool:
        """A model without tools could only talk of what is clearly an order."""
        if turn.images or await self._services.catalog.can(model, "tools"):
            return False
        chunks, say = await self._without_model.carry_out(turn), get_stream_writer()
        for chunk in chunks:
            say(chunk)
        return bool(chunks)

    async def _model(self, turn: Turn) -> str:
        """The chat's own, or for pictures one that sees; empty while no server answers."""
        catalog = self._services.catalog
        if turn.is_again:
            catalog.forget()  # whoever asks again may just have started the server
        if not await catalog.is_reachable():
            return ""
        if not turn.images:
            return turn.model or await catalog.default() or ""
        seeing = await catalog.first_that_can("vision", turn.model)
        if seeing is None:
            raise UserError("error-no-model-sees")
        return seeing

    def answer_as(self, spec: AgentSpec) -> Node:
        """The node of one agent."""

        async def answer(state: GraphState) -> Command[str]:
            say = Echo(get_stream_writer())
            say(Progress(spec.name, state["model"]))
            voice = Voice(say, has_spoken=state["has_spoken"])
            try:
                decided = await self._answered(spec, state, say, voice)
            except Unavailable as error:
                if error.key == "error-model-unreachable" and not voice.has_spoken:
                    return Command(goto=fallback.NAME)
                raise
            if decided is None:
                return Command(goto="finish")
            to = decided.arguments
            say(HandOver(spec.name, to.agent, to.reason))
            log.info("handed_over", turn=state["turn"].id, agent=spec.name, to=to.agent)
            update = {
                "hops": state["hops"] + 1,
                "summary": decided.arguments.state,
                "has_spoken": voice.has_spoken,
                "has_foreign_text": decided.has_foreign_text,
            }
            return Command(goto=decided.arguments.agent, update=update)

        return answer

    async def _answered(self, spec: AgentSpec, state: GraphState, say: Echo, voice: Voice) -> Decided | None:
        """As it was answered before, where nothing differs; else by the model."""
        share, owner, cached = self._share(spec, state), state["turn"].owner, self._services.cached_answers
        key = self._key(share, state)
        known = await cached.get(key, owner) if key and owner and not share.turn.is_again else ""
        if known:
            voice.speak(known)
            return None
        decided = await self._answering.answer(share, say, voice)
        if key and owner and decided is None and say.whole:
            await cached.put(key, owner, say.whole)
        return decided

    def _key(self, share: Share, state: GraphState) -> str:
        services = self._services
        notes = notes_of(state["recalled"], share.window // NOTES_SHARE, share.turn, self._texts(share.turn))
        parts = (share.model, self._prompts[share.agent.name], state["summary"], share.prompt.question, *notes)
        return key_of(share.turn, services.clock.now(), parts)

    async def fallback(self, state: GraphState) -> Command[Literal["finish"]]:
        say = get_stream_writer()
        turn = state["turn"]
        say(Progress(fallback.NAME, ""))
        for chunk in await self._without_model.answer(turn, state["recalled"]):
            say(chunk)
        return Command(goto="finish")

    async def finish(self, state: GraphState) -> dict[str, object]:
        """Where every answered turn ends, whoever answered it."""
        log.info("turn_answered", turn=state["turn"].id, hops=state["hops"])
        return {}

    async def filling(self, turn: Turn) -> Filling | None:
        """What would be before the model with this question; None while there is no model."""
        if not (model := await self._model(turn)):
            return None
        recalled, (earlier, history) = await self._recalled(turn), await self._said_before(turn)
        state = GraphState(
            turn=turn, recalled=tuple(recalled), history=history, earlier=earlier, model=model, hops=0, summary=""
        )
        state["window"] = await window_of(self._services, model)
        state["has_foreign_text"] = False
        spec = self._agents.get(turn.agent) or self._agents[DEFAULT]
        share = self._share(spec, state)
        return filling_of(share, await self._answering.offered(share), self._parts(spec, state))

    def _parts(self, spec: AgentSpec, state: GraphState) -> dict[str, str]:
        """The system prompt in its parts."""
        services, turn = self._services, state["turn"]
        recalled, _ = self._answering.notes(spec, turn, state["recalled"], state["history"])
        notes = notes_of(recalled, state["window"] // NOTES_SHARE, turn, self._texts(turn))
        prompt = self._prompts[spec.name]
        parts = system_parts(prompt, turn, services.clock, notes, state["summary"], state["earlier"])
        return fitting_parts(parts, budget_of(state["window"], ()) - tokens(turn.text))

    def _texts(self, turn: Turn) -> Texts:
        return self._services.translator.bound(turn.language)

    def _prompt(self, spec: AgentSpec, state: GraphState) -> Prompt:
        """
        Raises:
            UserError: the question does not fit the model's context.
        """
        turn, window = state["turn"], state["window"]
        system = "\n\n".join(self._parts(spec, state).values())
        least = Prompt(system, state["history"], "", turn.images)
        left = budget_of(window, ()) - least.cost
        prompt = replace(least, question=question_text(turn, left, self._texts(turn)))
        if prompt.cost > window:
            raise UserError("error-message-too-long", limit=max(1, left * BYTES_PER_TOKEN // 2))
        return prompt

    def _share(self, spec: AgentSpec, state: GraphState) -> Share:
        turn = state["turn"]
        _, has_foreign_notes = self._answering.notes(spec, turn, state["recalled"], state["history"])
        prompt = self._prompt(spec, state)
        may_hand_over = state["hops"] < handover.MAX_HOPS
        return Share(
            agent=spec,
            turn=turn,
            prompt=prompt,
            model=state["model"],
            others=handover.open_to(spec.name, turn, self._agents) if may_hand_over else (),
            window=state["window"],
            has_foreign_text=has_foreign_notes or state["has_foreign_text"],
        )


def build_graph(nodes: Nodes, agents: Mapping[str, AgentSpec]) -> Graph:
    """Compile it; there is no checkpointer: history is `storage.turns`, an approval is a row."""
    graph = StateGraph(GraphState)
    names = (*agents, fallback.NAME)
    graph.add_node("guard", nodes.guard)
    graph.add_node("recall", nodes.recall)
    graph.add_node("supervise", nodes.supervise, destinations=(*names, "finish"))
    for spec in agents.values():
        graph.add_node(spec.name, nodes.answer_as(spec), destinations=(*names, "finish"))
    graph.add_node(fallback.NAME, nodes.fallback)
    graph.add_node("finish", nodes.finish)
    graph.add_edge(START, "guard")
    graph.add_edge("finish", END)
    return graph.compile()
