"""What the people behind a rule are told when it cannot do its work: texts that leave through the outbox."""

from collections.abc import Sequence
from datetime import date, datetime

from core.buttons import Button, encode
from core.errors import PlatformError
from core.i18n import Texts, Translator
from core.ids import ChatId, UserId
from core.moments import local_day, local_moment
from forwarding.outgoing import text_delivery
from forwarding.post import Album
from forwarding.rules import Rule
from storage.holes import Hole
from storage.outbox import Delivery
from storage.users import Users

MOST_BUTTONS = 20


class Notices:
    """Writes to the author of a rule, in the author's language."""

    def __init__(self, users: Users, translator: Translator) -> None:
        self._users = users
        self._translator = translator

    async def held(self, rule: Rule, album: Album, reason: str, occasion: str) -> Delivery:
        """A filter broke or took too long: the post waits. What the rule says on one occasion it says once."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-held", rule=rule.name, link=link_of(rule, album), reason=self._plain(reason, texts))
        button = Button(texts("forwarding-button-held"), encode("forward", "held", rule.id))
        return text_delivery(f"held:{rule.id}:{occasion}", ChatId(rule.created_by), text, buttons=((button,),))

    async def unknown(self, rule: Rule, delivery: Delivery, link: str) -> Delivery:
        """It was cut in the middle of a send: nobody can tell whether the copy arrived."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-unknown", rule=rule.name, link=link, destination=rule.title(delivery.chat))
        button = Button(texts("forwarding-button-resend"), encode("forward", "resend", delivery.id))
        key = f"unknown:{delivery.id}:{delivery.attempts}"
        return text_delivery(key, ChatId(rule.created_by), text, buttons=((button,),))

    async def unfound(self, rule: Rule, delivery: Delivery, link: str) -> Delivery:
        """It arrived, and nobody can tell as which message."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-unfound", rule=rule.name, link=link, destination=rule.title(delivery.chat))
        return text_delivery(f"unfound:{delivery.id}", ChatId(rule.created_by), text)

    async def refused(self, rule: Rule, delivery: Delivery, link: str, reason: str) -> Delivery:
        """Telegram does not take this one post."""
        texts = await self._texts(rule.created_by)
        text = texts(
            "forwarding-refused", rule=rule.name, link=link, destination=rule.title(delivery.chat), reason=reason
        )
        return text_delivery(f"refused:{delivery.id}", ChatId(rule.created_by), text)

    async def not_deleted(self, rule: Rule, delivery: Delivery, link: str, reason: str) -> Delivery:
        """Telegram lets a bot delete old posts only with a right of its own."""
        texts = await self._texts(rule.created_by)
        text = texts(
            "forwarding-not-deleted", rule=rule.name, link=link, destination=rule.title(delivery.chat), reason=reason
        )
        return text_delivery(f"not-deleted:{delivery.id}", ChatId(rule.created_by), text)

    async def gone(
        self, owner: UserId, paused: Sequence[Rule], going_on: Sequence[Rule], delivery: Delivery, reason: str
    ) -> Delivery:
        """The destination takes nothing any more. While a rule goes on without it, that is not told again."""
        texts = await self._texts(owner)
        title = next(rule.title(delivery.chat) for rule in [*paused, *going_on])
        lines = [texts("forwarding-gone", destination=title, reason=reason)]
        if paused:
            lines.append(texts("forwarding-gone-paused", count=len(paused), rules=_names(paused, texts)))
        if going_on:
            lines.append(texts("forwarding-gone-going-on", count=len(going_on), rules=_names(going_on, texts)))
        resume = texts("forwarding-button-resume")
        names = [resume] if len(paused) == 1 else [f"{resume}: {rule.name}" for rule in paused]
        rows = tuple(
            (Button(name, encode("forward", "resume", rule.id)),) for name, rule in zip(names, paused, strict=True)
        )
        occasion = f"{delivery.id}" if paused else f"{delivery.chat}/{delivery.topic or 0}"
        return text_delivery(f"gone:{occasion}:{owner}", ChatId(owner), "\n".join(lines), buttons=rows[:MOST_BUTTONS])

    async def dropped(self, rule: Rule, day: date, count: int) -> Delivery:
        """So many posts were let go unsent on that day."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-dropped", rule=rule.name, count=count, day=local_day(day, texts))
        return text_delivery(f"overflow:{rule.id}:{day}", ChatId(rule.created_by), text)

    async def skipped(self, rule: Rule, delivery: Delivery, link: str, missing: int) -> Delivery:
        """Telegram left out some parts of an album without an error."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-skipped", rule=rule.name, link=link, missing=missing)
        return text_delivery(f"skipped:{delivery.id}", ChatId(rule.created_by), text)

    async def not_followed(self, rule: Rule, album: Album, version: str, reason: str) -> Delivery:
        """A transform broke on the new text of a post: its copy stays as it was."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-not-followed", rule=rule.name, link=link_of(rule, album), reason=reason)
        key = f"not-followed:{rule.id}:{album.first.source}:{album.first.message}:{version}"
        return text_delivery(key, ChatId(rule.created_by), text)

    async def card_note(self, rule: Rule, album: Album) -> str:
        """Why a card stands where a copy could not be made, as far as that can be foreseen."""
        is_poll = any(post.media is not None and post.media.kind == "poll" for post in album.posts)
        return (await self._texts(rule.created_by))("forwarding-card-quiz") if is_poll else ""

    async def feed_unreadable(self, rule: Rule, feed: ChatId, error: PlatformError, since: str) -> Delivery:
        """It is asked again; told once from the beginning of the trouble to its end."""
        texts = await self._texts(rule.created_by)
        reason = texts(error.key, **error.params)
        text = texts("forwarding-feed-unreadable", feed=rule.title(feed), reason=reason)
        return text_delivery(f"feed:{feed}:{since}:{rule.created_by}", ChatId(rule.created_by), text)

    async def hole(self, rule: Rule, hole: Hole) -> Delivery:
        """The bot was away for longer than Telegram keeps posts for it; the owner of several rules is told once."""
        texts = await self._texts(rule.created_by)
        source, count = rule.title(hole.source), hole.size
        text = texts("forwarding-hole", source=source, after=hole.after, before=hole.before or 0, count=count)
        return text_delivery(f"hole:{hole.id}:{rule.created_by}", ChatId(rule.created_by), text)

    async def hook_secret(self, rule: Rule, hook: ChatId, secret: str) -> Delivery:
        """What the receiver of a webhook needs to believe its calls."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-hook-secret", hook=rule.title(hook), secret=secret)
        return text_delivery(f"hook-secret:{hook}:{rule.created_by}", ChatId(rule.created_by), text)

    async def tombstone(self, rule: Rule) -> str:
        """What stands in the place of a copy whose original was deleted."""
        return (await self._texts(rule.created_by))("forwarding-tombstone")

    async def also_reported(self, rule: Rule) -> str:
        """What stands before the names of those who told a story again."""
        return (await self._texts(rule.created_by))("forwarding-also-reported")

    async def moments(self, rule: Rule, moments: Sequence[datetime]) -> list[str]:
        """As whoever reads the copies writes them, in the rule's time zone."""
        texts = await self._texts(rule.created_by)
        return [local_moment(each, rule.spec.time_zone, texts) for each in moments]

    async def repeat_note(self, user: UserId) -> str:
        """The line before a text that may have arrived already."""
        return (await self._texts(user))("forwarding-repeat-note")

    def _plain(self, reason: str, texts: Texts) -> str:
        """A failure that has a sentence of its own is told by that."""
        name, _, value = reason.partition(": ")
        return f"{name}: {texts(value)}" if value.startswith("error-") and self._translator.has(value) else reason

    async def _texts(self, user: UserId) -> Texts:
        known = await self._users.get(user)
        return self._translator.bound(known.language if known else "en")


def _names(rules: Sequence[Rule], texts: Texts) -> str:
    return ", ".join(texts("forwarding-rule-name", rule=rule.name) for rule in rules)


def link_to(source: ChatId, username: str, message: int) -> str:
    """The address of a channel's or supergroup's message; empty for chats whose messages have none."""
    if username:
        return f"https://t.me/{username}/{message}"
    inner = str(source).removeprefix("-100")
    return f"https://t.me/c/{inner}/{message}" if str(source).startswith("-100") else ""


def link_of(rule: Rule, album: Album) -> str:
    first = album.first
    return first.link or link_to(first.source, rule.username(first.source), first.message)
