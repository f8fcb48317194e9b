"""How a post is shown to those who decide about it: the draft as it would look, with Publish, Skip and Edit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from core.buttons import Button, Rows, encode
from core.i18n import Texts, Translator
from core.ids import ChatId
from forwarding.draft import Draft
from forwarding.notices import link_to
from forwarding.outgoing import CopyPosts, SendText, Via, text_delivery
from forwarding.post import Album
from forwarding.routing import each_destination, outgoing_of
from forwarding.rules import Rule, RuleBook
from forwarding.spec import Destination
from storage.outbox import Delivery
from storage.reviews import Review
from storage.users import Users

REVIEW = "review"
"""The first word of the presses."""


class Previews:
    """Speaks the language of the rule's author, as the whole chat reads it."""

    def __init__(self, rulebook: RuleBook, users: Users, translator: Translator) -> None:
        self._rulebook = rulebook
        self._users = users
        self._translator = translator

    async def show(self, rule: Rule, review: Review, draft: Draft, again: str = "") -> list[Delivery]:
        """What brings it before the reviewers. `again` is another word for each time within one revision."""
        shown, album = asked(rule, review), draft.album
        outgoing = outgoing_of(shown, draft, cast(Via, review.via), self._rulebook.addresses())
        buttons, key = await self._buttons(rule, review), f"review:{review.revision}{again}"
        is_under = isinstance(outgoing, CopyPosts) and bears_buttons(rule, album, review.via)
        if isinstance(outgoing, CopyPosts) and is_under:
            outgoing = replace(outgoing, under=buttons)
        parts = [each_destination(shown, album.first, key, outgoing, draft.styled)]
        for number, said in enumerate(draft.rest, 1):
            more = SendText(said.text, said.entities, has_preview=draft.has_preview)
            parts.append(each_destination(shown, album.first, f"{key}:rest:{number}", more))
        if not is_under:
            texts = await self._texts(rule)
            ask = SendText(texts("review-ask", rule=rule.name), buttons=buttons)
            parts.append(each_destination(shown, album.first, f"{key}:ask", ask))
        return [delivery for deliveries in parts for delivery in deliveries]

    async def under(self, rule: Rule, review: Review, album: Album) -> Rows:
        """The buttons that an edit of the preview has to keep."""
        return await self._buttons(rule, review) if bears_buttons(rule, album, review.via) else ()

    async def withdrawn(self, rule: Rule, review: Review) -> Delivery:
        """Its original is gone, so nobody has to decide any more."""
        link = link_to(review.source, rule.username(review.source), review.message)
        text = (await self._texts(rule))("review-withdrawn", rule=rule.name, link=link)
        return _said(review, f"withdrawn:{review.rule}:{review.source}:{review.message}", text)

    async def expired(self, rule: Rule, reviews: Sequence[Review], days: int) -> Delivery:
        """Nobody decided about them in all that time; they were shown in one place."""
        first = reviews[0]
        text = (await self._texts(rule))("review-expired", rule=rule.name, count=len(reviews), days=days)
        return _said(first, f"expired:{first.rule}:{first.source}:{first.message}", text)

    async def _buttons(self, rule: Rule, review: Review) -> Rows:
        texts = await self._texts(rule)
        return (
            tuple(
                Button(
                    texts(f"review-{action}"),
                    encode(REVIEW, action, review.rule, review.source, review.message),
                )
                for action in ("publish", "skip", "edit")
            ),
        )

    async def _texts(self, rule: Rule) -> Texts:
        known = await self._users.get(rule.created_by)
        return self._translator.bound(known.language if known else "en")


def place_of_review(review: Review) -> Destination:
    return Destination.model_validate(review.place)


def asked(rule: Rule, review: Review) -> Rule:
    """The rule as if it sent to the reviewers alone, and let copies follow."""
    there = {"destinations": (place_of_review(review),), "edits": "follow", "deletions": "follow", "votes": False}
    return replace(rule, spec=rule.spec.model_copy(update=there))


def bears_buttons(rule: Rule, album: Album, via: str) -> bool:
    """Whether its preview can have buttons itself; a question with the buttons follows the others.

    Albums and forwards cannot, nor what an account copies; a card stands for what must not be copied.
    """
    is_card = album.is_protected or any(post.media and post.media.kind == "poll" for post in album.posts)
    return rule.spec.mode == "copy" and via != "account" and not album.first.album and not is_card


def _said(review: Review, key: str, text: str) -> Delivery:
    to = place_of_review(review)
    said = text_delivery(f"{REVIEW}-{key}", ChatId(to.chat), text, topic=to.topic)
    payload = {**said.payload, "topic_name": to.topic_name}
    return replace(said, payload=payload, rule=review.rule)
