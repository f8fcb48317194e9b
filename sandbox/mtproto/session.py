"""One client session: the numbering and packing of what the server says in it."""

import struct
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from telethon.tl.core import GzipPacked, MessageContainer

from sandbox.mtproto.auth_keys import AuthKey
from sandbox.mtproto.crypto import Envelope, encrypt

ANSWER, NOTICE = 1, 3
REMEMBERED = 500
_GZIP_FROM, _GZIP_TO = 512, 262_144


class MessageIds:
    """Server message ids: the time in 2**-32 seconds, strictly rising, odd."""

    def __init__(self) -> None:
        self._last = 0

    def fresh(self, remainder: int) -> int:
        now = int(time.time() * 2**32) & ~3
        self._last = max(now, self._last + 4)
        return self._last + remainder


class Session:
    """Talks to one client over one connection; `write` takes an encrypted packet."""

    def __init__(self, auth_key: AuthKey, session_id: int, write: Callable[[bytes], None]) -> None:
        self.auth_key = auth_key
        self.id = session_id
        self.wants_updates = False
        self.seen: OrderedDict[int, None] = OrderedDict()
        self.highest = (0, 0)
        """Id and sequence number of the newest message from the client."""
        self._write = write
        self._ids = MessageIds()
        self._sequence = 0

    def remember(self, message_id: int, sequence: int) -> None:
        self.seen[message_id] = None
        if len(self.seen) > REMEMBERED:
            self.seen.popitem(last=False)
        self.highest = max(self.highest, (message_id, sequence))

    def send(self, body: bytes, *, is_content: bool = True, kind: int = NOTICE) -> None:
        """One message in one packet."""
        message_id, sequence = self._ids.fresh(kind), self._next_sequence(is_content=is_content)
        self._emit(message_id, sequence, body)

    def send_together(self, bodies: list[tuple[bytes, bool]]) -> None:
        """Several messages in one container; each with whether the client has to acknowledge it."""
        if len(bodies) == 1:
            return self.send(bodies[0][0], is_content=bodies[0][1], kind=ANSWER)
        packed = [struct.pack("<Ii", MessageContainer.CONSTRUCTOR_ID, len(bodies))]
        for body, is_content in bodies:
            sequence = self._next_sequence(is_content=is_content)
            packed += [struct.pack("<qii", self._ids.fresh(ANSWER), sequence, len(body)), body]
        return self._emit(self._ids.fresh(ANSWER), self._next_sequence(is_content=False), b"".join(packed))

    def _emit(self, message_id: int, sequence: int, body: bytes) -> None:
        envelope = Envelope(self.auth_key.salt, self.id, message_id, sequence, body)
        self._write(encrypt(self.auth_key.key, envelope))

    def _next_sequence(self, *, is_content: bool) -> int:
        sequence = self._sequence * 2 + is_content
        self._sequence += is_content
        return sequence


def encode(result: Any, element: str = "object") -> bytes:
    """A result in TL: an object, a truth value, or a vector of objects or numbers."""
    if isinstance(result, bool):
        return struct.pack("<I", 0x997275B5 if result else 0xBC799737)
    if isinstance(result, list):
        numbers = {"int": "<i", "long": "<q"}.get(element)
        items = [struct.pack(numbers, item) if numbers else encode(item) for item in result]
        return struct.pack("<Ii", 0x1CB5C415, len(result)) + b"".join(items)
    return bytes(result)


def squeezed(body: bytes) -> bytes:
    """Gzipped when that is smaller; large files are left alone."""
    if not _GZIP_FROM < len(body) < _GZIP_TO:
        return body
    packed = bytes(GzipPacked(body))
    return packed if len(packed) < len(body) else body
