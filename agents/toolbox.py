"""The tools that one agent may call in one turn, and what a call leaves behind for the model."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import structlog

from agents.policy import check_call
from agents.services import Services
from agents.state import ApprovalAsked, Offered, Status, Turn
from agents.tool import AnyTool, ToolContext, Trail
from agents.toolset import Toolset
from core.errors import PlatformError, Unavailable
from inference.chat_model import ChatMessage, ToolCall, ToolSpec

log = structlog.get_logger(__name__)

MAX_TOOLS = 8
"""More confuse small models, and some hang. Handing over is one of them."""
CALL_SECONDS = 15.0
MAX_FAULTS = 2
"""The first fault goes back to the model, which may mend its call; after the second it has to answer without."""
MAX_CALLS = 8

_ASKED = "Not done yet: the person was shown what it would do, with a button to allow it."


class Toolbox:
    """Never raises: what goes wrong becomes the tool's message."""

    def __init__(
        self,
        toolset: Toolset,
        tools: Sequence[AnyTool],
        turn: Turn,
        services: Services,
        say: Callable[[ApprovalAsked | Offered | Status], None],
        *,
        recent: str,
        has_foreign_text: bool,
    ) -> None:
        """`recent` are the person's own words of late."""
        self._toolset = toolset
        self._tools = {tool.name: tool for tool in tools}
        self._turn = turn
        self._services = services
        self._say = say
        self._recent = recent
        self._trail = Trail(has_foreign_text)
        self._was_foreign = has_foreign_text
        self._texts = services.translator.bound("en")
        self._calls: Counter[str] = Counter()
        self._faults = 0
        self.has_asked = False
        """Whether a button now waits for the person: then there is nothing more to say."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._tools)

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """After the words of others only what reads."""
        is_foreign = self._trail.has_foreign_text
        tools = self._tools.values()
        return tuple(tool.spec for tool in tools if not (is_foreign and (tool.has_effects or tool.reaches_out)))

    @property
    def is_spent(self) -> bool:
        return self._faults >= MAX_FAULTS or self._calls.total() >= MAX_CALLS

    @property
    def has_foreign_text(self) -> bool:
        return self._trail.has_foreign_text

    @property
    def has_called(self) -> bool:
        return self._calls.total() > 0

    def begin_round(self) -> None:
        """The calls of one reply were all decided before any of their results was seen."""
        self._was_foreign = self._trail.has_foreign_text

    async def call(self, call: ToolCall) -> ChatMessage:
        """The tool's message for the model: a result, cut to an eighth or so of its context, or what was wrong."""
        self._calls[call.name] += 1
        try:
            async with asyncio.timeout(CALL_SECONDS):
                result = await self._run(call)
        except TimeoutError:
            return self.fault(call, Unavailable("error-tool-slow", tool=call.name))
        except PlatformError as error:
            return self.fault(call, error)
        log.info("tool_called", tool=call.name, turn=self._turn.id)
        self._services.metrics.tool_calls.labels(outcome="done").inc()
        return ChatMessage("tool", result[: self._services.num_ctx // 2], tool_name=call.name)

    def fault(self, call: ToolCall, error: PlatformError) -> ChatMessage:
        """Tell the model what was wrong."""
        self._faults += 1
        log.info("tool_failed", tool=call.name, turn=self._turn.id, reason=error.key)
        self._services.metrics.tool_calls.labels(outcome="failed").inc()
        return ChatMessage("tool", f"Error: {self._texts(error.key, **error.params)}", tool_name=call.name)

    async def _run(self, call: ToolCall) -> str:
        tool = self._tools.get(call.name)
        if tool is None or not await self._toolset.is_open(tool, self._turn):
            raise PlatformError("error-tool-unknown", tool=call.name)
        check_call(tool, call.arguments, self._turn, self._recent, has_foreign=self._was_foreign)
        arguments = tool.read(call.arguments)
        context = ToolContext(self._turn, self._services, self._calls[call.name], self._trail)
        if tool.run is not None:
            # Before the call: what others say when they refuse comes before the model too.
            self._trail.has_foreign_text = self._trail.has_foreign_text or tool.brings_foreign_text
            result = await tool.run(arguments, context)
            while self._trail.offers:
                self._say(self._trail.offers.pop(0))
            return result
        return await self._ask(tool, arguments, context)

    async def _ask(self, tool: AnyTool, arguments: object, context: ToolContext) -> str:
        if tool.propose is None:
            raise PlatformError("error-tool-unknown", tool=tool.name)
        proposal = await tool.propose(arguments, context)
        kept = proposal.arguments.model_dump(mode="json", by_alias=True, exclude_unset=True)
        approval = await self._services.approvals.add(self._turn.user, self._turn.chat, tool.name, kept)
        self.has_asked = True
        key = proposal.key or f"approval-{tool.name.replace('_', '-')}"
        self._say(ApprovalAsked(approval, key, dict(proposal.params)))
        return _ASKED
