"""The tools that one agent may call in one turn, and what a call leaves behind for the model."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping

import structlog

from agents.services import Services
from agents.spec import AgentSpec
from agents.state import ApprovalAsked, Status, Turn
from agents.tool import AnyTool, ToolContext
from core.errors import PlatformError, Unavailable
from inference.chat_model import ChatMessage, ToolCall, ToolSpec

log = structlog.get_logger(__name__)

MAX_TOOLS = 8
"""More confuse small models, and some hang."""
CALL_SECONDS = 15.0
MAX_FAULTS = 2
"""The first fault goes back to the model, which may mend its call; after the second it has to answer without."""
MAX_CALLS = 8

_ASKED = "Not done yet: the person was shown what it would do, with a button to allow it."


class Toolbox:
    """Never raises: what goes wrong becomes the tool's message."""

    def __init__(
        self,
        agent: AgentSpec,
        turn: Turn,
        services: Services,
        tools: Mapping[str, AnyTool],
        say: Callable[[ApprovalAsked | Status], None],
    ) -> None:
        self._turn = turn
        self._services = services
        self._say = say
        self._texts = services.translator.bound("en")
        allowed = [tools[name] for name in agent.tools if turn.is_admin or not tools[name].is_for_admins]
        self._tools = {tool.name: tool for tool in allowed}
        self._calls: Counter[str] = Counter()
        self._faults = 0
        self.has_asked = False
        """Whether a button now waits for the person: then there is nothing more to say."""

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        return tuple(tool.spec for tool in self._tools.values())

    @property
    def is_spent(self) -> bool:
        return self._faults >= MAX_FAULTS or self._calls.total() >= MAX_CALLS

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
        return ChatMessage("tool", result[: self._services.num_ctx // 2], tool_name=call.name)

    def fault(self, call: ToolCall, error: PlatformError) -> ChatMessage:
        """Tell the model what was wrong."""
        self._faults += 1
        log.info("tool_failed", tool=call.name, turn=self._turn.id, reason=error.key)
        return ChatMessage("tool", f"Error: {self._texts(error.key, **error.params)}", tool_name=call.name)

    async def _run(self, call: ToolCall) -> str:
        tool = self._tools.get(call.name)
        if tool is None:
            raise PlatformError("error-tool-unknown", tool=call.name)
        arguments = tool.read(call.arguments)
        context = ToolContext(self._turn, self._services, self._calls[call.name])
        if tool.propose is None:
            return await tool.run(arguments, context) if tool.run else ""
        proposal = await tool.propose(arguments, context)
        approval = await self._services.approvals.add(
            self._turn.user, self._turn.chat, tool.name, proposal.arguments.model_dump(mode="json")
        )
        self.has_asked = True
        self._say(ApprovalAsked(approval, f"approval-{tool.name.replace('_', '-')}", dict(proposal.params)))
        return _ASKED
