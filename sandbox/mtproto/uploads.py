"""Files on their way in: parts by account and file id, until somebody uses the file."""

from hashlib import md5
from typing import Any

from telethon import types

from sandbox.mtproto.refusal import Refusal

LARGEST_PART = 512 * 1024
MOST_PARTS = 8000


class Uploads:
    def __init__(self) -> None:
        self._parts: dict[tuple[int, int], dict[int, bytes]] = {}

    def add(self, account: int, file_id: int, number: int, part: bytes) -> None:
        if not part:
            raise Refusal("FILE_PART_EMPTY")
        if len(part) > LARGEST_PART:
            raise Refusal("FILE_PART_TOO_BIG")
        if not 0 <= number < MOST_PARTS:
            raise Refusal("FILE_PART_INVALID")
        self._parts.setdefault((account, file_id), {})[number] = part

    def take(self, account: int, file: Any) -> tuple[bytes, str]:
        """The whole file and its name; its parts are forgotten.

        Raises:
            Refusal: parts are missing, or the checksum is another's.
        """
        parts = self._parts.get((account, file.id), {})
        missing = next((number for number in range(file.parts) if number not in parts), None)
        if missing is not None or not file.parts:
            raise Refusal(f"FILE_PART_{missing or 0}_MISSING")
        data = b"".join(parts[number] for number in range(file.parts))
        if isinstance(file, types.InputFile) and file.md5_checksum and md5(data).hexdigest() != file.md5_checksum:  # noqa: S324
            raise Refusal("MD5_CHECKSUM_INVALID")
        del self._parts[account, file.id]
        return data, file.name
