"""/tools: who may have which tool called, by buttons; `/tools add <name> <url>` adds a server of tools."""

import re
import zlib
from collections.abc import Mapping

from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from agents.outside.servers import Listed
from agents.runner import AgentRunner
from agents.tool import AnyTool
from agents.toolset import Toolset, least
from core.buttons import Button, Rows, encode
from core.errors import UserError
from core.i18n import Texts
from handlers.command import SlashCommand
from handlers.ui.keyboards import in_rows, markup
from handlers.ui.pages import page_start, short, turning
from handlers.ui.presses import redraw
from storage.tool_rights import OFF, ToolRights
from storage.tool_servers import ToolServer, ToolServers
from storage.users import Role, User

PAGE = 24
CHOICES: Mapping[str, int] = {"user": Role.USER, "admin": Role.ADMIN, "owner": Role.OWNER, "nobody": OFF}
MARKS: Mapping[str, str] = {"user": "🙂", "admin": "⭐", "owner": "👑", "nobody": "⛔"}


async def on_tools(
    message: Message, command: CommandObject, user: User, texts: Texts, runner: AgentRunner, tool_servers: ToolServers
) -> None:
    match (command.args or "").split():
        case ["add", name, url]:
            check_server(name, url)
            await tool_servers.add(name, url, user.id)
            await message.answer(texts("tools-server-added", name=name))
        case ["remove", name]:
            _found(await tool_servers.remove(name), name)
            await message.answer(texts("tools-server-removed", name=name))
        case ["on" | "off" as way, name]:
            _found(await tool_servers.switch(name, is_on=way == "on"), name)
        case [_, *_]:
            raise UserError("usage-tools")
    text, rows = await _overview(user, texts, runner.toolset, 0)
    await message.answer(text, reply_markup=markup(rows))


def check_server(name: str, url: str) -> None:
    """
    Raises:
        UserError: a name that does not fit into names of tools, or no web address.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]{0,19}", name):
        raise UserError("error-tool-server-name")
    if not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", url):
        raise UserError("error-tool-server-address")


def _found(is_there: bool, name: str) -> None:
    if not is_there:
        raise UserError("error-tool-server-unknown", name=name)


async def on_press(
    query: CallbackQuery,
    arguments: tuple[str, ...],
    user: User,
    texts: Texts,
    runner: AgentRunner,
    tool_rights: ToolRights,
) -> None:
    toolset = runner.toolset
    match arguments:
        case ("page", start, _):
            await redraw(query, *await _overview(user, texts, toolset, int(start)))
        case ("tool", tag):
            await redraw(query, *await _screen(await _tool(toolset, tag), user, texts, toolset))
        case ("for", tag, who) if who in CHOICES:
            tool = await _tool(toolset, tag)
            _check_height(user, least(tool, await tool_rights.all()), CHOICES[who])
            await tool_rights.set(tool.name, CHOICES[who])
            await redraw(query, *await _screen(tool, user, texts, toolset))
        case _:
            raise UserError("error-old-button")


def _check_height(user: User, now: int, then: int) -> None:
    """What only the owner may use, only the owner changes; anybody else may switch a tool off."""
    heights = [height for height in (now, then) if height != OFF]
    if any(height > user.role for height in heights):
        raise UserError("error-tool-right-too-high")


async def _tool(toolset: Toolset, tag: str) -> AnyTool:
    found = next((tool for tool in await toolset.all() if tag_of(tool) == tag), None)
    if found is None:
        raise UserError("error-old-button")
    return found


def tag_of(tool: AnyTool) -> str:
    """Short enough for a button, whatever a server calls its tools."""
    return f"{zlib.crc32(tool.name.encode()):08x}"


async def _overview(user: User, texts: Texts, toolset: Toolset, place: int) -> tuple[str, Rows]:
    looked = await toolset.servers()
    tools, rights = await toolset.all(), await toolset.rights()
    start = page_start(place, len(tools), PAGE)
    buttons = [
        Button(f"{MARKS[_who(least(tool, rights))]} {short(tool.name, 28)}", encode("tools", "tool", tag_of(tool)))
        for tool in tools[start : start + PAGE]
    ]
    lines = [_server(server, listed, texts) for server, listed in looked]
    parts = ["\n".join((texts("tools-servers"), *lines))] if lines else []
    parts += [_restraint(toolset, texts), texts("usage-tools"), _legend(texts)]
    parts += [texts("tools-title", count=len(tools))]
    return "\n\n".join(parts), in_rows(buttons, 2) + turning("tools", start, len(tools), PAGE, user.id)


def _legend(texts: Texts) -> str:
    return ", ".join(f"{mark} {texts(f'tools-for-{who}')}" for who, mark in MARKS.items())


def _server(server: ToolServer, listed: Listed | None, texts: Texts) -> str:
    if listed is None:
        return f"⏸ {texts('tools-server-off', name=server.name)}"
    if not listed.is_up:
        return f"❌ {texts('tools-server-down', name=server.name)}"
    return f"✅ {texts('tools-server-up', name=server.name, count=len(listed.offers))}"


def _restraint(toolset: Toolset, texts: Texts) -> str:
    seen = toolset.restraint()
    return texts("tools-restraint", turns=seen.turns, called=seen.called, needless=seen.needless)


async def _screen(tool: AnyTool, user: User, texts: Texts, toolset: Toolset) -> tuple[str, Rows]:
    who = _who(least(tool, await toolset.rights()))
    text = texts("tools-tool", tool=tool.name, about=tool.description, who=texts(f"tools-for-{who}"))
    rows = tuple(
        (Button(f"{MARKS[choice]} {texts(f'tools-for-{choice}')}", encode("tools", "for", tag_of(tool), choice)),)
        for choice in CHOICES
        if choice != who
    )
    return text, (*rows, (Button(texts("button-back"), encode("tools", "page", 0, user.id)),))


def _who(level: int) -> str:
    return next(name for name, height in CHOICES.items() if level <= height)


COMMAND = SlashCommand("tools", on_tools, role=Role.ADMIN, press=on_press)
