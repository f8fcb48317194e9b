"""From a post to the outbox: store, let albums settle, ask the rules, filter, enqueue."""

from forwarding.outgoing import Via
from forwarding.post import Post


class Forwarder:
    """Takes each post of every source once, in the order of their ids."""

    async def accept(self, post: Post, via: Via = "bot") -> None:
        """Store the post and route it as soon as its album has settled; seeing it again changes nothing."""
        raise NotImplementedError

    async def accept_edit(self, post: Post, via: Via = "bot") -> None:
        """Let the copies of the post follow its new text."""
        raise NotImplementedError
