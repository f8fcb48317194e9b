"""How packets are framed on the TCP stream: full, abridged or intermediate, told apart by the first bytes."""

import asyncio
import struct
from typing import Protocol
from zlib import crc32

MAX_PACKET = 4 * 1024 * 1024


class TransportError(Exception):
    """The stream breaks the framing; the connection cannot go on."""


class Codec(Protocol):
    async def read(self, reader: asyncio.StreamReader) -> bytes: ...

    def frame(self, payload: bytes) -> bytes: ...


def _checked(length: int) -> int:
    if not 4 <= length <= MAX_PACKET:
        raise TransportError(f"a packet of {length} bytes")
    return length


class Full:
    """Length, counter, payload, CRC32: what Telethon speaks by default."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._sent = 0

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        start = self._head + await reader.readexactly(8 - len(self._head))
        self._head = b""
        length, _ = struct.unpack("<ii", start)
        rest = await reader.readexactly(_checked(length - 8))
        payload, (checksum,) = rest[:-4], struct.unpack("<I", rest[-4:])
        if checksum != crc32(start + payload):
            raise TransportError("the checksum does not match")
        return payload

    def frame(self, payload: bytes) -> bytes:
        packet = struct.pack("<ii", len(payload) + 12, self._sent) + payload
        self._sent += 1
        return packet + struct.pack("<I", crc32(packet))


class Abridged:
    """One length byte, or four for what is longer than 504 bytes."""

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        words = (await reader.readexactly(1))[0]
        if words >= 127:
            words = int.from_bytes(await reader.readexactly(3), "little")
        return await reader.readexactly(_checked(words * 4))

    def frame(self, payload: bytes) -> bytes:
        words = len(payload) // 4
        head = bytes([words]) if words < 127 else b"\x7f" + words.to_bytes(3, "little")
        return head + payload


class Intermediate:
    """Four bytes of length, then the payload."""

    async def read(self, reader: asyncio.StreamReader) -> bytes:
        (length,) = struct.unpack("<i", await reader.readexactly(4))
        return await reader.readexactly(_checked(length))

    def frame(self, payload: bytes) -> bytes:
        return struct.pack("<i", len(payload)) + payload


async def detect(reader: asyncio.StreamReader) -> Codec:
    """Read just enough of the stream to know how the client frames its packets."""
    first = await reader.readexactly(1)
    if first == b"\xef":
        return Abridged()
    head = first + await reader.readexactly(3)
    return Intermediate() if head == b"\xee\xee\xee\xee" else Full(head)
