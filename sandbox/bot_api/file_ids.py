"""File identifiers: `file_id` belongs to one bot, `file_unique_id` is the same for all."""

import base64
import hashlib
import struct
from pathlib import PurePosixPath

from sandbox.model import StoredFile
from sandbox.references import as_id
from sandbox.refusals import WorldError

KINDS = ("photo", "video", "animation", "audio", "voice", "video_note", "document", "sticker")
_FOLDERS = ("photos", "videos", "animations", "music", "voice", "video_notes", "documents", "stickers")
_SUFFIXES = (".jpg", ".mp4", ".mp4", ".mp3", ".oga", ".mp4", "", ".webp")
_SHAPE = struct.Struct(">QQBB")


def file_id(secret: int, bot: int, stored: int, kind: str, size: int = 0) -> str:
    raw = _SHAPE.pack(bot, stored, KINDS.index(kind), size)
    return _encode(raw + _mark(secret, raw))


def unique_id(secret: int, stored: int, size: int = 0) -> str:
    raw = struct.pack(">QB", stored, size)
    return "AQAD" + _encode(_mark(secret, raw) + raw[-5:])


def opened(secret: int, bot: int, identifier: str) -> tuple[int, str]:
    """What a file_id stands for: the stored file and the kind of media.

    Raises:
        WorldError: not one that this bot was given.
    """
    try:
        raw = base64.urlsafe_b64decode(identifier + "=" * (-len(identifier) % 4))
        owner, stored, kind, _ = _SHAPE.unpack(raw[: _SHAPE.size])
    except (ValueError, struct.error):
        raise WorldError("FILE_REFERENCE_INVALID") from None
    if owner != bot or raw[_SHAPE.size :] != _mark(secret, raw[: _SHAPE.size]) or kind >= len(KINDS):
        raise WorldError("FILE_REFERENCE_INVALID")
    return stored, KINDS[kind]


def path_of(stored: StoredFile, kind: str) -> str:
    """Where the bytes are downloaded from, below `/file/bot<token>/`."""
    number = KINDS.index(kind)
    suffix = PurePosixPath(stored.name).suffix or _SUFFIXES[number]
    return f"{_FOLDERS[number]}/file_{stored.id}{suffix}"


def stored_at(path: str) -> int:
    """The stored file's number in a download path; 0 if it is none."""
    folder, _, name = path.partition("/")
    stem = PurePosixPath(name).stem
    number = as_id(stem.removeprefix("file_"))
    return number if number is not None and folder in _FOLDERS and stem.startswith("file_") else 0


def _mark(secret: int, raw: bytes) -> bytes:
    return hashlib.blake2b(raw, key=secret.to_bytes(8, "big"), digest_size=9).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
