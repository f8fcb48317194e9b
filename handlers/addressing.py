"""Whether a message in a group is meant for the bot, and what it says once the calling is taken away."""

import re
from collections.abc import Sequence
from functools import lru_cache

from aiogram.types import Message, User

GROUPS = frozenset({"group", "supergroup"})

_BEFORE = r"(?:(?:hey|hi|hello|ok|okay|so|эй|слушай|послушай|привет|ок|окей|ну)[\s,!]+)?"
"""What may stand before a name that is called."""


class Addressing:
    """Knows what the bot is called besides its first name."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self._names = tuple(names)

    def is_for(self, message: Message, me: User) -> bool:
        """In private always; in a group by a mention, a reply to the bot, its name, or a command for it or anybody.

        What was sent through the bot is its own; another bot has to mention it.
        """
        if message.via_bot is not None and message.via_bot.id == me.id:
            return False
        if message.chat.type == "private":
            return True
        if message.is_automatic_forward:
            return False
        if is_by_bot(message):
            return _is_mentioned(message, me)
        return (
            _is_reply_to(message, me)
            or _is_command_for(message, me)
            or _is_mentioned(message, me)
            or self._is_called(message.text or message.caption or "", me)
        )

    def words(self, message: Message, me: User) -> str:
        """The text or caption as the person would have written it in private."""
        text = without_mention(message.text or message.caption or "", me)
        if message.chat.type == "private":
            return text
        at_begin, at_end = _calls((me.first_name, *self._names))
        if found := at_begin.match(text):
            return text[found.end() :].strip() or text
        return at_end.sub("", text).strip() or text

    def _is_called(self, text: str, me: User) -> bool:
        at_begin, at_end = _calls((me.first_name, *self._names))
        return bool(at_begin.match(text) or at_end.search(text[-200:]))


def is_by_bot(message: Message) -> bool:
    """Whether another bot speaks; who speaks as a group or a channel does so through a bot of Telegram's."""
    return message.from_user is not None and message.from_user.is_bot and message.sender_chat is None


def without_mention(text: str, me: User) -> str:
    """The text without the bot's @name."""
    if not me.username:
        return text.strip()
    return re.sub(rf"@{re.escape(me.username)}\b[,:]?\s*", "", text, flags=re.IGNORECASE).strip()


@lru_cache(maxsize=8)
def _calls(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name as one calls it: first of all, or at the end after a comma."""
    words = (re.findall(r"[\w'-]+", name) for name in names)
    forms = [r"\s+".join(_letters(word) for word in name) for name in words if name]
    any_name = "|".join(forms) or r"(?!)"
    at_begin = re.compile(rf"\s*{_BEFORE}(?:{any_name})(?![\w@'’-])[\s,.:;!?…)–—]*", re.IGNORECASE)
    return at_begin, re.compile(rf",\s*(?:{any_name})(?=[\s.!?…)]*$)", re.IGNORECASE)


def _letters(word: str) -> str:
    """A pattern to which ё and е are one letter."""
    return re.sub("[её]", "[её]", re.escape(word.lower()))


def _is_reply_to(message: Message, me: User) -> bool:
    """A topic's first message is replied to by all others of the topic: that is no reply of a person."""
    original = message.reply_to_message
    if original is None or original.from_user is None or original.forum_topic_created is not None:
        return False
    return original.from_user.id == me.id


def _is_command_for(message: Message, me: User) -> bool:
    word = (message.text or "").split(maxsplit=1)[:1]
    if not word or not word[0].startswith("/"):
        return False
    _, _, name = word[0].partition("@")
    return not name or name.lower() == (me.username or "").lower()


def _is_mentioned(message: Message, me: User) -> bool:
    text = message.text or message.caption or ""
    for entity in message.entities or message.caption_entities or ():
        if entity.type == "mention" and entity.extract_from(text).lower() == f"@{me.username}".lower():
            return True
        if entity.type == "text_mention" and entity.user is not None and entity.user.id == me.id:
            return True
    return False
