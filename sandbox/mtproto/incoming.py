"""What a client says, taken apart and checked: containers, gzip, message ids and sequence numbers."""

import struct
import time
from dataclasses import dataclass
from typing import Any

from telethon import types
from telethon.errors import TypeNotFoundError
from telethon.extensions import BinaryReader
from telethon.tl import TLRequest
from telethon.tl.core import GzipPacked, MessageContainer

from sandbox.mtproto.session import Session

TOO_LOW, TOO_HIGH, NOT_BY_FOUR, TWICE = 16, 17, 18, 19
SEQUENCE_TOO_LOW, EVEN_EXPECTED, ODD_EXPECTED, BAD_CONTAINER = 32, 34, 35, 64
_OLDEST, _NEWEST = 300, 30
_MOST_IN_CONTAINER = 1020


@dataclass(frozen=True, slots=True)
class Unknown:
    """A constructor that layer 229 does not have."""

    constructor: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of the client: an object, or Unknown."""

    id: int
    sequence: int
    content: Any

    @property
    def is_request(self) -> bool:
        return isinstance(self.content, TLRequest | Unknown)


class Rejected(Exception):
    """The message breaks the rules of numbering; the code goes back in a bad_msg_notification."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


def unpack(message_id: int, sequence: int, body: bytes) -> list[Incoming]:
    """The messages in one packet, in their order."""
    if constructor_of(body) != MessageContainer.CONSTRUCTOR_ID:
        return [Incoming(message_id, sequence, _read(body))]
    (count,) = struct.unpack_from("<i", body, 4)
    if not 0 <= count <= _MOST_IN_CONTAINER or sequence % 2:
        raise Rejected(BAD_CONTAINER)
    messages, at = [], 8
    for _ in range(count):
        inner_id, inner_sequence, length = struct.unpack_from("<qii", body, at)
        inner = body[at + 16 : at + 16 + length]
        if inner_id > message_id or len(inner) != length or constructor_of(inner) == MessageContainer.CONSTRUCTOR_ID:
            raise Rejected(BAD_CONTAINER)
        messages.append(Incoming(inner_id, inner_sequence, _read(inner)))
        at += 16 + length
    return messages


def constructor_of(body: bytes) -> int:
    return int.from_bytes(body[:4], "little")


def _read(body: bytes) -> Any:
    try:
        content = BinaryReader(body).tgread_object()
    except TypeNotFoundError as error:
        return Unknown(error.invalid_constructor_id)
    return _read(content.data) if isinstance(content, GzipPacked) else content


def check_packet(session: Session, message_id: int) -> None:
    """The id of a packet: its remainder, its age, and that it is new."""
    if message_id % 4:
        raise Rejected(NOT_BY_FOUR)
    age = time.time() - (message_id >> 32)
    if age > _OLDEST:
        raise Rejected(TOO_LOW)
    if age < -_NEWEST:
        raise Rejected(TOO_HIGH)
    if message_id in session.seen:
        raise Rejected(TWICE)


def check_message(session: Session, message: Incoming) -> None:
    """The sequence number: odd for requests, even for acknowledgements, never falling."""
    if isinstance(message.content, types.MsgsAck) and message.sequence % 2:
        raise Rejected(EVEN_EXPECTED)
    if message.is_request and not message.sequence % 2:
        raise Rejected(ODD_EXPECTED)
    newest_id, newest_sequence = session.highest
    if message.id > newest_id and message.sequence < newest_sequence:
        raise Rejected(SEQUENCE_TOO_LOW)
