"""Rows of what admins set for everybody: personas of their own, rights of tools, servers of tools."""

from datetime import datetime

from sqlalchemy import true
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.orm import Base


class PersonaRow(Base):
    """A persona that an admin wrote."""

    __tablename__ = "personas"

    name: Mapped[str] = mapped_column(primary_key=True)
    prompt: Mapped[str]
    author: Mapped[int]
    created_at: Mapped[datetime]


class ToolRightRow(Base):
    """The least role that may have a tool called; without a row the tool's own."""

    __tablename__ = "tool_rights"

    tool: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[int]


class ToolServerRow(Base):
    """An MCP server that an admin added."""

    __tablename__ = "tool_servers"

    name: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    is_on: Mapped[bool] = mapped_column(server_default=true())
    author: Mapped[int]
    created_at: Mapped[datetime]
