"""Whom a list of a rule means: people and chats by id, by @name or link, or by the name that is shown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from forwarding.normalising import normalise

_PRIVATE = re.compile(r"(?:https?://)?t(?:elegram)?\.me/c/(\d{1,15})(?:/.*)?", re.IGNORECASE)
_PUBLIC = re.compile(r"(?:@|(?:https?://)?t(?:elegram)?\.me/)(\w+)(?:/.*)?", re.IGNORECASE)
_ID = re.compile(r"-?\d{1,19}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A bare word means a @name as well as a shown name; what begins with @ is never a shown name, which anybody may
    give themselves."""

    ids: frozenset[int]
    usernames: frozenset[str]
    names: frozenset[str]

    @classmethod
    def read(cls, entries: Iterable[int | str]) -> Self:
        ids, usernames, names = set[int](), set[str](), set[str]()
        for entry in entries:
            text = str(entry).strip()
            if _ID.fullmatch(text):
                ids.add(int(text))
            elif found := _PRIVATE.fullmatch(text):
                ids.add(int(f"-100{found[1]}"))
            elif found := _PUBLIC.fullmatch(text):
                usernames.add(found[1].casefold())
            else:
                usernames.add(text.casefold())
                names.add(normalise(text))
        return cls(frozenset(ids), frozenset(usernames), frozenset(names - {""}))

    def finds(self, id: int, username: str, *names: str) -> str:
        """How it is listed; empty when it is not."""
        if id and id in self.ids:
            return str(id)
        if username and username.casefold() in self.usernames:
            return f"@{username}"
        return next((name for name in names if name and normalise(name) in self.names), "")
