"""The methods of the API by area; each module exports METHODS, and OPEN for what needs no signing in."""

from typing import Any

from sandbox.mtproto.methods import (
    account,
    auth,
    bots,
    channels,
    chats,
    contacts,
    dialogs,
    editing,
    history,
    info,
    marks,
    members,
    sending,
    topics,
    updates,
    uploading,
    users,
)
from sandbox.mtproto.rpc import Method

_AREAS = (
    account,
    auth,
    bots,
    channels,
    chats,
    contacts,
    dialogs,
    editing,
    history,
    info,
    marks,
    members,
    sending,
    topics,
    updates,
    uploading,
    users,
)

METHODS: dict[Any, Method] = {request: method for area in _AREAS for request, method in area.METHODS.items()}
OPEN_METHODS: frozenset[Any] = frozenset(account.OPEN | auth.OPEN | info.OPEN)
