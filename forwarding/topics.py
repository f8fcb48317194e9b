"""Topics that rules name: each is opened when something goes there first, and known by its number from then on."""

import asyncio
from typing import Protocol

from core.ids import ChatId, TopicId
from storage.topics import OpenedTopics

GENERAL = TopicId(1)
GENERAL_NAME = "general"


class TopicOpener(Protocol):
    """Who may open topics."""

    async def open_topic(self, chat: ChatId, name: str) -> TopicId:
        """Raises what sending raises."""


class Topics:
    """By name. Two that are opened at the same moment by two processes leave one that stays empty."""

    def __init__(self, opened: OpenedTopics, opener: TopicOpener) -> None:
        self._opened = opened
        self._opener = opener
        self._locks: dict[tuple[ChatId, str], asyncio.Lock] = {}

    async def number(self, chat: ChatId, name: str) -> TopicId:
        """Opens it if need be."""
        if name.casefold() == GENERAL_NAME:
            return GENERAL
        async with self._locks.setdefault((chat, name), asyncio.Lock()):
            if (known := await self._opened.get(chat, name)) is not None:
                return known
            return await self._opened.add(chat, name, await self._opener.open_topic(chat, name))

    async def forget(self, chat: ChatId, name: str) -> None:
        """It is gone: the next delivery opens it anew."""
        await self._opened.forget(chat, name)
