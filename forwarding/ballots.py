"""The thumbs under copies as they are sent: asked for at the last moment, so that none is old when it arrives."""

from dataclasses import replace
from typing import Protocol

from core.buttons import Rows
from core.ids import ChatId, MessageId
from forwarding.outgoing import CopyPosts, EditCopy, ShowVotes
from forwarding.thumbs import thumb_rows
from forwarding.transports.protocol import Address
from storage.votes import Votes


class Keyboards(Protocol):
    """The bot: nobody else has buttons."""

    async def put_buttons(self, address: Address, message: MessageId, buttons: Rows) -> None:
        """Other buttons under a message of ours; one that has them already, or is gone, is a success."""


class Ballots:
    """Knows how many people gave each thumb."""

    def __init__(self, votes: Votes, keyboards: Keyboards) -> None:
        self._votes = votes
        self._keyboards = keyboards

    def begun(self, posts: CopyPosts) -> CopyPosts:
        """Nobody has voted yet."""
        return replace(posts, under=posts.under + thumb_rows()) if posts.has_votes else posts

    async def kept(self, edit: EditCopy, chat: ChatId, copy: MessageId) -> EditCopy:
        if not edit.has_votes:
            return edit
        return replace(edit, under=edit.under + thumb_rows(*await self._votes.counts(chat, copy)))

    async def show(self, address: Address, shown: ShowVotes) -> None:
        """
        Raises:
            PlatformError: what `Transport` says.
        """
        thumbs = thumb_rows(*await self._votes.counts(address.chat, shown.copy))
        await self._keyboards.put_buttons(address, shown.copy, shown.buttons + thumbs)
