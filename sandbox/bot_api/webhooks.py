"""Webhooks: updates are posted one by one to the bot's address, with its secret, again and again until it says 2xx."""

import asyncio
import re
from urllib.parse import urlsplit

import httpx
import structlog

from core.tasks import Supervisor
from sandbox.bot_api.call import Call
from sandbox.bot_api.queues import UpdateQueue, Webhook
from sandbox.clock import WorldClock
from sandbox.model import Json
from sandbox.refusals import WorldError

log = structlog.get_logger(__name__)
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between attempts; the last one repeats."""
TIMEOUT = 30.0
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class Webhooks:
    def __init__(self, tasks: Supervisor, clock: WorldClock) -> None:
        self._tasks = tasks
        self._clock = clock
        self._running: dict[int, asyncio.Task[None]] = {}

    def set(self, call: Call, queue: UpdateQueue) -> bool:
        """setWebhook; an empty address takes it away."""
        url = call.text("url")
        if not url:
            return self.delete(call, queue)
        if not _is_near(url):
            raise WorldError("BAD_REQUEST", reason="bad webhook: the sandbox delivers to this machine only")
        secret = call.text("secret_token")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise WorldError("BAD_REQUEST", reason="secret token contains unallowed characters")
        queue.webhook = Webhook(url, secret, call.integer("max_connections", 40))
        queue.allow(
            [str(each) for each in call.sequence("allowed_updates")] if "allowed_updates" in call.params else None
        )
        if call.flag("drop_pending_updates"):
            queue.updates.clear()
        queue.wake()
        self.start(call.bot.id, queue)
        return True

    def delete(self, call: Call, queue: UpdateQueue) -> bool:
        queue.webhook = None
        if call.flag("drop_pending_updates"):
            queue.updates.clear()
        queue.wake()
        task = self._running.pop(call.bot.id, None)
        if task is not None:
            task.cancel()
        return True

    def start(self, bot: int, queue: UpdateQueue) -> None:
        if bot not in self._running or self._running[bot].done():
            self._running[bot] = self._tasks.spawn(self._deliver(queue), name=f"webhook-{bot}")

    async def _deliver(self, queue: UpdateQueue) -> None:
        failures = 0
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
            while queue.webhook is not None:
                if not queue.updates:
                    queue.arrived.clear()
                    await queue.arrived.wait()
                    continue
                update = queue.updates[0]
                if await self._post(client, queue.webhook, update):
                    queue.confirm(update["update_id"] + 1)
                    failures = 0
                else:
                    await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                    failures += 1

    async def _post(self, client: httpx.AsyncClient, webhook: Webhook, update: Json) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        try:
            answer = await client.post(webhook.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            return self._failed(webhook, f"Connection failed: {type(error).__name__}")
        if not answer.is_success:
            reason = f"{answer.status_code} {answer.reason_phrase}"
            return self._failed(webhook, f"Wrong response from the webhook: {reason}")
        return True

    def _failed(self, webhook: Webhook, why: str) -> bool:
        webhook.last_error, webhook.last_error_date = why, int(self._clock.time())
        return False


def _is_near(url: str) -> bool:
    """An address on this machine, since nothing else is reached from here."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and parts.hostname in _THIS_MACHINE and parts.port != 0
    except ValueError:
        return False


def webhook_info(queue: UpdateQueue) -> Json:
    webhook = queue.webhook
    info: Json = {
        "url": webhook.url if webhook is not None else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.updates),
    }
    if webhook is not None:
        info |= {"max_connections": webhook.max_connections, "ip_address": "127.0.0.1"}
        if webhook.last_error:
            info |= {"last_error_message": webhook.last_error, "last_error_date": webhook.last_error_date}
    if queue.allowed_given is not None:
        info["allowed_updates"] = queue.allowed_given
    return info
