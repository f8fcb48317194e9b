"""One TCP connection: packets in, packets out, from the handshake to encrypted sessions."""

import asyncio
import struct
import time
from typing import TYPE_CHECKING

import structlog
from telethon import types
from telethon.errors import TypeNotFoundError
from telethon.extensions import BinaryReader

from sandbox.mtproto.auth_keys import AuthKey
from sandbox.mtproto.crypto import BadMessage, Envelope, decrypt
from sandbox.mtproto.handshake import Handshake, HandshakeError
from sandbox.mtproto.incoming import Rejected, check_message, check_packet, unpack
from sandbox.mtproto.refusal import Cut
from sandbox.mtproto.requests import Requests
from sandbox.mtproto.session import MessageIds, Session
from sandbox.mtproto.transport import Codec, TransportError, detect

if TYPE_CHECKING:
    from sandbox.mtproto.server import MtprotoServer

log = structlog.get_logger(__name__)

_UNKNOWN_KEY = struct.pack("<i", -404)
_BAD_SALT = 48
_IDLE = 3600.0
_LARGEST_BACKLOG = 64 * 1024 * 1024


class Connection:
    """Reads until the client goes, falls silent, or breaks the protocol."""

    def __init__(self, server: "MtprotoServer", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._codec: Codec | None = None
        self._handshake = Handshake(server.key)
        self._plain_ids = MessageIds()
        self._sessions: dict[tuple[int, int], Session] = {}
        self._requests = Requests(server, self._hang_up_after)
        self._patience = _IDLE
        self._task: asyncio.Task[None] | None = None

    @property
    def sessions(self) -> list[Session]:
        return list(self._sessions.values())

    def drop_session(self, auth_key: AuthKey, session_id: int) -> bool:
        return self._sessions.pop((auth_key.id, session_id), None) is not None

    async def serve(self) -> None:
        self._task = asyncio.current_task()
        try:
            self._codec = await asyncio.wait_for(detect(self._reader), _IDLE)
            while True:
                packet = await asyncio.wait_for(self._codec.read(self._reader), self._patience)
                await self._on_packet(packet)
                await asyncio.wait_for(self._writer.drain(), _IDLE)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError, Cut, asyncio.CancelledError):
            pass  # cancelled is who waits out a delay while the server ends: the task is over here anyway
        except (TransportError, HandshakeError, BadMessage, TypeNotFoundError, struct.error, BufferError) as error:
            log.info("mtproto_connection_refused", reason=str(error))
        finally:
            self.close()

    def close(self) -> None:
        self._sessions.clear()
        self._writer.close()

    def abort(self) -> None:
        """Close without waiting for a client that reads nothing, or for an answer that is delayed on order."""
        self._sessions.clear()
        self._writer.transport.abort()
        if self._task is not None:
            self._task.cancel()

    def _hang_up_after(self, seconds: float) -> None:
        self._patience = seconds

    def _write(self, packet: bytes) -> None:
        if self._codec is None or self._writer.is_closing():
            return
        self._writer.write(self._codec.frame(packet))
        if self._writer.transport.get_write_buffer_size() > _LARGEST_BACKLOG:
            self._writer.transport.abort()

    async def _on_packet(self, packet: bytes) -> None:
        (key_id,) = struct.unpack_from("<Q", packet)
        if key_id == 0:
            return self._on_plain(packet)
        auth_key = self._server.keys.get(key_id)
        if auth_key is None:
            return self._write(_UNKNOWN_KEY)
        return await self._on_encrypted(auth_key, decrypt(auth_key.key, packet))

    def _on_plain(self, packet: bytes) -> None:
        request = BinaryReader(packet[20:]).tgread_object()
        answer = bytes(self._handshake.answer(request))
        if self._handshake.auth_key is not None:
            self._server.keys.add(self._handshake.auth_key)
            self._handshake = Handshake(self._server.key)
        self._write(struct.pack("<qqi", 0, self._plain_ids.fresh(1), len(answer)) + answer)

    async def _on_encrypted(self, auth_key: AuthKey, envelope: Envelope) -> None:
        session = self._sessions.get((auth_key.id, envelope.session_id))
        reply = session or Session(auth_key, envelope.session_id, self._write)
        if envelope.salt != auth_key.salt:
            bad = types.BadServerSalt(envelope.message_id, envelope.sequence, _BAD_SALT, auth_key.salt)
            return reply.send(bytes(bad), is_content=False)
        try:
            check_packet(reply, envelope.message_id)
            messages = unpack(envelope.message_id, envelope.sequence, envelope.body)
            for message in messages:
                check_message(reply, message)
        except Rejected as error:
            bad = types.BadMsgNotification(envelope.message_id, envelope.sequence, error.code)
            return reply.send(bytes(bad), is_content=False)
        if session is None:
            self._sessions[auth_key.id, envelope.session_id] = reply
            created = types.NewSessionCreated(messages[0].id, time.monotonic_ns(), auth_key.salt)
            reply.send(bytes(created))
        fresh = [message for message in messages if message.id not in reply.seen]
        reply.remember(envelope.message_id, envelope.sequence)
        for message in fresh:
            reply.remember(message.id, message.sequence)
        return await self._requests.answer(reply, fresh)
