"""Whoever saves a rule for a webhook learns, once and in private, the secret that its calls are signed with."""

from core.ids import endpoint_of
from forwarding.notices import Notices
from forwarding.rules import Rule
from forwarding.transports.webhooks import shown_secret
from storage.endpoints import Endpoints
from storage.outbox import Outbox


class HookSecrets:
    """Listens to the rule book."""

    def __init__(self, endpoints: Endpoints, outbox: Outbox, notices: Notices) -> None:
        self._endpoints = endpoints
        self._outbox = outbox
        self._notices = notices

    async def tell(self, rule: Rule) -> None:
        for chat in sorted(rule.destination_chats):
            id = endpoint_of(chat)
            hook = await self._endpoints.get(id) if id is not None else None
            if hook is not None:
                await self._outbox.enqueue(await self._notices.hook_secret(rule, chat, shown_secret(hook)))
