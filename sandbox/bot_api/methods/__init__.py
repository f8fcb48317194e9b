"""The catalogue of methods: a name in lower case and what it does; those about updates belong to the server."""

from collections.abc import Callable
from typing import Any

from sandbox.bot_api.call import Call
from sandbox.bot_api.methods import answering, carrying, chats, editing, ephemeral, profile, rich, sending, topics

METHODS: dict[str, Callable[[Call], Any]] = {
    name.lower(): method
    for module in (sending, carrying, editing, ephemeral, chats, topics, answering, profile, rich)
    for name, method in module.METHODS.items()
}
