"""What follows when a post may go on, whoever said so: the filters of a rule, or a person who reviewed it."""

from forwarding.draft import Draft
from forwarding.notices import Notices
from forwarding.outgoing import Via
from forwarding.routing import copy_deliveries
from forwarding.rules import Rule, RuleBook
from storage.outbox import Delivery


class Passing:
    """The one way from a draft to its deliveries."""

    def __init__(self, rulebook: RuleBook, notices: Notices) -> None:
        self._rulebook = rulebook
        self._notices = notices

    async def deliveries(self, rule: Rule, draft: Draft, via: Via) -> list[Delivery]:
        """To be enqueued in the transaction that records that it passed."""
        note = await self._notices.card_note(rule, draft.album)
        return copy_deliveries(rule, draft, via, chats=self._rulebook.addresses(), card_note=note)
