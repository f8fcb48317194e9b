"""What a person does through the page, done in the world."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from sandbox.bot_api.inline_results import result_content, result_keyboard
from sandbox.model import Account, Content, Media, Message
from sandbox.pending import InlineQuery
from sandbox.posting import Options
from sandbox.refusals import WorldError
from sandbox.web.asks import (
    AnyAsk,
    AskInline,
    ChooseInline,
    Delete,
    Edit,
    Entity,
    History,
    InChat,
    OpenTopic,
    React,
    Read,
    Send,
    Sent,
    Stop,
    Typing,
)
from sandbox.web.cards import Card, Cards
from sandbox.world import World

ALBUM = 10
"""Media in one album, at most."""


class Acting:
    def __init__(self, world: World, person: Account, cards: Cards) -> None:
        self._world = world
        self._person = person
        self._cards = cards
        self._doers: dict[str, Callable[[Any], Card]] = {
            "history": self._history,
            "read": self._read,
            "send": self._send,
            "edit": self._edit,
            "delete": self._delete,
            "stop": self._stop,
            "react": self._react,
            "typing": self._type,
            "open_topic": self._open_topic,
            "choose": self._choose,
        }

    def do(self, ask: AnyAsk) -> Card:
        """The result for the page.

        Raises:
            WorldError: the world refused.
        """
        return self._doers[ask.do](ask)

    def message(self, ask: InChat, number: int) -> Message:
        chat = self._world.chat(ask.chat, self._person.id)
        return self._world.message(chat, self._person.id, number)

    def _history(self, ask: History) -> Card:
        world, viewer = self._world, self._person.id
        if ask.chat in world.accounts and world.chats.get(_private_key(viewer, ask.chat)) is None:
            return {"messages": [], "is_complete": True}
        messages = [each for each in world.messages_of(world.chat(ask.chat, viewer), viewer) if each.topic == ask.topic]
        older = [each for each in messages if not ask.before or each.id_for(viewer) < ask.before]
        page = older[-ask.limit :]
        return {"messages": [self._cards.message(each) for each in page], "is_complete": len(page) == len(older)}

    def _read(self, ask: Read) -> Card:
        chat = self._world.chat(ask.chat, self._person.id)
        self._cards.unread.mark(chat, ask.topic)
        return {"chat": self._cards.chat(chat)}

    def _send(self, ask: Send) -> Card:
        chat = self._world.chat(ask.chat, self._person.id)
        options = Options(topic=ask.topic, reply_to=ask.reply)
        words = _words(ask.text, ask.entities)
        contents = [replace(Content(), media=self._media(file)) for file in ask.files] or [words]
        contents[0] = replace(words, media=contents[0].media)
        sent: list[Message] = []
        for album in _albums(contents):
            if len(album) > 1:
                sent += self._world.posting.send_album(self._person, chat, album, options)
            else:
                sent.append(self._world.posting.send(self._person, chat, album[0], options))
            options = replace(options, reply_to=0)
        return {"messages": [each.id_for(self._person.id) for each in sent]}

    def _media(self, file: Sent) -> Media:
        stored = self._world.files_kept.get(file.upload)
        return Media(
            file.kind,
            stored.id,
            file_name="" if file.kind == "photo" else file.name,
            mime_type=file.mime or stored.mime_type,
            width=stored.width,
            height=stored.height,
            duration=file.duration,
        )

    def _edit(self, ask: Edit) -> Card:
        message = self.message(ask, ask.message)
        content = replace(_words(ask.text, ask.entities), media=message.content.media)
        self._world.editing.edit(self._person, message, content, message.markup)
        return {}

    def _delete(self, ask: Delete) -> Card:
        self._world.editing.delete(self._person, self._world.chat(ask.chat, self._person.id), ask.messages)
        return {}

    def _stop(self, ask: Stop) -> Card:
        self._world.dialogue.stop(self._person, self._world.chat(ask.chat, self._person.id), ask.draft)
        return {}

    def _react(self, ask: React) -> Card:
        emoji = (ask.emoji,) if ask.emoji else ()
        self._world.marks.react(self._person, self.message(ask, ask.message), emoji)
        return {}

    def _type(self, ask: Typing) -> Card:
        chat = self._world.chat(ask.chat, self._person.id)
        self._world.dialogue.type(self._person, chat, "typing", ask.topic)
        return {}

    def _open_topic(self, ask: OpenTopic) -> Card:
        chat = self._world.chat(ask.chat, self._person.id)
        return {"topic": self._world.topics.create(self._person, chat, ask.title, is_nameless=True).id}

    def ask_inline(self, ask: AskInline) -> InlineQuery:
        chat, bot = self._world.chat(ask.chat, self._person.id), self._world.by_username(ask.bot)
        if not isinstance(bot, Account):
            raise WorldError("USERNAME_NOT_OCCUPIED")
        return self._world.dialogue.ask_inline(self._person, bot, chat, ask.query)

    def _choose(self, ask: ChooseInline) -> Card:
        """Send a result into the chat where the query was typed."""
        query = self._world.inline_queries.get(ask.query)
        found = next((each for each in (query.results if query else None) or [] if each.get("id") == ask.result), None)
        if query is None or found is None or query.account != self._person.id:
            raise WorldError("QUERY_ID_INVALID")
        content = result_content(self._world, self._world.accounts[query.bot], found)
        choose = self._world.dialogue.choose_inline
        choose(self._person, query, ask.result, content, result_keyboard(found), topic=ask.topic)
        return {}


def _private_key(one: int, other: int) -> str:
    return f"private:{min(one, other)}:{max(one, other)}"


def _words(text: str, entities: Iterable[Entity]) -> Content:
    return Content(text, tuple(entity.in_world() for entity in entities))


def _albums(contents: list[Content]) -> list[list[Content]]:
    """Photos beside each other stand together, files too; voices stand alone."""
    runs: list[list[Content]] = []
    for kind, run in groupby(contents, key=lambda content: content.media.kind if content.media else ""):
        items = list(run)
        step = ALBUM if kind in {"photo", "document"} else 1
        runs += [items[at : at + step] for at in range(0, len(items), step)]
    return runs
