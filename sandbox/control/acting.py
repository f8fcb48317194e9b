"""Act as a person: everything one can do in a Telegram client."""

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

from sandbox.bot_api.inline_results import result_content, result_keyboard
from sandbox.bot_api.markup import formatted
from sandbox.control import bodies
from sandbox.control.journal import shown
from sandbox.events import CallbackAnswered, Event, InlineAnswered
from sandbox.model import Account, Chat, Content, Json, Media, Message
from sandbox.posting import Options
from sandbox.refusals import WorldError
from sandbox.topics import NAMELESS
from sandbox.world import World


class Acting:
    """The routes below `/control/people/{person}`; they answer with what came of it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/control/people/{person}", tags=["act as a person"])
        for name in (
            "send", "album", "edit", "delete", "forward", "press", "react", "stop", "type", "block", "pin", "inline",
            "choose", "topic",
        ):  # fmt: skip
            router.add_api_route(f"/{name}", getattr(self, name), methods=["POST"])
        return router

    async def send(self, person: int, body: bodies.Send) -> Json:
        account, chat = self._place(person, body.chat)
        options = Options(topic=body.topic, reply_to=body.reply_to, is_silent=body.is_silent)
        message = self._world.posting.send(account, chat, self._content(body, body.media), options)
        return shown(self._world, message, person)

    async def album(self, person: int, body: bodies.SendAlbum) -> list[Json]:
        account, chat = self._place(person, body.chat)
        contents = [self._content(item, item.media) for item in body.items]
        sent = self._world.posting.send_album(account, chat, contents, Options(topic=body.topic))
        return [shown(self._world, each, person) for each in sent]

    async def edit(self, person: int, body: bodies.Edit) -> Json:
        account, chat = self._place(person, body.chat)
        message = self._world.message(chat, person, body.message)
        content = self._content(body, body.media)
        if body.media is None and message.content.media is not None:
            self._world.editing.edit_caption(account, message, content, message.markup)
        else:
            self._world.editing.edit(account, message, content, message.markup)
        return shown(self._world, message, person)

    async def delete(self, person: int, body: bodies.Pick) -> Json:
        account, chat = self._place(person, body.chat)
        return {"deleted": len(self._world.editing.delete(account, chat, body.messages))}

    async def forward(self, person: int, body: bodies.Forward) -> list[Json]:
        account, chat = self._place(person, body.chat)
        target = self._world.chat_named(body.to, person)
        carry = self._world.carrying.forward
        sent = carry(account, chat, body.messages, target, without_author=body.without_author)
        return [shown(self._world, each, person) for each in sent]

    async def press(self, person: int, body: bodies.Press) -> Json:
        account, chat = self._place(person, body.chat)
        message = self._world.message(chat, person, body.message)
        data = body.data or _labelled(message, body.label)
        callback = self._world.dialogue.press(account, message, data)
        answered = _Waiting(
            self._world, lambda event: isinstance(event, CallbackAnswered) and event.callback is callback
        )
        await answered.wait(body.timeout)
        return {
            "id": callback.id,
            "is_answered": callback.is_answered,
            "text": callback.text,
            "is_alert": callback.is_alert,
            "url": callback.url,
        }

    async def react(self, person: int, body: bodies.React) -> Json:
        account, chat = self._place(person, body.chat)
        message = self._world.message(chat, person, body.message)
        self._world.marks.react(account, message, (body.emoji,) if body.emoji else ())
        return shown(self._world, message, person)

    async def stop(self, person: int, body: bodies.Stop) -> Json:
        account, chat = self._place(person, body.chat)
        draft = self._world.dialogue.stop(account, chat, body.draft_id)
        return {"draft_id": draft.draft_id, "text": draft.content.text}

    async def type(self, person: int, body: bodies.Type) -> Json:
        account, chat = self._place(person, body.chat)
        self._world.dialogue.type(account, chat, body.action, body.topic)
        return {}

    async def block(self, person: int, body: bodies.Block) -> Json:
        account, other = self._world.account(person), self._world.account(body.account)
        self._world.members.block(account, other, is_blocked=body.is_blocked)
        return {}

    async def pin(self, person: int, body: bodies.Pin) -> Json:
        account, chat = self._place(person, body.chat)
        message = self._world.message(chat, person, body.message, "MESSAGE_PIN_NOT_FOUND")
        if body.is_pinned:
            self._world.marks.pin(account, message)
        else:
            self._world.marks.unpin(account, chat, message)
        return {}

    async def inline(self, person: int, body: bodies.AskInline) -> Json:
        account, chat = self._place(person, body.chat)
        query = self._world.dialogue.ask_inline(account, self._world.account(body.bot), chat, body.query)
        answered = _Waiting(self._world, lambda event: isinstance(event, InlineAnswered) and event.query is query)
        await answered.wait(body.timeout)
        return {"query_id": query.id, "results": query.results, "button": query.button}

    async def choose(self, person: int, body: bodies.ChooseInline) -> Json:
        query = self._world.inline_queries.get(body.query_id)
        result = next(
            (each for each in (query.results if query else None) or [] if each.get("id") == body.result_id), None
        )
        if query is None or result is None:
            raise WorldError("QUERY_ID_INVALID")
        content = result_content(self._world, self._world.account(query.bot), result)
        account = self._world.account(person)
        choose = self._world.dialogue.choose_inline
        message = choose(account, query, body.result_id, content, result_keyboard(result), topic=body.topic)
        return shown(self._world, message, person)

    async def topic(self, person: int, body: bodies.Topic) -> Json:
        account, chat = self._place(person, body.chat)
        topics = self._world.topics
        if body.topic:
            topics.edit(account, chat, body.topic, body.title)
            return {"topic": body.topic, "title": body.title}
        topic = topics.create(account, chat, body.title or NAMELESS, is_nameless=not body.title)
        return {"topic": topic.id, "title": topic.title}

    def _place(self, person: int, chat: bodies.Reference) -> tuple[Account, Chat]:
        account = self._world.account(person)
        return account, self._world.chat_named(chat, person)

    def _content(self, body: bodies.TextIn, media: bodies.MediaIn | None) -> Content:
        text, entities = formatted(body.text, body.parse_mode, body.entities)
        return Content(text, entities, self._media(media) if media is not None else None)

    def _media(self, given: bodies.MediaIn) -> Media:
        if not given.file:
            return Media(given.kind, data=given.data)
        stored = self._world.files_kept.get(given.file)
        return Media(
            given.kind, stored.id, stored.name, stored.mime_type, stored.width, stored.height, given.duration,
            given.title, given.performer,
        )  # fmt: skip


class _Waiting:
    """Made right after the act, in the same breath: an act that is refused leaves nobody listening."""

    def __init__(self, world: World, is_it: Callable[[Any], bool]) -> None:
        self._happened = asyncio.Event()
        self._is_it = is_it
        self._unsubscribe = world.subscribe(self._on_event)

    async def wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._happened.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._unsubscribe()

    def _on_event(self, event: Event) -> None:
        if self._is_it(event):
            self._happened.set()


def _labelled(message: Message, label: str) -> str:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return next((str(each.get("callback_data", "")) for row in rows for each in row if each["text"] == label), "")
