"""Guest bots: summoned by a mention, or by a reply to them, in a chat where they are no members; they answer once."""

import secrets
from collections.abc import Iterable

from sandbox.model import Account, Chat, Content, Json, Message
from sandbox.pending import QUESTION_LIFE, Summons, put_fresh
from sandbox.posting import Options, Posting, prepared
from sandbox.refusals import WorldError
from sandbox.store import Store


class Guests:
    def __init__(self, store: Store, posting: Posting) -> None:
        self._store = store
        self._posting = posting

    def summoned_by(self, message: Message) -> list[Summons]:
        """Note that this new message calls guest bots; each may answer until it grows old."""
        is_call = message.service is None and not message.only_for and message.chat.kind != "channel"
        if not is_call or self._store.accounts[message.author].is_bot:
            return []
        return [self._summon(bot, message) for bot in self._called(message)]

    def answer(self, bot: Account, query_id: str, content: Content, markup: Json | None) -> Message:
        """Send the one answer into the chat where the bot is a guest."""
        summons = self._store.summons.get(query_id)
        if summons is None or summons.bot != bot.id or summons.is_answered or self._is_late(summons):
            raise WorldError("QUERY_ID_INVALID")
        asked = summons.message
        options = Options(markup=markup, inline_id=secrets.token_urlsafe(16))
        answer = self._posting.build(bot, asked.chat, prepared(content), options)
        answer.topic, answer.reply_to, answer.guest_caller = asked.topic, asked.uid, asked.author
        summons.is_answered = True
        self._posting.publish(answer)
        return answer

    def _is_late(self, summons: Summons) -> bool:
        return self._store.clock.time() - summons.date > QUESTION_LIFE or summons.message.is_deleted

    def _summon(self, bot: Account, message: Message) -> Summons:
        summons = Summons(str(secrets.randbits(60)), bot.id, message, self._store.clock.time())
        put_fresh(self._store.summons, summons.id, summons)
        return summons

    def _called(self, message: Message) -> Iterable[Account]:
        named = [self._store.by_username(name) for name in _mentions(message)]
        replied = self._store.messages.get(message.reply_to)
        if replied is not None and replied.guest_caller:
            named.append(self._store.accounts.get(replied.author))
        return [bot for bot in dict.fromkeys(named) if isinstance(bot, Account) and self._is_guest(bot, message.chat)]

    def _is_guest(self, bot: Account, chat: Chat) -> bool:
        return bot.bot is not None and bot.bot.has_guest_mode and not self._store.member(chat, bot.id).is_inside


def _mentions(message: Message) -> list[str]:
    units = message.text.encode("utf-16-le")
    spans = [each for each in message.content.entities if each.kind == "mention"]
    return [units[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le") for each in spans]
