"""The messages of one packet, answered: service messages here, methods by the dispatcher."""

import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from telethon import functions, types
from telethon.tl.core import RpcResult

from sandbox.mtproto.incoming import Incoming
from sandbox.mtproto.refusal import Refusal
from sandbox.mtproto.session import Session, encode, squeezed

if TYPE_CHECKING:
    from sandbox.mtproto.server import MtprotoServer

_SALT_LIFE = timedelta(days=30)
_RECEIVED, _UNKNOWN = "\x04", "\x01"
_QUIET = (types.MsgsAck, types.MsgsStateInfo, types.MsgsAllInfo, types.HttpWait)


class Requests:
    """Answers in order; `hang_up_after` sets how long the connection may stay silent."""

    def __init__(self, server: "MtprotoServer", hang_up_after: Callable[[float], None]) -> None:
        self._server = server
        self._hang_up_after = hang_up_after

    async def answer(self, session: Session, messages: list[Incoming]) -> None:
        if due := [message.id for message in messages if message.sequence % 2]:
            session.send(bytes(types.MsgsAck(due)), is_content=False)
        for message in messages:
            if not isinstance(message.content, _QUIET):
                parts = self._service(session, message) or [(await self._call(session, message), True)]
                session.send_together(parts)
                self._server.updates.flush(session)

    def _service(self, session: Session, message: Incoming) -> list[tuple[bytes, bool]] | None:
        """The answer to a service message, and whether it is to be acknowledged; None for a method of the API."""
        content = message.content
        if isinstance(content, functions.PingRequest | functions.PingDelayDisconnectRequest):
            if isinstance(content, functions.PingDelayDisconnectRequest):
                self._hang_up_after(float(content.disconnect_delay))
            return [(bytes(types.Pong(message.id, content.ping_id)), True)]
        if isinstance(content, types.MsgsStateReq | types.MsgResendReq):
            known = "".join(_RECEIVED if each in session.seen else _UNKNOWN for each in content.msg_ids)
            return [(bytes(types.MsgsStateInfo(message.id, known)), False)]
        if isinstance(content, functions.GetFutureSaltsRequest):
            return [(_future_salts(session, message), False)]
        if isinstance(content, functions.DestroySessionRequest):
            return [(self._destroy_session(session, content.session_id), True)]
        if isinstance(content, functions.DestroyAuthKeyRequest):
            return [(self._destroy_key(session), True)]
        return None

    def _destroy_key(self, session: Session) -> bytes:
        self._server.keys.remove(session.auth_key)
        return bytes(types.DestroyAuthKeyOk())

    def _destroy_session(self, session: Session, session_id: int) -> bytes:
        is_there = session_id != session.id and self._server.drop_session(session.auth_key, session_id)
        return bytes(types.DestroySessionOk(session_id) if is_there else types.DestroySessionNone(session_id))

    async def _call(self, session: Session, message: Incoming) -> bytes:
        if isinstance(message.content, functions.RpcDropAnswerRequest):
            body = bytes(types.RpcAnswerUnknown())
        else:
            body = await self._result(session, message.content)
        return struct.pack("<Iq", RpcResult.CONSTRUCTOR_ID, message.id) + squeezed(body)

    async def _result(self, session: Session, request: Any) -> bytes:
        try:
            with self._server.updates.captured(session):
                result, element = await self._server.dispatcher.call(self._server, session, request)
        except Refusal as refusal:
            return bytes(types.RpcError(refusal.code, refusal.name))
        return encode(result, element)


def _future_salts(session: Session, message: Incoming) -> bytes:
    now = datetime.now(UTC)
    salt = types.FutureSalt(now - _SALT_LIFE, now + _SALT_LIFE, session.auth_key.salt)
    salts = [salt] if message.content.num > 0 else []
    return bytes(types.FutureSalts(message.id, int(time.time()), salts))
