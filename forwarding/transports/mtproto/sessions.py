"""Where the sessions of accounts lie: one file each, whose name tells them apart."""

import re
from pathlib import Path

from core.errors import SettingsError

DEFAULT = ""
"""The account that needs no name."""

_NAME = re.compile(r"[a-z0-9_-]{1,32}")
_FILE = re.compile(rf"account(?:\.({_NAME.pattern}))?\.session")


def session_file(folder: Path, name: str = DEFAULT) -> Path:
    """
    Raises:
        SettingsError: it is no name.
    """
    if name and not _NAME.fullmatch(name):
        raise SettingsError(setting="--account", reason="1-32 characters a-z 0-9 _ -")
    return folder / (f"account.{name}.session" if name else "account.session")


def account_names(folder: Path) -> list[str]:
    """Of those that somebody logged in here; the one without a name first, then by the alphabet."""
    found = (_FILE.fullmatch(path.name) for path in folder.glob("account*.session"))
    return sorted(match[1] or DEFAULT for match in found if match)
