"""What is on the web, as the rule book sees it: feeds that can be read, webhooks that can be written to."""

from core.errors import UserError
from core.ids import ChatId, UserId, endpoint_of
from forwarding.transports.feeds.feeds import Feeds
from forwarding.transports.protocol import ChatInfo, Rights
from forwarding.transports.webhooks import SCHEME, Webhooks
from storage.endpoints import Endpoint, Endpoints


class Web:
    """Implements Reader."""

    def __init__(self, endpoints: Endpoints, feeds: Feeds, webhooks: Webhooks) -> None:
        self._endpoints = endpoints
        self._feeds = feeds
        self._webhooks = webhooks

    async def resolve(self, reference: str) -> ChatInfo:
        if reference.strip().lower().startswith(SCHEME):
            return _info(await self._webhooks.open(reference))
        if not reference.strip().removeprefix("-").isdecimal():
            return _info(await self._feeds.open(reference.strip()))
        id = endpoint_of(ChatId(int(reference)))
        known = await self._endpoints.get(id) if id is not None else None
        if known is None:
            raise UserError("error-chat-not-found", chat=reference)
        return _info(known)

    async def rights(self, chat: ChatId, user: UserId | None = None) -> Rights:
        """Nobody on the web knows the people of Telegram: who may make rules at all, may name every address."""
        return Rights(is_member=True, is_admin=True, can_read=True, can_post=True, can_open_topics=True)

    async def watch(self, source: ChatId) -> None:
        if (id := endpoint_of(source)) is not None:
            await self._feeds.watch(id)


def _info(endpoint: Endpoint) -> ChatInfo:
    return ChatInfo(endpoint.chat, endpoint.kind, endpoint.title)
