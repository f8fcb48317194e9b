"""Uploaded bytes: kept in memory, or in a folder when the world has one; sizes of pictures read from their headers."""

import mimetypes
import struct
from pathlib import Path

from sandbox.model import StoredFile
from sandbox.refusals import WorldError
from sandbox.store import Store


class Files:
    def __init__(self, store: Store, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._bytes: dict[int, bytes] = {}

    def add(self, data: bytes, name: str = "", mime_type: str = "") -> StoredFile:
        if not data:
            raise WorldError("FILE_EMPTY")
        width, height = picture_size(data)
        mime_type = mime_type or mimetypes.guess_type(name)[0] or sniffed(data)
        stored = StoredFile(self._store.next("file", 5001), len(data), name, mime_type, width, height)
        self._store.files[stored.id] = stored
        if self._folder is None:
            self._bytes[stored.id] = data
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / str(stored.id)).write_bytes(data)
        return stored

    def get(self, file_id: int) -> StoredFile:
        stored = self._store.files.get(file_id)
        if stored is None:
            raise WorldError("FILE_REFERENCE_INVALID")
        return stored

    def read(self, file_id: int) -> bytes:
        self.get(file_id)
        if self._folder is None:
            return self._bytes[file_id]
        return (self._folder / str(file_id)).read_bytes()


def sniffed(data: bytes) -> str:
    """A MIME type by the first bytes."""
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    return "application/octet-stream"


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, GIF or JPEG; zeros for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else (0, 0)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + length
    return 0, 0


_STARTS = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"OggS": "audio/ogg",
    b"ID3": "audio/mpeg",
    b"%PDF": "application/pdf",
    b"RIFF": "audio/x-wav",
}
