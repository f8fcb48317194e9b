"""How people name a chat: `@name`, a t.me address, or an id; and what is on the web: by its address."""

import re

from core.ids import ChatId, endpoint_of

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?(c/\d+|\w+)", re.IGNORECASE)

_ON_WEB = re.compile(r"hook:|https?://(?!(?:www\.)?(?:t|telegram)\.me/)", re.IGNORECASE)


def is_on_web(text: str) -> bool:
    """A feed by its address, a webhook by `hook:` and its address, or one of them by its id."""
    said = text.strip()
    if re.fullmatch(r"-\d+", said):
        return endpoint_of(ChatId(int(said))) is not None
    return _ON_WEB.match(said) is not None


def chat_reference(text: str) -> int | str:
    """The id, or `@name`."""
    said = text.strip()
    if found := _ADDRESS.match(said):
        said = found[1]
        if said.lower().startswith("c/"):
            return int(f"-100{said[2:]}")
    if re.fullmatch(r"-?\d+", said):
        return int(said)
    return said if said.startswith("@") else f"@{said}"
