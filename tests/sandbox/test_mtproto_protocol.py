"""The layers below the methods: transports, handshake, salts, numbering, containers, gzip, service messages."""

import asyncio
import logging
import struct
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telethon import functions, types
from telethon.crypto import rsa
from telethon.errors import AuthKeyNotFound
from telethon.extensions import BinaryReader
from telethon.network import (
    ConnectionTcpAbridged,
    ConnectionTcpFull,
    ConnectionTcpIntermediate,
    MTProtoPlainSender,
    authenticator,
)
from telethon.tl.alltlobjects import LAYER
from telethon.tl.core import GzipPacked, MessageContainer, RpcResult

from sandbox.mtproto.crypto import Envelope, ServerKey, decrypt, encrypt, key_id_of
from sandbox.mtproto.server import DC, HOST, MtprotoServer
from sandbox.mtproto.session import squeezed
from sandbox.seed import ANNA
from tests.fakes.telethon_client import client_of, new_client, serving

LOGGERS: Any = defaultdict(lambda: logging.getLogger("raw-client"))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


class RawClient:
    """Says exactly what a test tells it to, after a real handshake."""

    def __init__(self, connection: Any, key: bytes) -> None:
        self._connection = connection
        self._key = key
        self._last = 0
        self.key_id = key_id_of(key)
        self.salt = 0
        self.session_id = 0x5E5510

    def fresh_id(self) -> int:
        self._last = max(int(time.time() * 2**32) & ~3, self._last + 4)
        return self._last

    async def say(self, body: bytes, *, sequence: int = 1, message_id: int = 0) -> int:
        message_id = message_id or self.fresh_id()
        envelope = Envelope(self.salt, self.session_id, message_id, sequence, body)
        await self._connection.send(encrypt(self._key, envelope, from_server=False))
        return message_id

    async def hear(self, wanted: Any) -> Any:
        """The next message of this class; others before it are passed over."""
        while True:
            packet = await asyncio.wait_for(self._connection.recv(), 10)
            envelope = decrypt(self._key, packet, from_server=True)
            assert (envelope.session_id, envelope.message_id % 2) == (self.session_id, 1)
            heard = BinaryReader(envelope.body).tgread_object()
            messages = [each.obj for each in heard.messages] if isinstance(heard, MessageContainer) else [heard]
            found = next((each for each in messages if isinstance(each, wanted)), None)
            if found is not None:
                return found

    async def agree_on_salt(self) -> None:
        await self.say(bytes(functions.PingRequest(1)))
        self.salt = (await self.hear(types.BadServerSalt)).new_server_salt

    async def disconnect(self) -> None:
        await self._connection.disconnect()


@pytest.fixture
async def raw(server: MtprotoServer) -> AsyncIterator[RawClient]:
    rsa.add_key(server.public_key_pem, old=False)
    connection = ConnectionTcpFull(HOST, server.port, DC, loggers=LOGGERS)
    await connection.connect()
    key, _ = await authenticator.do_authentication(MTProtoPlainSender(connection, loggers=LOGGERS))
    client = RawClient(connection, key.key)
    await client.agree_on_salt()
    yield client
    await client.disconnect()


def in_layer(request: Any, layer: int = LAYER) -> bytes:
    return bytes(
        functions.InvokeWithLayerRequest(
            layer, functions.InitConnectionRequest(1, "test", "1", "1", "en", "", "en", request)
        )
    )


def container(*messages: tuple[int, int, bytes]) -> bytes:
    packed = [struct.pack("<qii", number, sequence, len(body)) + body for number, sequence, body in messages]
    return struct.pack("<Ii", MessageContainer.CONSTRUCTOR_ID, len(messages)) + b"".join(packed)


@pytest.mark.parametrize("transport", [ConnectionTcpFull, ConnectionTcpAbridged, ConnectionTcpIntermediate])
async def test_a_client_connects_over_each_transport(server: MtprotoServer, transport: Any) -> None:
    client = new_client(server, connection=transport)
    await client.connect()
    config = await client(functions.help.GetConfigRequest())
    assert (config.this_dc, config.dc_options[0].port) == (DC, server.port)
    await client.disconnect()


async def test_a_key_that_the_server_never_gave_is_answered_as_unknown(server: MtprotoServer) -> None:
    stranger = new_client(server)
    stranger.session.auth_key = authenticator.AuthKey(b"\x01" * 256)
    client = new_client(server, stranger.session.save())
    with pytest.raises(AuthKeyNotFound):
        await client.connect()
    await client.disconnect()


async def test_the_public_key_lies_beside_the_private_one_and_stays(tmp_path: Path) -> None:
    key = ServerKey.load_or_make(tmp_path / "folder" / "key.json")
    again = ServerKey.load_or_make(tmp_path / "folder" / "key.json")
    assert again == key
    assert (tmp_path / "folder" / "key.pub").read_text() == key.public_pem


async def test_a_new_session_is_announced_once(raw: RawClient) -> None:
    await raw.say(bytes(functions.PingRequest(2)))
    created = await raw.hear(types.NewSessionCreated)
    assert created.server_salt == raw.salt
    assert (await raw.hear(types.Pong)).ping_id == 2


async def test_a_ping_with_delay_hangs_up_when_nothing_follows(raw: RawClient) -> None:
    await raw.say(bytes(functions.PingDelayDisconnectRequest(3, 0)))
    assert (await raw.hear(types.Pong)).ping_id == 3
    with pytest.raises(ConnectionError):
        await raw.hear(types.Pong)


@pytest.mark.parametrize(
    ("age", "remainder", "code"), [(400, 0, 16), (-60, 0, 17), (0, 1, 18)], ids=["too old", "too new", "not by four"]
)
async def test_a_message_id_out_of_order_is_refused(raw: RawClient, age: int, remainder: int, code: int) -> None:
    number = ((int(time.time()) - age) << 32) + remainder
    await raw.say(bytes(functions.PingRequest(4)), message_id=number)
    refused = await raw.hear(types.BadMsgNotification)
    assert (refused.bad_msg_id, refused.error_code) == (number, code)


async def test_the_same_message_twice_is_refused(raw: RawClient) -> None:
    number = await raw.say(bytes(functions.PingRequest(5)))
    await raw.hear(types.Pong)
    await raw.say(bytes(functions.PingRequest(5)), message_id=number)
    assert (await raw.hear(types.BadMsgNotification)).error_code == 19


async def test_an_even_number_for_a_request_is_refused(raw: RawClient) -> None:
    await raw.say(bytes(functions.PingRequest(6)), sequence=2)
    assert (await raw.hear(types.BadMsgNotification)).error_code == 35


async def test_a_falling_number_is_refused(raw: RawClient) -> None:
    await raw.say(bytes(functions.PingRequest(7)), sequence=9)
    await raw.say(bytes(functions.PingRequest(8)), sequence=3)
    assert (await raw.hear(types.BadMsgNotification)).error_code == 32


async def test_requests_in_a_container_are_each_answered(raw: RawClient) -> None:
    one, two = raw.fresh_id(), raw.fresh_id()
    pings = [(one, 1, bytes(functions.PingRequest(10))), (two, 3, bytes(functions.PingRequest(11)))]
    await raw.say(container(*pings), sequence=4)
    assert (await raw.hear(types.MsgsAck)).msg_ids == [one, two]
    assert ((await raw.hear(types.Pong)).msg_id, (await raw.hear(types.Pong)).msg_id) == (one, two)


async def test_a_container_in_a_container_is_refused(raw: RawClient) -> None:
    inner = container((raw.fresh_id(), 1, bytes(functions.PingRequest(12))))
    await raw.say(container((raw.fresh_id(), 2, inner)), sequence=4)
    assert (await raw.hear(types.BadMsgNotification)).error_code == 64


async def test_a_gzipped_request_is_understood(raw: RawClient) -> None:
    number = await raw.say(bytes(GzipPacked(in_layer(functions.help.GetNearestDcRequest()))))
    result = await raw.hear(RpcResult)
    assert (result.req_msg_id, BinaryReader(result.body).tgread_object().this_dc) == (number, DC)


def test_a_long_answer_is_gzipped_and_a_short_one_is_not() -> None:
    assert BinaryReader(squeezed(b"long" * 1000)).tgread_object().data == b"long" * 1000
    assert squeezed(b"short") == b"short"


async def test_a_method_before_the_layer_is_known_is_refused(raw: RawClient) -> None:
    await raw.say(bytes(functions.help.GetConfigRequest()))
    assert (await raw.hear(RpcResult)).error.error_message == "CONNECTION_NOT_INITED"
    await raw.say(in_layer(functions.help.GetConfigRequest(), layer=100), sequence=3)
    assert (await raw.hear(RpcResult)).error.error_message == "CONNECTION_LAYER_INVALID"


async def test_the_layer_stays_with_the_key_over_sessions(raw: RawClient) -> None:
    await raw.say(in_layer(functions.help.GetConfigRequest()))
    assert (await raw.hear(RpcResult)).error is None
    raw.session_id += 1
    await raw.say(bytes(functions.help.GetNearestDcRequest()))
    assert (await raw.hear(RpcResult)).error is None


async def test_an_unknown_constructor_is_refused_and_the_connection_lives(raw: RawClient) -> None:
    await raw.say(in_layer(functions.help.GetNearestDcRequest()))
    assert (await raw.hear(RpcResult)).error is None
    await raw.say(struct.pack("<I", 0x12345678), sequence=3)
    assert (await raw.hear(RpcResult)).error.error_message == f"INPUT_METHOD_INVALID_{0x12345678}"
    await raw.say(bytes(functions.help.GetNearestDcRequest()), sequence=5)
    assert (await raw.hear(RpcResult)).error is None


async def test_service_questions_are_answered(raw: RawClient) -> None:
    await raw.say(bytes(functions.GetFutureSaltsRequest(1)))
    assert (await raw.hear(types.FutureSalts)).salts[0].salt == raw.salt
    await raw.say(bytes(functions.DestroySessionRequest(1)), sequence=3)
    assert (await raw.hear(types.DestroySessionNone)).session_id == 1
    asked = await raw.say(bytes(types.MsgsStateReq([1])), sequence=4)
    assert (await raw.hear(types.MsgsStateInfo)).req_msg_id == asked
    await raw.say(bytes(functions.RpcDropAnswerRequest(1)), sequence=5)
    assert isinstance(BinaryReader((await raw.hear(RpcResult)).body).tgread_object(), types.RpcAnswerUnknown)


async def test_garbage_closes_the_connection_and_nothing_else(server: MtprotoServer) -> None:
    async with client_of(server, server.world.accounts[ANNA]) as client:
        reader, writer = await asyncio.open_connection(HOST, server.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 10)
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()
        assert await client.get_me()
