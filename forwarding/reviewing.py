"""What reviewers say of the posts before them: published, skipped, or written anew; and what nobody said in time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

import structlog

from core.clock import Clock, SystemClock
from core.ids import ChatId, MessageId, RuleId
from forwarding.drafting import DraftFailed, Drafting
from forwarding.following import Following
from forwarding.previews import Previews, place_of_review
from forwarding.releasing import Releasing
from forwarding.routing import album_of
from forwarding.rules import Rule, RuleBook
from forwarding.styled import Styled
from forwarding.wording import reworded, takes_words, to_words
from storage.outbox import Outbox
from storage.posts import Posts, StoredPost
from storage.reviews import Review, Reviews, Settlement, State
from storage.users import User

log = structlog.get_logger(__name__)

Key = tuple[RuleId, ChatId, MessageId]
"""Rule, source and first message of a review."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person is told, as a locale key, and the review as it stands then; None where there is none any more."""

    key: str
    review: Review | None = None
    reason: str = ""
    time_zone: str = "UTC"


class Reviewing:
    """Each word counts once: of two people the slower one hears what the quicker one said."""

    def __init__(
        self,
        reviews: Reviews,
        posts: Posts,
        rulebook: RuleBook,
        drafting: Drafting,
        outbox: Outbox,
        *,
        releasing: Releasing,
        previews: Previews,
        following: Following,
        days: int,
        clock: Clock | None = None,
    ) -> None:
        self._reviews = reviews
        self._posts = posts
        self._rulebook = rulebook
        self._drafting = drafting
        self._outbox = outbox
        self._releasing = releasing
        self._previews = previews
        self._following = following
        self._days = days
        self._clock = clock or SystemClock()

    async def publish(self, key: Key, by: User) -> Answer:
        """As the post is by now, or as a reviewer wrote it."""
        found = await self._open(key)
        if isinstance(found, Answer):
            return found
        rule, review, group = found
        try:
            released = await self._releasing.published(rule, group)
        except DraftFailed as error:
            return self._answer("review-unmade", rule, review, error.reason)
        settlement = Settlement(review, "published", released.deliveries, released.gathered, by.id, by.name)
        answer = await self._settled(rule, settlement)
        if answer.key == "review-published":
            await self._catch_up(group)
        return answer

    async def skip(self, key: Key, by: User) -> Answer:
        """Nothing follows."""
        review = await self._reviews.get(*key)
        rule = await self._rulebook.get(key[0])
        if review is None or rule is None:
            return Answer("review-gone")
        return await self._settled(rule, Settlement(review, "skipped", by=by.id, name=by.name))

    async def may_rewrite(self, key: Key) -> Answer:
        """Whether other words may be written, and for which revision."""
        found = await self._open(key)
        if isinstance(found, Answer):
            return found
        rule, review, group = found
        try:
            draft = await self._drafting.draft(rule, album_of(group))
        except DraftFailed as error:
            return self._answer("review-unmade", rule, review, error.reason)
        return self._answer("review-ask-words" if takes_words(rule, draft) else "review-wordless", rule, review)

    async def rewrite(self, key: Key, revision: int, said: Styled) -> Answer:
        """Show it with other words; `revision` is the one that they were written for."""
        found = await self._open(key)
        if isinstance(found, Answer):
            return found
        rule, review, group = found
        if review.revision != revision:
            return self._answer("review-changed", rule, review)
        fresh = replace(review, words=to_words(said), revision=revision + 1)
        return await self._shown(rule, review, fresh, group, "review-rewritten")

    async def run(self) -> None:
        """Move what waits to where its rule asks now, and give up what waited for too long."""
        rules = {rule.id: rule for rule in await self._rulebook.list()}
        before = self._clock.now() - timedelta(days=self._days)
        waiting = await self._reviews.waiting()
        old = [each for each in waiting if each.created_at < before and each.rule in rules]
        for _, group in groupby(sorted(old, key=_place_key), key=_place_key):
            await self._expire(rules, list(group))
        for review in waiting:
            rule = rules.get(review.rule)
            if review in old or rule is None or rule.is_paused or rule.spec.review_chat is None:
                continue
            if rule.spec.review_chat != place_of_review(review):
                await self._show_anew(rule, review)

    async def _open(self, key: Key) -> Answer | tuple[Rule, Review, Sequence[StoredPost]]:
        """What somebody may decide about; or why there is nothing to decide."""
        review = await self._reviews.get(*key)
        rule = await self._rulebook.get(key[0])
        if review is None or rule is None:
            return Answer("review-gone")
        if not review.is_waiting:
            return self._answer("review-decided", rule, review)
        if rule.is_paused:
            return self._answer("review-paused", rule, review)
        if rule.version != review.version:
            return await self._show_anew(rule, review)
        group = await self._group(rule, review)
        return (rule, review, group) if group else self._answer("review-gone", rule)

    async def _group(self, rule: Rule, review: Review) -> Sequence[StoredPost]:
        stored = [await self._posts.get(review.source, message) for message in review.messages]
        is_heard = rule.spec.deletions != "ignore"
        return [post for post in stored if post is not None and not (is_heard and post.is_deleted)]

    async def _settled(self, rule: Rule, settlement: Settlement) -> Answer:
        review = settlement.review
        is_settled = review.is_waiting and await self._reviews.settle(settlement)
        now = await self._reviews.get(review.rule, review.source, review.message)
        if is_settled:
            self._outbox.announce()
            return self._answer(f"review-{settlement.state}", rule, now)
        return self._answer("review-changed" if now and now.is_waiting else "review-decided", rule, now)

    async def _show_anew(self, rule: Rule, review: Review) -> Answer:
        """By what the rule says now, and where it says."""
        place = rule.spec.review_chat or place_of_review(review)
        shown = place.model_dump(mode="json")
        fresh = replace(review, place=shown, version=rule.version, revision=review.revision + 1)
        group = await self._group(rule, review)
        return await self._shown(rule, review, fresh, group, "review-rule-changed")

    async def _shown(self, rule: Rule, review: Review, fresh: Review, group: Sequence[StoredPost], key: str) -> Answer:
        if not group:
            return self._answer("review-gone", rule)
        try:
            draft = await self._drafting.draft(rule, album_of(group))
        except DraftFailed as error:
            return self._answer("review-unmade", rule, review, error.reason)
        if not takes_words(rule, draft):
            fresh = replace(fresh, words=None)
        preview = await self._previews.show(rule, fresh, reworded(draft, fresh.words))
        if not await self._reviews.show_anew(review, fresh, preview):
            now = await self._reviews.get(review.rule, review.source, review.message)
            return self._answer("review-changed" if now and now.is_waiting else "review-decided", rule, now)
        self._outbox.announce()
        return self._answer(key, rule, fresh)

    async def _expire(self, rules: dict[RuleId, Rule], together: Sequence[Review]) -> None:
        rule = rules[together[0].rule]
        told = await self._previews.expired(rule, together, self._days)
        state: State = "expired"
        for review in together:
            await self._reviews.settle(Settlement(review, state, [told]))
        self._outbox.announce()
        log.info("reviews_expired", rule=rule.id, count=len(together))

    async def _catch_up(self, group: Sequence[StoredPost]) -> None:
        """What another process heard of a post between our look at it and the word that published it follows now."""
        for seen in group:
            now = await self._posts.get(seen.source, seen.message)
            if now is not None and now.version != seen.version:
                await self._outbox.enqueue(*await self._following.edits(seen, now))
            if now is not None and now.is_deleted and not seen.is_deleted:
                await self._outbox.enqueue(*await self._following.deletions(now))

    @staticmethod
    def _answer(key: str, rule: Rule, review: Review | None = None, reason: str = "") -> Answer:
        return Answer(key, review, reason, rule.spec.time_zone)


def _place_key(review: Review) -> tuple[int, str]:
    return review.rule, repr(sorted(review.place.items(), key=repr))
