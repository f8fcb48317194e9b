"""One open page: who it is, what it asks, what it hears."""

import asyncio
import json
from contextlib import suppress

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from core.tasks import Supervisor
from sandbox.events import AccountAdded, CallbackAnswered, Event, InlineAnswered, WorldReplaced
from sandbox.model import Account
from sandbox.pending import Callback, InlineQuery
from sandbox.refusals import WorldError
from sandbox.web.acting import Acting
from sandbox.web.asks import ASK, AnyAsk, AskInline, Open, Press
from sandbox.web.cards import Card, Cards, person_card
from sandbox.web.feed import Feed
from sandbox.world import World

MOST_WAITING = 5000
"""Events a page may lag behind; one that lags more is cut off, reconnects and looks afresh."""
SEND_SECONDS = 30.0


class Session:
    def __init__(self, world: World, websocket: WebSocket) -> None:
        self._world = world
        self._websocket = websocket
        self._outgoing: asyncio.Queue[Card] = asyncio.Queue(MOST_WAITING)
        self._is_lagging = False
        self._acting: Acting | None = None
        self._feed: Feed | None = None
        self._person: Account | None = None
        self._presses: dict[str, int] = {}
        """callback id -> the ask that waits for the bot's answer"""
        self._inline: tuple[str, int] = ("", 0)
        """The newest inline query and its ask; nobody waits for the results of those before."""

    async def run(self, supervisor: Supervisor) -> None:
        """Until the page is closed."""
        unsubscribe = self._world.subscribe(self._hear)
        writer = supervisor.spawn(self._write(), name="page-writer")
        self._tell_people()
        try:
            with suppress(WebSocketDisconnect):
                while not writer.done():
                    self._answer(await self._websocket.receive_text())
        finally:
            unsubscribe()
            writer.cancel()

    async def _write(self) -> None:
        with suppress(WebSocketDisconnect, TimeoutError):
            while not self._is_lagging:
                card = await self._outgoing.get()
                text = json.dumps(card, ensure_ascii=False, separators=(",", ":"))
                async with asyncio.timeout(SEND_SECONDS):
                    await self._websocket.send_text(text)
            await self._websocket.close(code=1013)

    def _tell(self, card: Card) -> None:
        try:
            self._outgoing.put_nowait(card)
        except asyncio.QueueFull:
            self._is_lagging = True

    def _tell_people(self) -> None:
        people = [person_card(each) for each in self._world.accounts.values() if not each.is_bot]
        self._tell({"is": "people", "people": people})

    def _hear(self, event: Event) -> None:
        if isinstance(event, CallbackAnswered):
            self._on_press_answered(event.callback)
        elif isinstance(event, InlineAnswered):
            self._on_inline_answered(event.query)
        elif isinstance(event, WorldReplaced):
            self._is_lagging = True
            self._tell_people()
        elif isinstance(event, AccountAdded) and not event.account.is_bot:
            self._tell_people()
        elif self._feed is not None:
            for card in self._feed.of(event):
                self._tell(card)

    def _answer(self, text: str) -> None:
        ask_id = 0
        try:
            raw = json.loads(text)
            ask_id = raw.get("id", 0) if isinstance(raw, dict) else 0
            result = self._do(ASK.validate_python(raw))
        except (ValidationError, json.JSONDecodeError, RecursionError):
            self._tell({"is": "refused", "id": ask_id, "name": "ASK_INVALID", "reason": "The page asked wrongly"})
        except WorldError as error:
            reason = error.description.partition(": ")[2] or error.description
            self._tell({"is": "refused", "id": ask_id, "name": error.name, "reason": reason})
        else:
            if result is not None:
                self._tell({"is": "done", "id": ask_id, "result": result})

    def _do(self, ask: AnyAsk) -> Card | None:
        """The result, or None when it comes later."""
        if isinstance(ask, Open):
            return self._open(ask)
        if self._acting is None:
            raise WorldError("USER_ID_INVALID")
        if isinstance(ask, Press):
            return self._press(ask, self._acting)
        if isinstance(ask, AskInline):
            self._inline = (self._acting.ask_inline(ask).id, ask.id)
            return None
        return self._acting.do(ask)

    def _open(self, ask: Open) -> Card:
        person = self._world.account(ask.person)
        if person.is_bot:
            raise WorldError("USER_ID_INVALID")
        cards = Cards(self._world, person)
        self._person = person
        self._acting = Acting(self._world, person, cards)
        self._feed = Feed(self._world, person, cards)
        self._presses.clear()
        drafts = [
            {"chat": chat.id_for(person.id), "draft": cards.draft(draft)}
            for chat in self._world.chats_of(person.id)
            for draft in self._world.dialogue.drafts_in(chat)
        ]
        return {"me": person_card(person), "chats": cards.chats(), "drafts": drafts}

    def _press(self, ask: Press, acting: Acting) -> Card | None:
        message = acting.message(ask, ask.message)
        if self._person is None:
            raise WorldError("USER_ID_INVALID")
        callback = self._world.dialogue.press(self._person, message, ask.data)
        if callback.is_answered:
            return _press_card(callback)
        self._presses[callback.id] = ask.id
        return None

    def _on_press_answered(self, callback: Callback) -> None:
        ask_id = self._presses.pop(callback.id, None)
        if ask_id is not None:
            self._tell({"is": "done", "id": ask_id, "result": _press_card(callback)})

    def _on_inline_answered(self, query: InlineQuery) -> None:
        asked, ask_id = self._inline
        if query.id == asked:
            self._tell({"is": "done", "id": ask_id, "result": _inline_card(query)})


def _inline_card(query: InlineQuery) -> Card:
    results = [
        {"id": each["id"], "title": each.get("title", ""), "description": each.get("description", "")}
        for each in query.results or []
    ]
    return {"query": query.id, "results": results, "button": query.button}


def _press_card(callback: Callback) -> Card:
    return {"text": callback.text, "is_alert": callback.is_alert, "url": callback.url}
