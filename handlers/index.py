"""An index before the scan of handlers: an event meets only those that its kind, its command or its press allows.

aiogram asks the filters of handler after handler, at some ten microseconds each; with fifty handlers that is more than
all else on the way. A filter that is a `Sign` tells from the event's key alone that it cannot let the event through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters import Filter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject

GROUPS = frozenset({"group", "supergroup"})

INDEXED = ("message", "edited_message", "callback_query")

OTHER = "/"
"""In the place of a command or a press that nobody handles."""


@dataclass(frozen=True, slots=True)
class Key:
    """What the index knows of an event; there are few keys, however many events."""

    kind: str
    """Content type of a message."""
    word: str
    """Name of the command, or first word of the press."""
    is_in_group: bool = False
    has_state: bool = False
    """Whether the person is in a dialogue of several steps."""


class Sign(Filter):
    """A filter that knows which keys never pass it."""

    word = ""
    """The command or press that it is about."""

    def may_pass(self, key: Key) -> bool:
        raise NotImplementedError


class Kind(Sign):
    """Messages of these content types; a coroutine, because aiogram gives each `F.…` a thread."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = frozenset(kinds)

    def may_pass(self, key: Key) -> bool:
        return key.kind in self._kinds

    async def __call__(self, message: Message) -> bool:
        return message.content_type in self._kinds


class AnyCommand(Sign):
    """Messages that begin with a slash."""

    def may_pass(self, key: Key) -> bool:
        return bool(key.word)

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith("/")


class InGroup(Sign):
    """Messages of groups and supergroups."""

    def may_pass(self, key: Key) -> bool:
        return key.is_in_group

    async def __call__(self, message: Message) -> bool:
        return message.chat.type in GROUPS


class InPrivate(Sign):
    """Messages of the chats that people have with the bot alone."""

    def may_pass(self, key: Key) -> bool:
        return not key.is_in_group

    async def __call__(self, message: Message) -> bool:
        return message.chat.type == "private"


class Step(Sign):
    """Messages of a person whose dialogue is at this state; what they say to others in a group is no answer."""

    def __init__(self, state: State) -> None:
        self._state = state.state

    def may_pass(self, key: Key) -> bool:
        return key.has_state

    async def __call__(self, _: Message, raw_state: str | None = None, *, is_for_me: bool = False) -> bool:
        return is_for_me and raw_state == self._state


class IndexedObserver(TelegramEventObserver):
    """Handlers in their order; each key has those of them that it can reach."""

    def __init__(self, router: Router, event_name: str, handlers: Iterable[HandlerObject]) -> None:
        super().__init__(router=router, event_name=event_name)
        self.handlers.extend(handlers)
        self._words = frozenset(sign.word for handler in self.handlers for sign in _signs(handler))
        self._by_key: dict[Key, tuple[HandlerObject, ...]] = {}

    async def trigger(self, event: TelegramObject, **kwargs: Any) -> Any:
        key = self._key(event, has_state=bool(kwargs.get("raw_state")))
        reachable = self._by_key.get(key)
        if reachable is None:
            reachable = self._by_key[key] = self._reachable(key)
        for handler in reachable:
            kwargs["handler"] = handler
            is_fit, found = await handler.check(event, **kwargs)
            if is_fit:
                try:
                    return await self._handle(handler, event, {**kwargs, **found})
                except SkipHandler:
                    continue
        return UNHANDLED

    async def _handle(self, handler: HandlerObject, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Inner middlewares judge handlers by their flags; one without any goes past them."""
        if not handler.flags:
            return await handler.call(event, **data)
        return await self.middleware.wrap_middlewares(self._resolve_middlewares(), handler.call)(event, data)

    def _key(self, event: TelegramObject, *, has_state: bool) -> Key:
        if isinstance(event, Message):
            word = _command_of(event.text or "")
            return Key(event.content_type, self._known(word), event.chat.type in GROUPS, has_state)
        if isinstance(event, CallbackQuery):
            return Key("", self._known((event.data or "").partition(":")[0]), has_state=has_state)
        return Key("", "")

    def _known(self, word: str) -> str:
        return word if word in self._words else OTHER

    def _reachable(self, key: Key) -> tuple[HandlerObject, ...]:
        return tuple(each for each in self.handlers if all(sign.may_pass(key) for sign in _signs(each)))


def _signs(handler: HandlerObject) -> list[Sign]:
    return [each.callback for each in handler.filters or () if isinstance(each.callback, Sign)]


def _command_of(text: str) -> str:
    if not text.startswith("/"):
        return ""
    return text.split(maxsplit=1)[0][1:].partition("@")[0].lower() or OTHER


def collect(into: Router, routers: Iterable[Router]) -> None:
    """Put all their handlers into one router, in their order: each router costs every update its way through it.

    Inner middlewares are not taken along.
    """
    found = list(routers)
    for name, observer in into.observers.items():
        handlers = [each for router in found if name in router.observers for each in router.observers[name].handlers]
        if name in INDEXED:
            into.observers[name] = IndexedObserver(into, name, handlers)
        else:
            observer.handlers.extend(handlers)
