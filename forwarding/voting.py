"""What readers say of copies with their thumbs, and what the rules learn from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from core.buttons import Rows
from core.ids import ChatId, MessageId, UpdateId, UserId
from forwarding.outgoing import ShowVotes, to_payload
from forwarding.post_filter import text_of
from forwarding.relevance import learn
from forwarding.routing import album_of
from forwarding.rules import RuleBook
from storage.deliveries import Delivery
from storage.links import Links, MessageLink
from storage.posts import Posts, StoredPost
from storage.relevance import Lessons
from storage.votes import Press, Votes

Said = Literal["up", "down", "back", "over"]
"""What became of a thumb; `over` of one under a copy where nobody votes any more."""

_SAID: dict[int, Said] = {1: "up", -1: "down", 0: "back"}


@dataclass(frozen=True, slots=True)
class Copy:
    """Where somebody votes; `others` are the buttons beside the thumbs, None where nobody knows them."""

    chat: ChatId
    message: MessageId
    others: Rows | None = None


class Voting:
    """Everybody who reads a copy may vote, once; whoever gives the same thumb again takes it back."""

    def __init__(self, votes: Votes, posts: Posts, links: Links, rulebook: RuleBook) -> None:
        self._votes = votes
        self._posts = posts
        self._links = links
        self._rulebook = rulebook

    async def press(self, copy: Copy, person: UserId, thumb: int, update: UpdateId) -> Said:
        """A thumb, by a button under the copy."""
        link = await self._voted(copy)
        if link is None:
            return "over"
        return await self._cast(link, copy, Press(link.rule, copy.chat, copy.message, person, update, _toggled(thumb)))

    async def react(self, copy: Copy, person: UserId, thumb: int, update: UpdateId) -> bool:
        """A reaction to a part of an album, which has no buttons; False where nobody votes by reactions."""
        link = await self._voted(copy)
        post = await self._posts.get(link.source, link.message) if link else None
        if link is None or post is None or not post.album:
            return False
        head = (await self._posts.album(post.source, post.album))[0]
        first = await self._links.find(link.rule, head.source, head.message, link.chat, link.topic) or link
        await self._cast(first, copy, Press(first.rule, copy.chat, first.copy, person, update, lambda _: thumb))
        return True

    async def _voted(self, copy: Copy) -> MessageLink | None:
        """What the copy was made of, while its rule lets people vote."""
        link = await self._links.original(copy.chat, copy.message)
        rule = await self._rulebook.get(link.rule) if link else None
        return link if rule is not None and rule.spec.votes else None

    async def _cast(self, link: MessageLink, copy: Copy, press: Press) -> Said:
        post = await self._posts.get(link.source, link.message)
        text = await self._text(post) if post is not None else ""
        taught = partial(_taught, text=text) if text else None
        shown = None if copy.others is None else partial(_shown, copy.chat, copy.message, copy.others)
        return _SAID[await self._votes.cast(press, taught, shown)]

    async def _text(self, post: StoredPost) -> str:
        """As the filters see it."""
        whole = await self._posts.album(post.source, post.album) if post.album else [post]
        return text_of(album_of(whole))


def _toggled(thumb: int) -> Callable[[int], int]:
    return lambda before: 0 if before == thumb else thumb


def _taught(lessons: Lessons, is_up: bool, *, text: str) -> Lessons:
    return learn(lessons, text, is_up)


def _shown(chat: ChatId, copy: MessageId, others: Rows, moment: datetime) -> Delivery:
    return Delivery(
        key=f"votes:{chat}:{copy}:{moment:%Y%m%dT%H%M%S.%f}",
        chat=chat,
        payload=to_payload(ShowVotes(copy, others)),
        lane=f"votes:{chat}:{copy}",
        not_before=moment,
    )
