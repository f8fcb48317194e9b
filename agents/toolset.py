"""All tools: the platform's own and those of servers, who may have which called, and which of them suit a question."""

from collections.abc import Mapping, Sequence

from agents.outside.servers import Listed
from agents.served import served_tool
from agents.services import Services
from agents.spec import AgentSpec
from agents.state import Turn
from agents.tool import AnyTool
from core.metrics import Restraint
from inference.words import Stemmer
from storage.tool_rights import OFF
from storage.tool_servers import ToolServer
from storage.users import Role

KEPT_FOR_SERVERS = 2
"""Places for servers' tools when no word of the question speaks for them: they may be described in another language."""


class Toolset:
    """Knows every tool by its name."""

    def __init__(self, services: Services, tools: Mapping[str, AnyTool]) -> None:
        self._services = services
        self._tools = tools
        self._stemmer = Stemmer()

    async def all(self) -> list[AnyTool]:
        """Those that the operator has set up, the platform's own first."""
        own = [tool for tool in self._tools.values() if _is_there(tool, self._services)]
        return own + await self._served()

    async def rights(self) -> Mapping[str, int]:
        """Where an admin changed who may."""
        return await self._services.rights.all()

    async def servers(self) -> list[tuple[ToolServer, Listed | None]]:
        """All servers of tools, those that are on asked anew."""
        return await self._services.servers.look()

    def restraint(self) -> Restraint:
        return self._services.metrics.restraint()

    async def find(self, name: str) -> AnyTool | None:
        own = self._tools.get(name)
        return own or next((tool for tool in await self._served() if tool.name == name), None)

    def is_change_asked_for(self, agent: AgentSpec, words: str) -> bool:
        """Whether the words ask for one of the agent's tools that change something."""
        return any(tool.has_effects and tool.is_asked_for(words) for tool in map(self._tools.__getitem__, agent.tools))

    async def is_open(self, tool: AnyTool, turn: Turn) -> bool:
        """Whether this person may have it called now."""
        return level(turn) >= least(tool, await self._services.rights.all())

    async def for_agent(self, agent: AgentSpec, turn: Turn, words: str, most: int) -> list[AnyTool]:
        """At most so many, those that the words ask for first."""
        rights = await self._services.rights.all()
        own = [self._tools[name] for name in agent.tools]
        own = [tool for tool in own if _is_there(tool, self._services) and _is_wanted(tool, words)]
        served = await self._served() if agent.takes_servers else []
        mine = [tool for tool in own if level(turn) >= least(tool, rights)]
        others = [tool for tool in served if level(turn) >= least(tool, rights)]
        return self._most_fitting(mine, others, words, most)

    def _most_fitting(self, own: Sequence[AnyTool], served: Sequence[AnyTool], words: str, most: int) -> list[AnyTool]:
        stems = frozenset(self._stemmer.stems(words))
        common = {tool.name: len(stems & self._stems_of(tool)) for tool in served}
        near = sorted((tool for tool in served if common[tool.name]), key=lambda tool: -common[tool.name])
        far = [tool for tool in served if not common[tool.name]]
        asked = [tool for tool in own if tool.is_asked_for(words)]
        rest = [tool for tool in own if not tool.is_asked_for(words)]
        first = [*asked, *near][:most]
        kept = min(len(far), max(0, KEPT_FOR_SERVERS - len(near)), most - len(first))
        own_places = most - len(first) - kept
        return [*first, *rest[:own_places], *far][:most]

    def _stems_of(self, tool: AnyTool) -> frozenset[str]:
        return frozenset(self._stemmer.stems(f"{tool.name.replace('_', ' ')} {tool.description}"))

    async def _served(self) -> list[AnyTool]:
        return [served_tool(offer) for offer in await self._services.servers.offers()]


def level(turn: Turn) -> int:
    """The role that counts: a member of a group that was let in may what users may."""
    if turn.is_admin and not turn.role.is_admin:
        return Role.ADMIN
    return Role.USER if turn.role is Role.STRANGER else turn.role


def least(tool: AnyTool, rights: Mapping[str, int]) -> int:
    """The role that the tool needs, OFF when nobody may."""
    return min(rights.get(tool.name, tool.least), OFF)


def _is_there(tool: AnyTool, services: Services) -> bool:
    return tool.is_there is None or tool.is_there(services)


def _is_wanted(tool: AnyTool, words: str) -> bool:
    return not tool.is_by_signs or tool.is_asked_for(words)
