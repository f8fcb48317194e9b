"""What the people behind a rule are told when it cannot do its work: texts that leave through the outbox."""

from core.buttons import Button, encode
from core.i18n import Texts, Translator
from core.ids import ChatId, UserId
from forwarding.outgoing import text_delivery
from forwarding.post import Album
from forwarding.rules import Rule
from storage.outbox import Delivery
from storage.users import Users


class Notices:
    """Writes to the author of a rule, in the author's language."""

    def __init__(self, users: Users, translator: Translator) -> None:
        self._users = users
        self._translator = translator

    async def held(self, rule: Rule, album: Album, reason: str) -> Delivery:
        """A filter broke or took too long: the post waits."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-held", rule=rule.name, link=link_of(rule, album), reason=reason)
        button = Button(texts("forwarding-button-held"), encode("forward", "held", rule.id))
        key = f"held:{rule.id}:{album.first.source}:{album.first.message}"
        return text_delivery(key, ChatId(rule.created_by), text, buttons=((button,),))

    async def unknown(self, rule: Rule, delivery: Delivery, link: str) -> Delivery:
        """It was cut in the middle of a send: nobody can tell whether the copy arrived."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-unknown", rule=rule.name, link=link, destination=rule.destination_title)
        button = Button(texts("forwarding-button-resend"), encode("forward", "resend", delivery.id))
        key = f"unknown:{delivery.id}:{delivery.attempts}"
        return text_delivery(key, ChatId(rule.created_by), text, buttons=((button,),))

    async def refused(self, rule: Rule, delivery: Delivery, link: str, reason: str) -> Delivery:
        """Telegram does not take this one post."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-refused", rule=rule.name, link=link, destination=rule.destination_title, reason=reason)
        return text_delivery(f"refused:{delivery.id}", ChatId(rule.created_by), text)

    async def gone(self, rule: Rule, delivery: Delivery, reason: str) -> Delivery:
        """The destination takes nothing any more; the rule was paused."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-gone", rule=rule.name, destination=rule.destination_title, reason=reason)
        button = Button(texts("forwarding-button-resume"), encode("forward", "resume", rule.id))
        return text_delivery(f"gone:{delivery.id}", ChatId(rule.created_by), text, buttons=((button,),))

    async def skipped(self, rule: Rule, delivery: Delivery, link: str, missing: int) -> Delivery:
        """Telegram left out some parts of an album without an error."""
        texts = await self._texts(rule.created_by)
        text = texts("forwarding-skipped", rule=rule.name, link=link, missing=missing)
        return text_delivery(f"skipped:{delivery.id}", ChatId(rule.created_by), text)

    async def repeat_note(self, user: UserId) -> str:
        """The line before a text that may have arrived already."""
        return (await self._texts(user))("forwarding-repeat-note")

    async def _texts(self, user: UserId) -> Texts:
        known = await self._users.get(user)
        return self._translator.bound(known.language if known else "en")


def link_to(source: ChatId, username: str, message: int) -> str:
    """The address of a channel's or supergroup's message; empty for chats whose messages have none."""
    if username:
        return f"https://t.me/{username}/{message}"
    inner = str(source).removeprefix("-100")
    return f"https://t.me/c/{inner}/{message}" if str(source).startswith("-100") else ""


def link_of(rule: Rule, album: Album) -> str:
    return link_to(rule.spec.source, rule.source_username, album.first.message)
