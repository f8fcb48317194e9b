"""A server's offer as a tool: what reads is called at once, what may change something asks by button first."""

import json
from collections.abc import Awaitable, Callable

from pydantic import BaseModel

from agents.guardrails import quoted
from agents.outside.offers import Offer, arguments_of
from agents.services import Services
from agents.tool import AnyTool, Proposal, Sentence, Tool, ToolContext
from storage.approvals import Approval
from storage.users import Role

SHOWN = 800
ANSWERED = 3000


def served_tool(offer: Offer) -> AnyTool:
    """For admins, until an admin says otherwise."""
    return Tool(
        name=offer.name,
        description=offer.description[:1000],
        arguments=arguments_of(offer),
        run=_run(offer) if offer.is_reader else None,
        propose=None if offer.is_reader else _propose(offer),
        carry_out=None if offer.is_reader else _carry_out(offer),
        least=Role.ADMIN,
        reaches_out=not offer.is_closed,
        brings_foreign_text=True,
        server=offer.server,
    )


def _run(offer: Offer) -> Callable[[BaseModel, ToolContext], Awaitable[str]]:
    async def run(arguments: BaseModel, context: ToolContext) -> str:
        return quoted(await context.services.servers.call(offer, given(arguments)), offer.server)

    return run


def _propose(offer: Offer) -> Callable[[BaseModel, ToolContext], Awaitable[Proposal[BaseModel]]]:
    async def propose(arguments: BaseModel, context: ToolContext) -> Proposal[BaseModel]:
        del context
        shown = json.dumps(given(arguments), ensure_ascii=False, indent=1)[:SHOWN]
        params = {"tool": offer.tool, "server": offer.server, "arguments": shown}
        return Proposal(arguments, params, "approval-server-tool")

    return propose


def _carry_out(offer: Offer) -> Callable[[BaseModel, Approval, Services], Awaitable[Sentence]]:
    async def carry_out(arguments: BaseModel, approval: Approval, services: Services) -> Sentence:
        del approval
        answered = await services.servers.call(offer, given(arguments))
        return Sentence("approval-server-tool-done", {"tool": offer.tool, "answer": answered[:ANSWERED]})

    return carry_out


def given(arguments: BaseModel) -> dict[str, object]:
    """What the model named, under the names of the server."""
    return arguments.model_dump(mode="json", by_alias=True, exclude_unset=True)
