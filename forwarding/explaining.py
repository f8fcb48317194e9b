"""Why a post was passed on or not: put together from what was recorded when it was decided about and sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from core.errors import UserError
from core.ids import ChatId, MessageId, RuleId
from forwarding.gathering import departures
from forwarding.notices import link_to
from forwarding.post_filter import Outcome
from forwarding.program import Judgement, read_trace
from forwarding.routing import delivery_key
from forwarding.rules import Rule, RuleBook
from forwarding.spec import Destination, RuleSpec
from storage.gatherings import Gatherings
from storage.histories import Histories, PastDecision, PastSend
from storage.links import Links, MessageLink
from storage.outbox import DeliveryState
from storage.posts import Posts, StoredPost
from storage.reviews import Review, Reviews

_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?(?P<chat>c/\d+|\w+)(?:/\d+)?/(?P<message>\d+)(?:\?.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A message somewhere: a copy, or an original."""

    chat: ChatId
    message: MessageId


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of one copy; `sent_at` is None before it left, and once that is forgotten."""

    chat: str
    link: str = ""
    state: DeliveryState = DeliveryState.SENT
    sent_at: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """For its time; without a moment for more posts to come. While the rule is paused, for it."""

    until: datetime | None
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule said of the post, when, and what followed."""

    rule: str
    version: int
    judgement: Judgement
    decided_at: datetime
    sendings: tuple[Sending, ...] = ()
    waits: Waits | None = None
    """Where it has not left yet."""
    made: str = ""
    """What it went into, where it has no copy of its own: `digest` or `merged`."""
    review: Review | None = None
    """What people said of it, where the rule asks them."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The way of one post. Without rulings it is `is_waiting` for the rest of its album, or no rule read it."""

    chat: str
    link: str
    posted_at: datetime
    came_at: datetime
    is_waiting: bool
    rulings: tuple[Ruling, ...] = ()


class Explainer:
    """Answers for originals and for copies of them."""

    def __init__(
        self,
        rulebook: RuleBook,
        posts: Posts,
        histories: Histories,
        links: Links,
        *,
        gatherings: Gatherings,
        reviews: Reviews,
    ) -> None:
        self._rulebook = rulebook
        self._posts = posts
        self._histories = histories
        self._links = links
        self._gatherings = gatherings
        self._reviews = reviews

    async def locate(self, link: str) -> Place:
        """What the address of a message points to.

        Raises:
            UserError: `error-why-link`, it is no such address; or `error-chat-not-found`.
        """
        found = _LINK.fullmatch(link.strip())
        if found is None:
            raise UserError("error-why-link")
        return Place(await self._chat(found["chat"]), MessageId(int(found["message"])))

    async def explain(self, places: Sequence[Place]) -> Explanation:
        """The first of the places that is known; of a copy only the rule that made it speaks.

        Raises:
            UserError: `error-why-unknown`.
        """
        for place in places:
            if (copy := await self._links.original(place.chat, place.message)) is not None:
                post = await self._posts.get(copy.source, copy.message)
                if post is not None:
                    return await self._explanation(post, copy)
            elif (post := await self._posts.get(place.chat, place.message)) is not None:
                return await self._explanation(post)
        raise UserError("error-why-unknown")

    async def _chat(self, named: str) -> ChatId:
        if named.lower().startswith("c/"):
            return ChatId(int(f"-100{named[2:]}"))
        for rule in await self._rulebook.list():
            for id, chat in rule.chats.items():
                if chat.username.lower() == named.lower():
                    return id
        return (await self._rulebook.resolve(f"@{named}")).id

    async def _explanation(self, post: StoredPost, copy: MessageLink | None = None) -> Explanation:
        rules = {rule.id: rule for rule in await self._rulebook.list()}
        decisions = await self._histories.decisions(post.source, post.message)
        spoken = [each for each in decisions if copy is None or each.rule == copy.rule]
        readers = [rule for rule in rules.values() if post.source in rule.source_chats]
        username = readers[0].username(post.source) if readers else ""
        return Explanation(
            chat=readers[0].title(post.source) if readers else str(post.source),
            link=link_to(post.source, username, post.message),
            posted_at=post.date,
            came_at=post.accepted_at or post.date,
            is_waiting=post.is_waiting,
            rulings=tuple([await self._ruling(post, each, rules.get(each.rule), copy) for each in spoken]),
        )

    async def _ruling(
        self, post: StoredPost, decision: PastDecision, rule: Rule | None, copy: MessageLink | None
    ) -> Ruling:
        review = await self._review(post, decision.rule)
        return Ruling(
            rule=rule.name if rule else str(decision.rule),
            version=decision.version,
            judgement=Judgement(cast(Outcome, decision.outcome), read_trace(decision.trace)),
            decided_at=decision.decided_at,
            sendings=await self._sendings(post, decision, rule, copy, review) if decision.outcome == "pass" else (),
            waits=await self._waits(post, rule) if rule is not None and decision.outcome == "pass" else None,
            made=decision.made,
            review=review,
        )

    async def _waits(self, post: StoredPost, rule: Rule) -> Waits | None:
        for departure in departures(rule.spec, await self._gatherings.queue(rule.id)):
            if any(each.source == post.source and post.message in each.messages for each in departure.gathered):
                return Waits(departure.at, rule.is_paused)
        return None

    async def _review(self, post: StoredPost, rule: RuleId) -> Review | None:
        whole = await self._posts.album(post.source, post.album) if post.album else [post]
        reviews = await self._reviews.of(post.source, [part.message for part in whole])
        return next((each for each in reviews if each.rule == rule and post.message in each.messages), None)

    async def _sendings(
        self,
        post: StoredPost,
        decision: PastDecision,
        rule: Rule | None,
        copy: MessageLink | None,
        review: Review | None,
    ) -> tuple[Sending, ...]:
        """By what was enqueued, as long as that is remembered, and by the copies that are linked."""
        links = [link for link in await self._links.copies(post.source, post.message) if link.rule == decision.rule]
        destinations = {each.chat for each in await self._destinations(decision.rule, decision.version)}
        previews = {review.place["chat"]} - destinations if review else set()
        copies = {(link.chat, link.topic): link for link in links if link.chat not in previews}
        copy = None if copy is not None and copy.chat in previews else copy
        sends = {(send.chat, send.topic): send for send in await self._sends(post, decision)}
        places = dict.fromkeys((*sends, *copies)) if copy is None else {(copy.chat, copy.topic): None}
        return tuple(_sending(rule, place[0], copies.get(place), sends.get(place)) for place in places)

    async def _sends(self, post: StoredPost, decision: PastDecision) -> list[PastSend]:
        whole = await self._posts.album(post.source, post.album) if post.album else [post]
        destinations = await self._destinations(decision.rule, decision.version)
        keys = [delivery_key(decision.rule, post.source, part.message, to) for part in whole for to in destinations]
        return await self._histories.sends(keys)

    async def _destinations(self, rule: RuleId, version: int) -> Sequence[Destination]:
        """Where the rule sent to when it decided."""
        versions = await self._rulebook.versions(rule)
        said = next((each.spec for each in versions if each.version == version), None)
        return RuleSpec.model_validate(said).destinations if said else ()


def _sending(rule: Rule | None, chat: ChatId, copy: MessageLink | None, send: PastSend | None) -> Sending:
    title = rule.title(chat) if rule else str(chat)
    link = _copy_link(rule, copy) if copy else ""
    if send is None:
        return Sending(title, link)
    is_sent = send.state is DeliveryState.SENT
    return Sending(
        title,
        link,
        send.state,
        sent_at=send.finished_at if is_sent else None,
        due_at=send.due_at,
        attempts=send.attempts,
        reason="" if is_sent else send.reason,
    )


def _copy_link(rule: Rule | None, copy: MessageLink) -> str:
    return link_to(copy.chat, rule.username(copy.chat) if rule else "", copy.copy)
