"""What becomes of copies when their originals are edited or deleted, by the policy of each rule."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from core.buttons import Rows
from core.ids import ChatId, MessageId, RuleId
from forwarding.addresses import linked_posts
from forwarding.draft import Draft
from forwarding.drafting import DraftFailed, Drafting
from forwarding.notices import Notices
from forwarding.outgoing import DeleteCopy, EditCopy, SendText, Via
from forwarding.post import Album, Media, Post
from forwarding.previews import Previews, asked
from forwarding.revisions import MOST_VERSIONS, struck, wholly_struck, with_versions
from forwarding.routing import album_of, each_destination, from_stored, has_thumbs, is_rewritten, read_post
from forwarding.rules import Rule, RuleBook
from forwarding.styled import NOTHING, Styled
from storage.outbox import Delivery
from storage.posts import Posts, StoredPost
from storage.reviews import Review, Reviews, Settlement


@dataclass(frozen=True, slots=True)
class _Said:
    """What a copy says at each version of its original, oldest first, and which part of an album's copy says it."""

    part: MessageId
    texts: Sequence[Styled]
    now: Draft
    chats: Mapping[str, ChatId]


class Following:
    """Copies of what a rule passed on, and what reviewers look at.

    What a rule dropped stays dropped, and a forward cannot be edited.
    """

    def __init__(
        self,
        posts: Posts,
        rulebook: RuleBook,
        drafting: Drafting,
        notices: Notices,
        *,
        reviews: Reviews,
        previews: Previews,
    ) -> None:
        self._posts = posts
        self._rulebook = rulebook
        self._drafting = drafting
        self._notices = notices
        self._reviews = reviews
        self._previews = previews

    async def edits(self, known: StoredPost, fresh: StoredPost) -> list[Delivery]:
        rules = [rule for rule in await self._passed(known) if rule.spec.edits != "ignore" and rule.spec.mode == "copy"]
        whole = await self._whole(known)
        reviewed = await self._reviewed(known, whole)
        is_protected = whole.is_protected or from_stored(fresh).is_protected  # a card says nothing that could change
        if is_protected or not (rules or reviewed):
            return []
        older = await self._posts.versions(known.source, known.message)
        posts = [*map(read_post, older[-MOST_VERSIONS + 1 :]), from_stored(known), from_stored(fresh)]
        edits = [await self._edit(rule, whole, posts, fresh) for rule in rules]
        edits += [await self._preview(rule, review, whole, posts, fresh) for rule, review in reviewed]
        return [delivery for deliveries in edits for delivery in deliveries]

    async def deletions(self, post: StoredPost) -> list[Delivery]:
        whole = await self._whole(post)
        rules = [rule for rule in await self._passed(post) if rule.spec.deletions != "ignore"]
        if not from_stored(post).is_protected:  # of that one a card was shown
            reviewed = await self._reviewed(post, whole)
            rules += [asked(rule, review) for rule, review in reviewed if rule.spec.deletions != "ignore"]
        return [delivery for rule in rules for delivery in await self._delete(rule, whole, from_stored(post), post.via)]

    async def undecided(self, post: StoredPost) -> list[Review]:
        """What reviewers have before them of it."""
        return [review for _, review in await self._reviewed(post, await self._whole(post))]

    async def withdrawals(self, gone: Sequence[StoredPost]) -> list[Settlement]:
        """Of posts that are deleted before anybody said something: who cares for that is not asked any more."""
        messages = {post.message for post in gone}
        found: dict[tuple[RuleId, MessageId], Settlement] = {}
        for post in gone:
            for rule, review in await self._reviewed(post, await self._whole(post)):
                left = [each for each in review.messages if each not in messages and await self._is_there(post, each)]
                if rule.spec.deletions != "ignore" and not left:
                    told = await self._previews.withdrawn(rule, review)
                    found[review.rule, review.message] = Settlement(review, "withdrawn", [told])
        return list(found.values())

    async def _preview(
        self, rule: Rule, review: Review, whole: Album, posts: Sequence[Post], fresh: StoredPost
    ) -> list[Delivery]:
        """The draft that reviewers look at; one that cannot be edited comes once more."""
        if rule.spec.mode == "copy":
            under = await self._previews.under(rule, review, whole)
            return await self._edit(asked(rule, review), whole, posts, fresh, under)
        draft = await self._drafting.draft(rule, _with_part(whole, posts[-1]))
        return await self._previews.show(rule, review, draft, f":{fresh.version}")

    async def _edit(
        self, rule: Rule, whole: Album, posts: Sequence[Post], fresh: StoredPost, under: Rows = ()
    ) -> list[Delivery]:
        policy = rule.spec.edits
        shown = posts[-2:] if policy == "follow" else posts
        try:
            said = await self._said(
                rule, [_with_part(whole, replace(post, media=posts[-1].media)) for post in shown], fresh.message
            )
        except DraftFailed as error:
            return [await self._notices.not_followed(rule, whole, fresh.version, error.reason)]
        titles = await self._notices.moments(rule, [post.edited or post.date for post in shown])
        text = await asyncio.to_thread(_revised, policy, said, titles)
        media, via = _exchanged(*posts[-2:]), cast(Via, fresh.via)
        picture = said.now.pictures.get(fresh.message, "") if media is not None else ""
        edit = EditCopy(
            fresh.source,
            said.part,
            text.text,
            text.entities,
            media if said.part == fresh.message else None,
            said.now.buttons,
            said.now.has_preview,
            linked_posts(text, said.now.buttons, said.chats),
            via=via,
            under=under,
            has_votes=has_thumbs(rule, whole),
            picture=picture if said.part == fresh.message else "",
        )
        edits = each_destination(rule, posts[-1], f"edit:{fresh.version}", edit)
        if media is None or said.part == fresh.message:
            return edits
        exchange = EditCopy(fresh.source, fresh.message, "", media=media, via=via, picture=picture)
        return edits + each_destination(rule, posts[-1], f"edit:{fresh.version}:media", exchange)

    async def _delete(self, rule: Rule, whole: Album, post: Post, via: str) -> list[Delivery]:
        by = cast(Via, via)
        gone = each_destination(rule, post, "delete", DeleteCopy(post.source, post.message, by))
        if rule.spec.deletions == "follow":
            return gone
        tombstone = Styled(await self._notices.tombstone(rule))
        is_copy = rule.spec.mode == "copy"
        if is_copy and rule.spec.deletions == "strike" and not whole.is_protected:
            shown = await self._struck_through(rule, whole, post, tombstone)
        elif is_copy and post.media is None:
            shown = tombstone
        else:
            return gone + each_destination(rule, whole.first, "tombstone", SendText(tombstone.text))
        if shown.is_blank:
            return []
        edit = EditCopy(post.source, post.message, shown.text, shown.entities, via=by)
        return each_destination(rule, post, "delete", edit)

    async def _struck_through(self, rule: Rule, whole: Album, post: Post, tombstone: Styled) -> Styled:
        """Blank where the copy of this part has no words of its own."""
        try:
            said = await self._said(rule, [whole], post.message)
        except DraftFailed:
            return tombstone
        if said.part != post.message or not said.now.is_textual:
            return NOTHING
        is_mute = not said.now.text and post == whole.first
        return tombstone if is_mute else wholly_struck(said.texts[0])

    async def _said(self, rule: Rule, albums: Sequence[Album], message: MessageId) -> _Said:
        """
        Raises:
            DraftFailed: a transform lacks something.
        """
        chats = self._rulebook.addresses()
        drafts = [await self._drafting.draft(rule, album) for album in albums]
        now = drafts[-1]
        if any(is_rewritten(each, linked_posts(each.styled, (), chats)) for each in drafts):
            return _Said(now.album.first.message, [each.styled for each in drafts], now, chats)
        posts = [next(post for post in album.posts if post.message == message) for album in albums]
        return _Said(message, [Styled(post.text, post.entities) for post in posts], now, chats)

    async def _is_there(self, near: StoredPost, message: MessageId) -> bool:
        post = await self._posts.get(near.source, message)
        return post is not None and not post.is_deleted

    async def _reviewed(self, post: StoredPost, whole: Album) -> list[tuple[Rule, Review]]:
        """What is being decided about, with the rules that ask."""
        found = await self._reviews.of(post.source, [each.message for each in whole.posts])
        open_ones = [each for each in found if each.is_waiting and post.message in each.messages]
        rules = [await self._rulebook.get(each.rule) for each in open_ones]
        return [(rule, review) for rule, review in zip(rules, open_ones, strict=True) if rule is not None]

    async def _whole(self, post: StoredPost) -> Album:
        return album_of(await self._posts.album(post.source, post.album) if post.album else [post])

    async def _passed(self, post: StoredPost) -> list[Rule]:
        if post.is_waiting:
            return []
        decisions = await self._posts.decisions(post.source, post.message)
        rules = [await self._rulebook.get(each.rule) for each in decisions if each.verdict == "pass"]
        return [rule for rule in rules if rule is not None and not rule.is_paused]


def _with_part(album: Album, part: Post) -> Album:
    return Album(tuple(part if post.message == part.message else post for post in album.posts))


def _exchanged(before: Post, now: Post) -> Media | None:
    """The new media, where it is another one."""
    is_same = now.media is None or (before.media is not None and before.media.unique_id == now.media.unique_id)
    return None if is_same else now.media


def _revised(policy: str, said: _Said, titles: Sequence[str]) -> Styled:
    *before, now = said.texts
    if policy == "strike":
        return struck([each.text for each in before], now, said.now.limit)
    if policy == "versions":
        return with_versions(
            [(title, each.text) for title, each in zip(titles, before, strict=False)], now, said.now.limit
        )
    return now
