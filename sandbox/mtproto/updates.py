"""Events of the world on their way to clients: pushed to live sessions, or kept for the answer to their causer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from telethon import types

from sandbox.events import Event
from sandbox.mtproto.happenings import updates_out
from sandbox.mtproto.moments import moment
from sandbox.mtproto.peers import View
from sandbox.mtproto.session import Session, squeezed

if TYPE_CHECKING:
    from sandbox.mtproto.server import MtprotoServer

_cause: ContextVar[Session | None] = ContextVar("mtproto_cause", default=None)
"""The session whose request is being answered."""


class UpdateHub:
    """Listens to the world. What a session causes itself goes into its answer, or after it, never before."""

    def __init__(self, server: "MtprotoServer") -> None:
        self._server = server
        self._kept: dict[Session, tuple[View, list[Any]]] = {}
        self._unsubscribe: Callable[[], None] | None = None

    def start(self) -> None:
        self._unsubscribe = self._server.world.subscribe(self._on_event)

    def stop(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    @contextmanager
    def captured(self, session: Session) -> Iterator[None]:
        """Whatever happens inside was caused by this session."""
        token = _cause.set(session)
        try:
            yield
        finally:
            _cause.reset(token)

    def take(self, session: Session, account_id: int) -> tuple[View, list[Any]]:
        """What the session caused since it was last asked; the view knows who is named in it."""
        return self._kept.pop(session, None) or (View(self._server.world, account_id), [])

    def flush(self, session: Session) -> None:
        """Push what no answer took along."""
        if session in self._kept:
            view, updates = self._kept.pop(session)
            _push(session, view, updates)

    def _on_event(self, event: Event) -> None:
        made: dict[int, tuple[View, list[Any]]] = {}
        for session in self._server.sessions():
            account_id = session.auth_key.account_id
            if session is _cause.get():
                self._keep(session, account_id, event)
            elif session.wants_updates:
                if account_id not in made:
                    view = View(self._server.world, account_id)
                    made[account_id] = (view, updates_out(view, event))
                _push(session, *made[account_id])

    def _keep(self, session: Session, account_id: int, event: Event) -> None:
        view, updates = self._kept.setdefault(session, (View(self._server.world, account_id), []))
        updates += updates_out(view, event)


def _push(session: Session, view: View, updates: list[Any]) -> None:
    if updates:
        session.send(squeezed(bytes(bundle(view, updates))))


def bundle(view: View, updates: list[Any]) -> Any:
    """`seq` stays 0: with any other number Telethon sees a gap in updates of channels and drops them."""
    return types.Updates(updates, view.users(), view.chats(), moment(view.world.now()), 0)
