"""The one-time code that makes its sender the owner, for a bot that was started without ADMIN_IDS."""

import hashlib
import hmac
import secrets
from pathlib import Path


class OwnerCode:
    """Kept as a hash in DATA_DIR, so that neither a log nor a backup gives the bot away after the code was used."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "owner-code"

    def issue(self) -> str:
        """A fresh code; an earlier one no longer works."""
        code = secrets.token_urlsafe(9)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.touch(mode=0o600)
        self._file.write_text(_hashed(code))
        return code

    def revoke(self) -> None:
        """There is an owner: no code works."""
        self._file.unlink(missing_ok=True)

    def take(self, code: str) -> bool:
        """Whether the code is right; a right one works once."""
        if not self._file.exists() or not hmac.compare_digest(self._file.read_text(), _hashed(code)):
            return False
        try:
            self._file.unlink()
        except FileNotFoundError:
            return False
        return True


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
