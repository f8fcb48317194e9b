"""Webhooks: each delivery is a signed POST of JSON, which names itself so that a repeat can be told."""

import asyncio
import base64
import hashlib
import hmac
import json
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from core.clock import Clock, SystemClock
from core.errors import DeliveryRejected, RetryLater, Unavailable, UserError
from core.ids import endpoint_of
from core.web import client, request_to, resolve
from forwarding.outgoing import CallHook
from forwarding.post import Media
from forwarding.transports.protocol import Address, DeliveryUncertain
from storage.endpoints import Endpoint, Endpoints

SCHEME = "hook:"
ANSWER_SECONDS = 10.0
LONGEST_WAIT = 3600.0
"""What a server may ask us to wait, in seconds."""
BUSY_SECONDS = 30.0
"""How long it rests when it does not say."""
HEADERS = {"Content-Type": "application/json", "User-Agent": "telegram-ai-platform"}


class Webhooks:
    """Calls them; the signature is that of standardwebhooks.com, for which every language has a library."""

    def __init__(self, endpoints: Endpoints, allowed: frozenset[str], clock: Clock | None = None) -> None:
        """`allowed` are private hosts, with or without a port."""
        self._endpoints = endpoints
        self._allowed = allowed
        self._clock = clock or SystemClock()

    async def open(self, reference: str) -> Endpoint:
        """The webhook at `hook:` and an address; nothing is sent there before a rule has a post.

        Raises:
            UserError: no web address, or one inside of a private network that the operator did not allow.
            Unavailable: the name is not known.
        """
        url = reference.strip()[len(SCHEME) :].strip()
        found = await resolve(url, self._allowed)
        return await self._endpoints.open("webhook", url, found.host)

    async def call(self, address: Address, call: CallHook) -> None:
        """
        Raises:
            RetryLater, Unavailable: not taken, try again.
            DeliveryUncertain: it may have been taken; the same again is known by its id.
            DeliveryRejected: refused for good; `is_gone`: the whole webhook is.
        """
        id = endpoint_of(address.chat)
        hook = await self._endpoints.get(id) if id is not None else None
        if hook is None:
            raise DeliveryRejected("there is no such webhook", is_gone=True)
        self._judge(await self._post(hook, address.key, _body(address.key, call)))

    async def _post(self, hook: Endpoint, key: str, body: bytes) -> httpx.Response:
        headers = {**HEADERS, **signed(hook.secret, key, self._clock.now(), body)}
        try:
            async with asyncio.timeout(ANSWER_SECONDS), client(ANSWER_SECONDS, {}) as asking:
                where = await resolve(hook.url, self._allowed)
                request = request_to(where, asking, "POST", hook.url, headers=headers, content=body)
                response = await asking.send(request, stream=True)
                await response.aclose()
                return response
        except UserError as error:
            raise DeliveryRejected("the address leads into a private network") from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unavailable("error-link-unreachable", host=hook.title) from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise DeliveryUncertain from error

    def _judge(self, response: httpx.Response) -> None:
        status = response.status_code
        if response.is_success:
            return
        if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
            raise RetryLater(seconds_of(response.headers.get("retry-after", ""), self._clock.now()))
        if response.is_server_error or status in (httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY):
            raise Unavailable("error-link-refused", host=response.url.host, status=status)
        raise DeliveryRejected(f"HTTP {status} {response.reason_phrase}", is_gone=status == httpx.codes.GONE)


def signed(secret: bytes, key: str, moment: datetime, body: bytes) -> dict[str, str]:
    """The headers by which the receiver knows the sender, the moment, and a repeat."""
    id = f"msg_{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    timestamp = str(int(moment.timestamp()))
    signature = hmac.digest(secret, b".".join((id.encode(), timestamp.encode(), body)), "sha256")
    return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }


def shown_secret(hook: Endpoint) -> str:
    """As the libraries of the receiver take it."""
    return f"whsec_{base64.b64encode(hook.secret).decode()}"


def seconds_of(retry_after: str, now: datetime) -> float:
    """How long a server wants us to wait: it says a number of seconds, a date, or nothing."""
    if retry_after.strip().isdecimal():
        seconds = float(retry_after)
    else:
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return BUSY_SECONDS
        seconds = ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds()
    return min(LONGEST_WAIT, max(1.0, seconds))


def _body(key: str, call: CallHook) -> bytes:
    told: dict[str, Any] = {
        "event": call.event,
        "key": key,
        "rule": {"id": call.rule, "name": call.rule_name},
        "source": {"id": call.source, "title": call.source_title},
        "messages": list(call.messages),
        "date": call.date.isoformat(),
        "author": call.author,
        "link": call.link,
        "text": call.text,
        "entities": [{name: value for name, value in asdict(each).items() if value != ""} for each in call.entities],
        "media": [_media(each) for each in call.media],
        "reply_to": call.reply_to,
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _media(media: Media) -> dict[str, Any]:
    """Without the id by which only this bot gets the file."""
    return {
        "kind": media.kind,
        "file_name": media.file_name,
        "mime_type": media.mime_type,
        "size": media.size,
        "duration": media.duration,
    }
