"""One agent's share of a turn: rounds of model and tools until it has answered or handed over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agents import handover
from agents.asking import Asking, Reply, Request, Say
from agents.budget import budget_of
from agents.call_text import Offered
from agents.guardrails import cost_of
from agents.handover import HandOverArguments
from agents.policy import is_foreign_memory, own_words, recent_words
from agents.prompting import Prompt
from agents.repair import HeldBack
from agents.services import Services
from agents.spec import AgentSpec
from agents.state import TextDelta, Turn
from agents.tool import AnyTool
from agents.toolbox import MAX_TOOLS, Toolbox
from agents.toolset import Toolset
from core.errors import Unavailable, UserError
from inference.chat_model import ChatMessage, ToolCall, ToolSpec
from memory.store import Recollection
from storage.turns import PastTurn

MAX_ROUNDS = 4
"""After so many rounds with tools the model has to answer without them."""
MAX_CALLS = 4
"""Per round; a small model that runs wild names dozens."""

_WANTS_JSON = re.compile(r"\bjson\b|джейсон", re.IGNORECASE)
_UNREADABLE = UserError("error-tool-arguments", reason="the call could not be read; call the tool, do not write it")


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
    window: int
    """The model's context, in tokens."""
    has_foreign_text: bool = False
    """Words of others are before the model besides the question: notes, or what another agent read."""
    can_call: bool = True
    """The model takes tools; one that does not is offered none and can hand over to nobody."""


@dataclass(frozen=True, slots=True)
class Decided:
    """To whom the agent handed over, and whether it had read the words of others."""

    arguments: HandOverArguments
    has_foreign_text: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One reply of the model: what the person was told of it, and the calls, as such or repaired from text."""

    said: str
    calls: tuple[ToolCall, ...]
    is_call_text: bool
    """Something of it was meant as a call and stood in the text."""
    is_broken: bool


class Answering:
    """Knows the model and all tools; each agent gets its own of them."""

    def __init__(self, services: Services, toolset: Toolset) -> None:
        self._services = services
        self._toolset = toolset
        self._asking = Asking(services)

    def notes(
        self, agent: AgentSpec, turn: Turn, recalled: Sequence[Recollection], history: Sequence[PastTurn]
    ) -> tuple[list[Recollection], bool]:
        """What of the memory goes before the model, and whether any of it are the words of others.

        Whoever asks to have something changed gets it done: then such words stay away, not the tools.
        """
        foreign = [found for found in recalled if is_foreign_memory(found, turn)]
        if foreign and self._toolset.is_change_asked_for(agent, recent_words(turn, history)):
            return [found for found in recalled if found not in foreign], False
        return list(recalled), bool(foreign)

    async def answer(self, share: Share, say: Say, voice: Voice) -> Decided | None:
        """Stream the answer; returns to whom the agent handed over, None when it answered itself.

        Raises:
            Unavailable: the model failed, or wrote only a call where none was possible; what was said is said.
        """
        share = await self._able(share)
        toolbox, tools = await self._open(share, say)
        known = _as_offered(tools if share.can_call else await self._toolset.all(), share.others)
        decided = await self._rounds(share, toolbox, known, say, voice)
        if decided is None and tools and not share.turn.has_foreign_text:
            self._count(tools, toolbox, share.turn)
        return decided

    async def _able(self, share: Share) -> Share:
        can_call = await self._services.catalog.can(share.model, "tools")
        return share if can_call else replace(share, others=(), can_call=False)

    async def _rounds(self, share: Share, toolbox: Toolbox, known: Offered, say: Say, voice: Voice) -> Decided | None:
        after: list[ChatMessage] = []
        filled = share.prompt.filled
        heard = Heard("", (), is_call_text=False, is_broken=False)
        for round_ in range(MAX_ROUNDS + 1):
            toolbox.begin_round()
            may_call = round_ < MAX_ROUNDS and not share.turn.has_foreign_text and not toolbox.is_spent
            specs = self._offered(share, toolbox) if may_call else ()
            if budget_of(share.window, specs) < share.prompt.cost:
                specs = ()  # a long question is answered without tools rather than cut
            budget = budget_of(share.window, specs)
            messages = share.prompt.messages(after, budget)
            room = budget - cost_of(messages[:1])
            request = Request(share.turn, share.agent.name, share.model, messages, specs, room=room, filled=filled)
            heard = await self._hear(request, share, known, say, voice)
            if not (specs and (heard.calls or heard.is_broken)):
                break
            voice.pause()
            after.append(ChatMessage("assistant", heard.said, tool_calls=heard.calls))
            decided = await self._call_all(heard, share, toolbox, after)
            if decided is not None or toolbox.has_asked:
                return decided
        if heard.is_call_text and not (share.can_call and heard.said.strip()):
            raise Unavailable("error-tool-call-as-text", model=share.model)
        if not voice.has_spoken:
            raise Unavailable("error-model-empty", model=share.model)
        return None

    async def _hear(self, request: Request, share: Share, known: Offered, say: Say, voice: Voice) -> Heard:
        wants_json = bool(_WANTS_JSON.search(request.turn.text))
        held = HeldBack(known, voice.speak, wants_json=wants_json, hides_unknown=share.can_call)
        reply = Reply("", ())
        try:
            reply = await self._asking.ask(request, say, held.take)
        except Unavailable:
            held.close()
            raise
        held.close()
        written = tuple(held.calls)
        calls = (reply.calls or written)[:MAX_CALLS]
        return Heard(held.said, calls, is_call_text=bool(written) or held.is_broken, is_broken=held.is_broken)

    async def _call_all(self, heard: Heard, share: Share, toolbox: Toolbox, after: list[ChatMessage]) -> Decided | None:
        for call in heard.calls:
            if call.name == handover.NAME and share.others:
                arguments = self._read_handover(call, share, toolbox, after)
                if arguments is not None:
                    return Decided(arguments, toolbox.has_foreign_text)
            else:
                after.append(await toolbox.call(call))
        if not heard.calls:
            after.append(toolbox.fault(ToolCall("unreadable"), _UNREADABLE))
        return None

    async def _open(self, share: Share, say: Say) -> tuple[Toolbox, list[AnyTool]]:
        recent = recent_words(share.turn, share.prompt.history)
        places = MAX_TOOLS - 1 if share.others else MAX_TOOLS
        tools = await self._toolset.for_agent(share.agent, share.turn, recent, places) if share.can_call else []
        foreign = share.has_foreign_text or share.turn.has_foreign_text
        toolbox = Toolbox(
            self._toolset, tools, share.turn, self._services, say, recent=recent, has_foreign_text=foreign
        )
        return toolbox, tools

    async def offered(self, share: Share) -> tuple[ToolSpec, ...]:
        """What the model would be offered with its first request."""
        share = await self._able(share)
        if share.turn.has_foreign_text:
            return ()
        toolbox, _ = await self._open(share, lambda _chunk: None)
        return self._offered(share, toolbox)

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

    def _count(self, tools: Sequence[AnyTool], toolbox: Toolbox, turn: Turn) -> None:
        """Restraint: nothing is called when nothing is needed."""
        is_needed = any(tool.is_asked_for(own_words(turn)) for tool in tools)
        called, needed = ("yes" if each else "no" for each in (toolbox.has_called, is_needed))
        self._services.metrics.tool_turns.labels(called=called, needed=needed).inc()


def _as_offered(tools: Sequence[AnyTool], others: Sequence[AgentSpec]) -> Offered:
    """Names and arguments by which a call is known in text."""
    offered: Mapping[str, Sequence[str]] = {tool.name: tuple(tool.spec.parameters["properties"]) for tool in tools}
    return {**offered, handover.NAME: tuple(HandOverArguments.model_fields)} if others else offered
