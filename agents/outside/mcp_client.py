"""One server of tools, spoken to in the Model Context Protocol: what it offers, and a call."""

from typing import Any

import anyio
import httpx2
from mcp.client.client import Client
from mcp.client.sse import sse_client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent, Tool

from agents.outside.offers import Offer
from core.errors import Unavailable, UserError

PAGES = 5
"""Of a long list of tools."""
_FAILURES = (
    ExceptionGroup,
    httpx2.HTTPError,
    MCPError,
    OSError,
    RuntimeError,
    ValueError,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
)


async def list_offers(server: str, url: str, seconds: float) -> list[Offer]:
    """
    Raises:
        Unavailable: `error-tool-server-unreachable`.
    """
    offers: list[Offer] = []
    try:
        async with _client(url, seconds) as client:
            cursor: str | None = None
            for _ in range(PAGES):
                found = await client.list_tools(cursor=cursor)
                offers += [_offer(server, tool) for tool in found.tools]
                cursor = found.next_cursor
                if not cursor:
                    break
    except _FAILURES as error:
        raise Unavailable("error-tool-server-unreachable", server=server) from error
    return offers


async def call_offer(offer: Offer, url: str, arguments: dict[str, Any], seconds: float) -> str:
    """What the tool answers, as text.

    Raises:
        Unavailable: `error-tool-server-unreachable`.
        UserError: `error-tool-server-refused`, with the server's own words.
    """
    try:
        async with _client(url, seconds) as client:
            result = await _called(client, offer, arguments)
    except _FAILURES as error:
        raise Unavailable("error-tool-server-unreachable", server=offer.server) from error
    if isinstance(result, MCPError):
        raise UserError("error-tool-server-refused", server=offer.server, reason=result.message[:300]) from result
    return _text(result)


async def _called(client: Client, offer: Offer, arguments: dict[str, Any]) -> CallToolResult | MCPError:
    """A refusal is an answer: raised out of the client it would be one failure of a group, as a lost line is."""
    try:
        return await client.call_tool(offer.tool, arguments)
    except MCPError as error:
        return error


def _client(url: str, seconds: float) -> Client:
    """Streamable HTTP; the older SSE where the address ends like it."""
    if url.partition("?")[0].rstrip("/").endswith("/sse"):
        return Client(sse_client(url, timeout=seconds, sse_read_timeout=seconds), read_timeout_seconds=seconds)
    return Client(url, read_timeout_seconds=seconds)


def _offer(server: str, tool: Tool) -> Offer:
    hints = tool.annotations
    reads = bool(hints and hints.read_only_hint)
    return Offer(
        server=server,
        tool=tool.name,
        description=tool.description or tool.title or tool.name,
        schema=tool.input_schema,
        is_reader=reads,
        is_closed=reads and hints is not None and hints.open_world_hint is False,
    )


def _text(result: CallToolResult) -> str:
    texts = [block.text if isinstance(block, TextContent) else f"[{block.type}]" for block in result.content]
    text = "\n".join(texts).strip() or str(result.structured_content or "")
    return f"The tool reports an error: {text}" if result.is_error else text
