"""From a request to its answer: wrappers taken off, sign-in checked, the method found in one table, refusals named."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from telethon import functions
from telethon.tl.alltlobjects import LAYER

from sandbox.events import FaultMet
from sandbox.faults import Fault
from sandbox.model import Account
from sandbox.mtproto.incoming import Unknown
from sandbox.mtproto.peers import Finder, View
from sandbox.mtproto.refusal import Cut, Refusal
from sandbox.mtproto.session import Session
from sandbox.mtproto.updates import bundle
from sandbox.refusals import WorldError

if TYPE_CHECKING:
    from sandbox.mtproto.server import MtprotoServer
    from sandbox.world import World

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Call:
    """One request on its way: who asks, in which session, and the server with the world behind it."""

    server: "MtprotoServer"
    session: Session
    account_id: int

    @property
    def world(self) -> "World":
        return self.server.world

    @property
    def me(self) -> Account:
        return self.world.accounts[self.account_id]

    @property
    def find(self) -> Finder:
        return Finder(self.world, self.account_id)

    def view(self) -> View:
        return View(self.world, self.account_id)

    def happened(self, *first: Any) -> Any:
        """Updates: `first`, then whatever this request has caused so far."""
        view, updates = self.server.updates.take(self.session, self.account_id)
        return bundle(view, [*first, *updates])

    def silence(self) -> None:
        """The answer tells the client enough: what the request caused is not pushed after it."""
        self.server.updates.take(self.session, self.account_id)


Method = Callable[[Call, Any], Awaitable[Any]]

_WRAPPERS = (
    functions.InvokeAfterMsgRequest,
    functions.InvokeAfterMsgsRequest,
    functions.InvokeWithTakeoutRequest,
    functions.InvokeWithMessagesRangeRequest,
)


class Dispatcher:
    """Holds the table; `open_methods` may be called before signing in."""

    def __init__(self, methods: dict[Any, Method], open_methods: frozenset[Any]) -> None:
        self._methods = methods
        self._open = open_methods

    async def call(self, server: "MtprotoServer", session: Session, request: Any) -> tuple[Any, str]:
        """The result, and of what its vector is made if it is one.

        Raises:
            Refusal: what Telegram answers instead.
        """
        query = self._unwrap(session, request)
        if isinstance(query, Unknown):
            raise Refusal(f"INPUT_METHOD_INVALID_{query.constructor}")
        method = self._methods.get(type(query))
        if method is None:
            log.warning("mtproto_method_missing", method=type(query).__name__)
            raise Refusal("METHOD_INVALID")
        account_id = server.signed_in(session.auth_key)
        if not account_id and type(query) not in self._open:
            raise Refusal("SESSION_PASSWORD_NEEDED" if session.auth_key.password_due else "AUTH_KEY_UNREGISTERED", 401)
        fault = await _met_fault(server.world, account_id, method_name(query))
        result = await _guarded(method, Call(server, session, account_id), query)
        if fault is not None:
            await _spoil_answer(fault)
        return result, _element(query)

    def _unwrap(self, session: Session, request: Any) -> Any:
        """Take the wrappers off; the layer stays with the authorization key."""
        query, wants_updates = request, True
        while True:
            if isinstance(query, functions.InvokeWithLayerRequest):
                if query.layer != LAYER:
                    raise Refusal("CONNECTION_LAYER_INVALID")
                session.auth_key.layer = query.layer
            elif isinstance(query, functions.InvokeWithoutUpdatesRequest):
                wants_updates = False
            elif not isinstance(query, (functions.InitConnectionRequest, *_WRAPPERS)):
                break
            query = query.query
        if not session.auth_key.layer:
            raise Refusal("CONNECTION_NOT_INITED")
        session.wants_updates = session.wants_updates or wants_updates
        return query


def method_name(query: Any) -> str:
    """`messages.sendMessage`, from Telethon's class for it."""
    name = type(query).__name__.removesuffix("Request")
    area = type(query).__module__.rpartition(".functions")[2].removeprefix(".")
    return f"{area}.{name[0].lower()}{name[1:]}".removeprefix(".")


async def _met_fault(world: "World", account_id: int, name: str) -> Fault | None:
    """A fault that somebody ordered for this method, by its full or its short name.

    Raises:
        Refusal: or Cut, when the fault comes before the effect.
    """
    fault = world.faults.take(account_id, name) or world.faults.take(account_id, name.rpartition(".")[2])
    if fault is None:
        return None
    world.emit(FaultMet(name))
    if fault.kind == "flood":
        raise Refusal(f"FLOOD_WAIT_{fault.retry_after}", 420)
    if fault.kind == "error":
        raise Refusal(fault.description, fault.code)
    if fault.kind == "cut_before":
        raise Cut
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    return fault


async def _spoil_answer(fault: Fault) -> None:
    """What a fault does when the effect is there and the answer is not."""
    if fault.kind == "cut_after":
        raise Cut
    if fault.kind == "delay_after":
        await asyncio.sleep(fault.seconds)


def _element(query: Any) -> str:
    """Telethon reads a vector of plain numbers by itself; which numbers is not in the class, so it stands here."""
    return "long" if isinstance(query, functions.contacts.GetContactIDsRequest) else "object"


async def _guarded(method: Method, call: Call, query: Any) -> Any:
    try:
        return await method(call, query)
    except WorldError as error:
        raise Refusal(error.mtproto, error.mtproto_code) from error
    except (Refusal, Cut):
        raise
    except Exception as error:
        log.exception("mtproto_method_failed", method=type(query).__name__)
        raise Refusal("SANDBOX_METHOD_FAILED") from error
