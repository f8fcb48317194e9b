"""One story, one copy: a post that says nearly the same as an earlier one is named under the copy of that one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from core.errors import Unavailable
from forwarding.addresses import linked_posts
from forwarding.drafting import DraftFailed, Drafting
from forwarding.notices import link_of
from forwarding.outgoing import EditCopy, Via
from forwarding.post import Album
from forwarding.post_filter import Candidate
from forwarding.program import Judgement
from forwarding.program import Seen as Asked
from forwarding.routing import album_of, delivery_key, each_destination, has_thumbs
from forwarding.rules import Rule, RuleBook
from forwarding.scopes import keys_of, shown, sighting_of
from forwarding.seen import Found, Seen
from storage.histories import Histories
from storage.outbox import Delivery
from storage.posts import Posts, StoredPost
from storage.stories import Retelling, Stories

NAME = "stories"


class Storylines:
    """Of rules that ask for it. What is protected, or came to nothing, tells no story that others could join."""

    def __init__(
        self,
        seen: Seen | None,
        stories: Stories,
        posts: Posts,
        histories: Histories,
        *,
        drafting: Drafting,
        rulebook: RuleBook,
    ) -> None:
        self._seen = seen
        self._stories = stories
        self._posts = posts
        self._histories = histories
        self._drafting = drafting
        self._rulebook = rulebook

    async def join(
        self, rule: Rule, album: Album, judgement: Judgement, moment: datetime
    ) -> tuple[Judgement, list[Delivery]] | None:
        """What the rule says of a post that only tells again, and what follows for the copy; None of a new story.

        Raises:
            Unavailable: nobody remembers what was seen.
        """
        if rule.spec.stories is None or album.is_protected:
            return None
        found = await self._before(rule, album, moment, rule.spec.stories.hours)
        parts = await self._first(rule, found) if found else None
        if found is None or parts is None:
            return None
        head, first = album.first, (parts[0].source, parts[0].message)
        retelling = Retelling(rule.id, head.source, head.message, first, rule.title(head.source), link_of(rule, album))
        await self._stories.add(retelling)
        told = Asked(len(judgement.seen), NAME, "drop", shown(found))
        edits = await self._edits(rule, parts, f"{head.source}:{head.message}")
        return Judgement("drop", (*judgement.seen, told)), edits

    async def _before(self, rule: Rule, album: Album, moment: datetime, hours: int) -> Found | None:
        if self._seen is None:
            raise Unavailable
        fresh = sighting_of(Candidate(album, moment), f"story:rule:{rule.id}")
        return await self._seen.before(fresh, keys_of(album), timedelta(hours=hours))

    async def _first(self, rule: Rule, found: Found) -> Sequence[StoredPost] | None:
        """All parts of the post whose copy tells the story; None where there is no such copy and will be none."""
        known = await self._stories.get(rule.id, *found.key)
        post = await self._posts.get(*(known.first if known else found.key))
        if post is None or (post.is_deleted and rule.spec.deletions != "ignore"):
            return None
        decisions = await self._posts.decisions(post.source, post.message)
        if any(each.rule == rule.id and each.verdict == "drop" for each in decisions):
            return None
        parts = await self._posts.album(post.source, post.album) if post.album else [post]
        return None if album_of(parts).is_protected else parts

    async def _edits(self, rule: Rule, parts: Sequence[StoredPost], what: str) -> list[Delivery]:
        """None before its copy was made ready: that one will name them all."""
        album = album_of(parts)
        first = album.first
        keys = [delivery_key(rule.id, first.source, first.message, to) for to in rule.spec.destinations]
        if not await self._histories.sends(keys):
            return []
        try:
            draft = await self._drafting.draft(rule, album)
        except DraftFailed:
            return []
        edit = EditCopy(
            first.source,
            first.message,
            draft.text,
            draft.entities,
            buttons=draft.buttons,
            has_votes=has_thumbs(rule, album),
            has_preview=draft.has_preview,
            links=linked_posts(draft.styled, draft.buttons, self._rulebook.addresses()),
            via=cast(Via, parts[0].via),
        )
        return [] if draft.is_original else each_destination(rule, first, f"edit:story:{what}", edit)
