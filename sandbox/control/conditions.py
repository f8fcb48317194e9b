"""The conditions of the world (time, limits, faults) and its memory (snapshot, load, reset)."""

import re
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter

from sandbox.bot_api.feed import Feed
from sandbox.control import bodies
from sandbox.events import WorldReplaced
from sandbox.faults import Fault
from sandbox.model import Json
from sandbox.refusals import WorldError
from sandbox.seed import seed
from sandbox.snapshot import LEAP, load, save
from sandbox.world import World


def begin_anew(world: World, feed: Feed) -> None:
    """The seeded world. What was posted before the bot came is no news to it; where it is a member is."""
    seed(world)
    feed.forget(but="my_chat_member")


class Conditions:
    def __init__(self, world: World, feed: Feed, folder: Path | None) -> None:
        self._world = world
        self._feed = feed
        self._folder = folder

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/control", tags=["conditions"])
        router.add_api_route("/clock", self.clock, methods=["GET"])
        router.add_api_route("/clock", self.set_clock, methods=["POST"])
        router.add_api_route("/limits", self.limits, methods=["GET"])
        router.add_api_route("/limits", self.set_limits, methods=["POST"])
        router.add_api_route("/faults", self.faults, methods=["GET"])
        router.add_api_route("/faults", self.add_fault, methods=["POST"])
        router.add_api_route("/faults", self.clear_faults, methods=["DELETE"])
        router.add_api_route("/snapshot", self.save, methods=["POST"])
        router.add_api_route("/load", self.load, methods=["POST"])
        router.add_api_route("/reset", self.reset, methods=["POST"])
        return router

    async def clock(self) -> Json:
        return {"now": self._world.clock.now().isoformat(), "offset": self._world.clock.offset}

    async def set_clock(self, body: bodies.ClockChange) -> Json:
        if body.reset:
            self._world.clock.reset()
        if body.at:
            try:
                at = datetime.fromisoformat(body.at)
            except ValueError:
                raise WorldError("BAD_REQUEST", reason="at must be ISO 8601") from None
            self._world.clock.set(at)
        self._world.clock.move(body.move)
        return await self.clock()

    async def limits(self) -> Json:
        limits = self._world.limits
        speeds = {name: getattr(limits, name) for name in ("overall", "per_chat", "per_group", "per_draft_chat")}
        return {"is_on": limits.is_on} | speeds

    async def set_limits(self, body: bodies.LimitsChange) -> Json:
        for name, value in body.model_dump(exclude_none=True).items():
            setattr(self._world.limits, name, value)
        self._world.limits.reset()
        return await self.limits()

    async def faults(self) -> list[Json]:
        """Those not used up yet."""
        return [{"kind": each.kind, "method": each.method, "times": each.times} for each in self._world.faults.waiting]

    async def add_fault(self, body: bodies.FaultIn) -> list[Json]:
        self._world.faults.add(Fault(**body.model_dump()))
        return await self.faults()

    async def clear_faults(self) -> Json:
        self._world.faults.clear()
        return {}

    async def save(self, body: bodies.FileName) -> Json:
        path = self._path(body.name)
        save(self._world, path, {"bot_api": self._feed.state()})
        return {"saved": body.name}

    async def load(self, body: bodies.FileName) -> Json:
        path = self._path(body.name)
        if not path.exists():
            raise WorldError("BAD_REQUEST", reason="there is no such snapshot")
        self._clear()
        self._feed.restore(load(self._world, path)["bot_api"], LEAP)
        self._world.emit(WorldReplaced())
        return {"loaded": body.name}

    async def reset(self, body: bodies.Reset) -> Json:
        self._clear()
        if body.is_seeded:
            begin_anew(self._world, self._feed)
        self._world.emit(WorldReplaced())
        return {}

    def _clear(self) -> None:
        self._world.wipe()
        self._world.faults.clear()
        self._world.limits.reset()
        self._feed.forget()

    def _path(self, name: str) -> Path:
        if self._folder is None or not re.fullmatch(r"[\w-]{1,64}", name):
            raise WorldError("BAD_REQUEST", reason="snapshots need a sandbox with a folder and a plain name")
        return self._folder / "snapshots" / f"{name}.json"
