"""The authorization keys that clients hold and who is signed in by each, in a file: clients survive a restart."""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.mtproto.crypto import key_id_of


@dataclass(slots=True)
class AuthKey:
    """One client's key. Whatever belongs to the client and not to one connection hangs here: account, layer, salt."""

    key: bytes
    account_id: int = 0
    layer: int = 0
    salt: int = field(default_factory=lambda: int.from_bytes(secrets.token_bytes(8), "little", signed=True))
    password_due: int = 0
    """The account whose code was right and whose password is still asked for."""

    @property
    def id(self) -> int:
        return key_id_of(self.key)


class AuthKeys:
    """All keys by id; every change of account or layer is saved at once."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._keys: dict[int, AuthKey] = {}
        if path is not None and path.exists():
            for row in json.loads(path.read_text("ascii")):
                self._hold(_from_row(row))

    def get(self, key_id: int) -> AuthKey | None:
        return self._keys.get(key_id)

    def add(self, key: bytes) -> AuthKey:
        auth_key = self._hold(AuthKey(key))
        self.save()
        return auth_key

    def remove(self, auth_key: AuthKey) -> None:
        self._keys.pop(auth_key.id, None)
        self.save()

    def of_account(self, account_id: int) -> list[AuthKey]:
        return [key for key in self._keys.values() if key.account_id == account_id]

    def save(self) -> None:
        if self._path is None:
            return
        rows = [
            {"key": key.key.hex(), "account_id": key.account_id, "layer": key.layer, "salt": key.salt}
            for key in self._keys.values()
        ]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(rows), "ascii")
        fresh.replace(self._path)

    def _hold(self, auth_key: AuthKey) -> AuthKey:
        self._keys[auth_key.id] = auth_key
        return auth_key


def _from_row(row: dict[str, Any]) -> AuthKey:
    return AuthKey(bytes.fromhex(row["key"]), row["account_id"], row["layer"], row["salt"])
