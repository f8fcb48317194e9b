"""Look at what happened: transcripts, drafts, the journal of events, and waiting for the next one."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query

from sandbox.control.journal import Journal, shown
from sandbox.model import Json
from sandbox.world import World


class Looking:
    def __init__(self, world: World, journal: Journal) -> None:
        self._world = world
        self._journal = journal

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/control", tags=["look"])
        router.add_api_route("/transcript", self.transcript, methods=["GET"])
        router.add_api_route("/drafts", self.drafts, methods=["GET"])
        router.add_api_route("/wait", self.wait, methods=["GET"])
        return router

    async def transcript(self, chat: str, viewer: int, after: int = 0) -> Json:
        """The messages of a chat as `viewer` sees them, those numbered above `after`, oldest first."""
        found = self._world.chat_named(chat, self._world.account(viewer).id)
        messages = [each for each in self._world.messages_of(found, viewer) if each.id_for(viewer) > after]
        return {"messages": [shown(self._world, each, viewer) for each in messages], "journal": self._journal.last}

    async def drafts(self, chat: str, viewer: int) -> list[Json]:
        found = self._world.chat_named(chat, viewer)
        return [
            {
                "bot": each.bot,
                "draft_id": each.draft_id,
                "text": each.content.text,
                "topic": each.topic,
                "can_stop": each.can_stop,
            }
            for each in self._world.dialogue.drafts_in(found)
        ]

    async def wait(
        self,
        *,
        after: int | None = None,
        chat: str = "",
        viewer: int = 0,
        kind: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
        by: int = 0,
        contains: str = "",
        count: int = 1,
        timeout: Annotated[float, Query(ge=0, le=120)] = 10.0,  # noqa: ASYNC109 - the query's name
    ) -> Json:
        """Entries of the journal above `after` (default: from now on) that match; waits until `count` are there."""
        key = self._world.chat_named(chat, viewer).key if chat else ""
        matches = _matcher(key, set(kind), by, contains)
        start = self._journal.last if after is None else after
        found = await self._journal.wait(start, matches, count, timeout)
        return {"is_met": len(found) >= count, "events": found, "last": self._journal.last}


def _matcher(key: str, kinds: set[str], by: int, contains: str) -> Callable[[Json], bool]:
    def matches(entry: Json) -> bool:
        message = entry.get("message", {})
        text = str(message.get("text") or message.get("caption") or entry.get("text") or "")
        author = message.get("author") or entry.get("account") or entry.get("bot")
        return (
            (not key or entry.get("chat_key") == key)
            and (not kinds or entry["kind"] in kinds)
            and (not by or author == by)
            and contains in text
        )

    return matches
