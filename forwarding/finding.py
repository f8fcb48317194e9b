"""Finds a copy that arrived without a word about it: what stands in the destination, beside what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from core.errors import DeliveryRejected, RetryLater, Unavailable
from core.ids import ChatId, MessageId, TopicId, UserId
from forwarding.draft import CAPTIONED
from forwarding.outgoing import CopyPosts, Via, from_payload
from forwarding.post import Media, Origin, Post
from forwarding.routing import from_stored, read_post
from forwarding.topics import GENERAL
from forwarding.transports.protocol import History
from storage.doubts import Doubts
from storage.links import Links
from storage.outbox import Delivery
from storage.posts import Posts

SLACK = timedelta(minutes=2)
"""Telegram's clock and ours differ."""

Pairs = tuple[tuple[MessageId, MessageId], ...]
"""Original and copy."""


@dataclass(frozen=True, slots=True)
class Looker:
    """Who can look into destinations, and as whom the copies were sent; None where they are the looker's own."""

    history: History
    sender: UserId | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """What a copy is known by."""

    original: MessageId
    texts: frozenset[str]
    """Any of them: the original may have been edited meanwhile."""
    media: Media | None
    origin: Origin | None
    """Of a forward."""
    is_same_file: bool
    """Whether the file's id can be compared."""


class Finder:
    """Says nothing rather than something uncertain: one message fits and no other, and it is nobody's copy yet."""

    def __init__(self, posts: Posts, links: Links, doubts: Doubts, lookers: Mapping[Via, Sequence[Looker]]) -> None:
        self._posts = posts
        self._links = links
        self._doubts = doubts
        self._lookers = lookers

    async def find(self, delivery: Delivery, copy: CopyPosts, *, is_certain: bool) -> Pairs:
        """Empty where it cannot be told. Of an album maybe some parts; `is_certain`: Telegram said that it is there.

        Raises:
            RetryLater, Unavailable: nobody could look.
        """
        parts = await self._parts(copy)
        if not parts or delivery.created_at is None or not self._lookers.get(copy.via):
            return ()
        if not is_certain and await self._is_rivalled(delivery, parts):
            return ()
        since = delivery.created_at - SLACK
        groups = _grouped(await self._recent(delivery.chat, since, copy.via), delivery.topic)
        fitting = [pairs for group in groups for pairs in _matches(parts, group)]
        own = [pairs for pairs in fitting if await self._is_free(delivery.chat, pairs)]
        best = [pairs for pairs in own if len(pairs) == len(parts)] or own
        return best[0] if len(best) == 1 else ()

    async def _recent(self, chat: ChatId, since: datetime, via: Via) -> list[Post]:
        """The first one who can look says it."""
        trouble = None
        for looker in self._lookers[via]:
            if looker.sender is not None and not str(chat).startswith("-100"):
                continue  # in such chats everybody numbers the messages differently
            try:
                return await looker.history.recent(chat, since, looker.sender)
            except DeliveryRejected:
                continue
            except (RetryLater, Unavailable) as error:
                trouble = error
        if trouble is not None:
            raise trouble
        return []

    async def _parts(self, copy: CopyPosts) -> list[_Part]:
        """Empty where a post is no longer kept."""
        parts = []
        for place, message in enumerate(copy.messages):
            stored = await self._posts.get(copy.source, message)
            if stored is None:
                return []
            older = [read_post(each) for each in await self._posts.versions(copy.source, message)]
            parts.append(_part(copy, place, from_stored(stored), older))
        return parts

    async def _is_rivalled(self, delivery: Delivery, parts: Sequence[_Part]) -> bool:
        """Whether another one that may have arrived here looks the same."""
        said = [(part.texts, part.media) for part in parts]
        for other in await self._doubts.others(delivery):
            outgoing = from_payload(other.payload)
            if isinstance(outgoing, CopyPosts):
                theirs = await self._parts(outgoing)
                if not theirs or [(part.texts, part.media) for part in theirs] == said:
                    return True
        return False

    async def _is_free(self, chat: ChatId, pairs: Pairs) -> bool:
        return not any([await self._links.original(chat, copy) for _, copy in pairs])


def _part(copy: CopyPosts, place: int, post: Post, older: Sequence[Post]) -> _Part:
    said = copy.rewrite
    if said is None:
        texts = {post.text, *(each.text for each in older)}
    else:
        is_said = place == 0 and (post.media is None or post.media.kind in CAPTIONED)
        texts = {said.text if is_said else ""}
    is_new = said is not None and int(post.message) in said.pictures
    return _Part(
        post.message,
        frozenset(text.strip() for text in texts),
        Media(post.media.kind) if is_new and post.media is not None else post.media,
        (post.forwarded_from or Origin(post.source, message=post.message)) if copy.is_forward else None,
        copy.via == "account" and not is_new,
    )


def _grouped(posts: Sequence[Post], topic: TopicId | None) -> list[list[Post]]:
    """Albums together."""
    found: dict[str | int, list[Post]] = {}
    for post in posts:
        if (post.topic or GENERAL) == (topic or GENERAL):
            found.setdefault(post.album or post.message, []).append(post)
    return list(found.values())


def _matches(parts: Sequence[_Part], group: Sequence[Post]) -> list[Pairs]:
    """Each way in which the group is the copies of some of the parts in their order; an album's stay an album."""
    if bool(group[0].album) != (len(parts) > 1):
        return []
    return [
        tuple((part.original, post.message) for part, post in zip(chosen, group, strict=True))
        for chosen in combinations(parts, len(group))
        if all(_fits(part, post) for part, post in zip(chosen, group, strict=True))
    ]


def _fits(part: _Part, post: Post) -> bool:
    return post.text.strip() in part.texts and _is_file(part, post.media) and _is_origin(part, post.forwarded_from)


def _is_file(part: _Part, media: Media | None) -> bool:
    wanted = part.media
    if wanted is None or media is None:
        return wanted is None and media is None
    if wanted.kind != media.kind:
        return False
    if part.is_same_file:
        return wanted.unique_id == media.unique_id
    return all(
        mine == theirs or not mine or not theirs
        for mine, theirs in ((wanted.size, media.size), (wanted.duration, media.duration))
    )


def _is_origin(part: _Part, origin: Origin | None) -> bool:
    if part.origin is None or origin is None:
        return part.origin is None and origin is None
    return part.origin.message == origin.message or not (part.origin.message and origin.message)
