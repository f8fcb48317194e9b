"""The HTTP face: `/bot<token>/<method>` and `/file/bot<token>/<path>`, with Telegram's envelope and refusals."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

from starlette.types import Receive, Scope, Send

from core.tasks import Supervisor
from sandbox.bot_api.call import Call
from sandbox.bot_api.feed import Feed
from sandbox.bot_api.file_ids import stored_at
from sandbox.bot_api.methods import METHODS
from sandbox.bot_api.queues import PollConflictError, UpdateQueue
from sandbox.bot_api.requests import parsed
from sandbox.bot_api.webhooks import Webhooks, webhook_info
from sandbox.events import FaultMet
from sandbox.faults import Fault
from sandbox.model import Account, Json
from sandbox.refusals import WorldError
from sandbox.world import World

LONGEST_POLL = 50
_UPDATE_METHODS = frozenset({"getupdates", "setwebhook", "deletewebhook", "getwebhookinfo"})


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        self.code = code
        self.description = description
        self.parameters = parameters or {}
        super().__init__(description)


class BotApi:
    """An ASGI application for the paths that `owns` names."""

    def __init__(self, world: World, tasks: Supervisor) -> None:
        self._world = world
        self.feed = Feed(world)
        self._webhooks = Webhooks(tasks, world.clock)

    def resume_webhooks(self) -> None:
        """Deliver again to the addresses that a loaded world knows."""
        for bot, queue in self.feed.queues.items():
            if queue.webhook is not None:
                self._webhooks.start(bot, queue)

    @staticmethod
    def owns(path: str) -> bool:
        return path.startswith(("/bot", "/file/bot"))

    def close(self) -> None:
        """Let waiting pollers go."""
        for queue in self.feed.queues.values():
            queue.wake()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = unquote(scope["path"])
        if path.startswith("/file/bot"):
            await self._download(path.removeprefix("/file/bot"), send)
            return
        token, _, method = path.removeprefix("/bot").partition("/")
        try:
            call = await self._call(token, method, scope, receive)
            fault = self._world.faults.take(call.bot.id, call.method)
            if fault is not None:
                self._world.emit(FaultMet(call.method))
            result = await self._run(call, fault)
            if fault is not None and fault.kind == "delay_after":
                await asyncio.sleep(fault.seconds)
            if fault is not None and fault.kind.startswith("cut"):
                await _cut(send)
                return
        except Refused as refusal:
            await _refuse(send, refusal)
        except WorldError as error:
            await _refuse(send, Refused(error.code, error.description, _shown(error)))
        else:
            await _answer(send, 200, {"ok": True, "result": result})

    async def _call(self, token: str, method: str, scope: Scope, receive: Receive) -> Call:
        bot = self._bot(token)
        name = method.lower()
        if name not in METHODS and name not in _UPDATE_METHODS:
            raise Refused(404, "Not Found")
        params, uploads = await parsed(scope, receive)
        return Call(self._world, bot, method, params, uploads)

    def _bot(self, token: str) -> Account:
        bot = self._world.bot_by_token(token)
        if bot is None:
            raise Refused(401, "Unauthorized")
        return bot

    async def _run(self, call: Call, fault: Fault | None) -> Any:
        if fault is not None:
            if fault.kind == "flood":
                raise WorldError("FLOOD", retry_after=fault.retry_after)
            if fault.kind == "error":
                raise Refused(fault.code, fault.description)
            if fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
            if fault.kind == "cut_before":
                return None
        name = call.method.lower()
        if name in _UPDATE_METHODS:
            return await self._updates(name, call)
        return METHODS[name](call)

    async def _updates(self, name: str, call: Call) -> Any:
        queue = self.feed.queue(call.bot.id)
        if name == "setwebhook":
            return self._webhooks.set(call, queue)
        if name == "deletewebhook":
            return self._webhooks.delete(call, queue)
        if name == "getwebhookinfo":
            return webhook_info(queue)
        return await self._poll(call, queue)

    async def _poll(self, call: Call, queue: UpdateQueue) -> list[Json]:
        if queue.webhook is not None:
            reason = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
            raise Refused(409, f"Conflict: {reason}")
        if "allowed_updates" in call.params:
            queue.allow([str(each) for each in call.sequence("allowed_updates")])
        limit = min(max(call.integer("limit", 100), 1), 100)
        timeout = min(call.integer("timeout"), LONGEST_POLL)
        try:
            return await queue.poll(call.integer("offset"), limit, timeout)
        except PollConflictError:
            reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise Refused(409, f"Conflict: {reason}") from None

    async def _download(self, rest: str, send: Send) -> None:
        token, _, path = rest.partition("/")
        number = stored_at(path)
        if self._world.bot_by_token(token) is None:
            await _refuse(send, Refused(401, "Unauthorized"))
        elif number not in self._world.files:
            await _refuse(send, Refused(404, "Not Found"))
        else:
            await _send(send, 200, self._world.files_kept.read(number), b"application/octet-stream")


def _shown(error: WorldError) -> Json:
    return {key: value for key, value in error.parameters.items() if key in ("retry_after", "migrate_to_chat_id")}


async def _refuse(send: Send, refusal: Refused) -> None:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    await _answer(send, refusal.code, body)


async def _answer(send: Send, status: int, body: Json) -> None:
    await _send(send, status, json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), b"application/json")


async def _send(send: Send, status: int, body: bytes, kind: bytes) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _cut(send: Send) -> None:
    """Begin an answer and end without it: the server closes the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
